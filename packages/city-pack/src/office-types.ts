/** The people and rules of a city: who answers, by which steps, on which days, judged by which bands. Dates are civil dates of the city. */
import type { LonLat, Name, Priority } from './pack-types.ts';

/** Units of one edition in groups, as the districts that a city had, or the areas that its desks divide it into. */
export type Grouping = {
  readonly id: string;
  readonly name: Name;
  /** Absent: since ever. */
  readonly validFrom?: string;
  /** Exclusive; absent while in force. */
  readonly validTo?: string;
  readonly source: string;
  readonly groups: readonly UnitGroup[];
};

/** `units`: codes of units of today or of former ones; each stands in one group of an edition at most. */
export type UnitGroup = { readonly id: string; readonly name: Name; readonly units: readonly string[] };

export type AgencyKind =
  | 'government'
  | 'department'
  | 'police'
  | 'fire'
  | 'medical'
  | 'utility'
  | 'operator'
  | 'hotline';

export type Agency = {
  readonly id: string;
  readonly name: Name;
  readonly kind: AgencyKind;
  /** As dialled in the city. */
  readonly phone?: string;
};

/** Where an agency's people stand by. */
export type DutyPost = {
  readonly id: string;
  readonly agency: string;
  readonly name: Name;
  readonly loc: LonLat;
  /** True where the place is made up for the demonstration. */
  readonly illustrative: boolean;
  /** Code of the unit that it stands in. */
  readonly unit?: string;
};

/** `to` before or equal to `from` runs over midnight. Shifts cover the day once. */
export type Shift = { readonly id: string; readonly name: Name; readonly from: string; readonly to: string };

export type SopStep = {
  readonly id: string;
  readonly text: Name;
  readonly role: 'operator' | 'supervisor' | 'agency';
  readonly agency?: string;
  /** Minutes since the incident opened. */
  readonly withinMin?: number;
};

/** What to do about an incident of some categories, or when an alarm level is passed. */
export type Sop = {
  readonly id: string;
  readonly name: Name;
  readonly categories: readonly string[];
  /** Applies from this severity up (1 is the worst); absent: to all. */
  readonly severityUpTo?: Priority;
  readonly alarms: readonly { readonly threshold: string; readonly level: string }[];
  readonly source: string;
  readonly steps: readonly SopStep[];
};

export type Holiday = {
  readonly name: Name;
  readonly from: string;
  /** Inclusive; absent: one day. */
  readonly to?: string;
  readonly source: string;
  /** Expected by rule, not yet announced. */
  readonly provisional: boolean;
};

/** A period that is not a calendar one: the hotline's month (25th 12:00), the rain day (19:00). */
export type ReportPeriod = {
  readonly id: string;
  readonly name: Name;
  readonly every: 'day' | 'month';
  readonly dayOfMonth?: number;
  readonly at: string;
};

export type WorkingCalendar = {
  /** The years of which the holidays are known; outside nothing is said. */
  readonly years: readonly number[];
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly weekend: readonly number[];
  readonly holidays: readonly Holiday[];
  /** A working day that is off, worked on another day instead. */
  readonly swaps: readonly { readonly off: string; readonly work: string; readonly source: string }[];
  readonly periods: readonly ReportPeriod[];
};

/** One band of a scale: `[from, to)` in the scale's unit, the last open above; `also` names what else must be reached. */
export type ScaleClass = {
  readonly id: string;
  readonly name: Name;
  readonly from: number;
  readonly to?: number;
  readonly colour?: string;
  readonly also?: Readonly<Record<string, number>>;
};

export type ScaleEdition = {
  readonly validFrom: string;
  readonly validTo?: string;
  readonly source: string;
  /** False where the figures are common knowledge, not read in the act itself. */
  readonly certain: boolean;
  /** Conditions under which this table holds, as `{ area: special }`. */
  readonly when?: Readonly<Record<string, string>>;
  /** Time of day in the city's zone, `[from, to)`; `to` before `from` runs over midnight. Absent: all day. */
  readonly hours?: { readonly from: string; readonly to: string };
  readonly classes: readonly ScaleClass[];
  /** Concentrations at which the classes begin, by pollutant, for indices computed from several. */
  readonly breakpoints?: Readonly<Record<string, readonly number[]>>;
};

/** Dated bands that a figure is judged by. */
export type Scale = {
  readonly id: string;
  readonly name: Name;
  readonly unit: string;
  readonly domain?: string;
  readonly metric?: string;
  readonly editions: readonly ScaleEdition[];
};

/** A line of stations in the order of travel. */
export type TransitLine = {
  readonly id: string;
  readonly name: Name;
  readonly domain: string;
  readonly colour?: string;
  readonly stations: readonly string[];
};

/** Health only: no picture, no address of a stream. */
export type Camera = {
  readonly id: string;
  readonly name: Name;
  readonly loc: LonLat;
  readonly agency?: string;
};

export type BusStop = { readonly id: string; readonly name: string; readonly loc: LonLat };

/** One direction of one route. */
export type BusRoute = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly outbound: boolean;
  readonly minutes?: number;
  readonly points: readonly LonLat[];
  readonly stops: readonly string[];
};

/** Everything that may be absent from a small pack is then an empty list. */
export type CityOffice = {
  readonly groupings: readonly Grouping[];
  readonly agencies: readonly Agency[];
  readonly posts: readonly DutyPost[];
  readonly shifts: readonly Shift[];
  readonly sops: readonly Sop[];
  readonly calendar?: WorkingCalendar;
  readonly scales: readonly Scale[];
  readonly lines: readonly TransitLine[];
  readonly cameras: readonly Camera[];
  readonly busStops: readonly BusStop[];
  readonly busRoutes: readonly BusRoute[];
};
