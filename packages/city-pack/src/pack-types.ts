/**
 * What a city is, once its folder has been read: every list complete, every reference resolved, every derived part computed.
 * All positions are WGS84 `[longitude, latitude]` in degrees; rings are closed (first point = last point), the outer ring of a
 * polygon runs counter-clockwise. Nothing here changes after loading, so it may be shared and cached by `revision`.
 */

import type { Rule } from '@metropane/city';
import type { CityLink, DutyPosition } from './alarm-types.ts';
import type { CityOffice } from './office-types.ts';
import type { Scene, Wall } from './wall-types.ts';

/** WGS84 degrees, longitude first. */
export type LonLat = readonly [lon: number, lat: number];
/** Closed: the first point is repeated at the end. */
export type Ring = readonly LonLat[];
/** Outer ring first, then holes. */
export type Polygon = readonly Ring[];
export type MultiPolygon = readonly Polygon[];
/** `[west, south, east, north]` in degrees. */
export type BBox = readonly [west: number, south: number, east: number, north: number];
/** A name in both languages of the screens. */
export type Name = { readonly vi: string; readonly en: string };

/** Where a map looks: `zoom` is the web-map zoom level (512 px tiles). */
export type MapView = {
  readonly id: string;
  readonly name: Name;
  readonly centre: LonLat;
  readonly zoom: number;
  readonly bbox: BBox;
};

/** An administrative unit. `derived` says that the polygon is a computed cell around the centroid, not the legal boundary. */
export type Unit = {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly ascii: string;
  readonly centroid: LonLat;
  readonly areaKm2: number;
  readonly formerDistrict?: string;
  /** Civil date from which the unit exists; absent where the pack does not say. */
  readonly validFrom?: string;
  readonly polygon: MultiPolygon;
  readonly derived: boolean;
};

/** A unit that is no more: what old data refer to. It has no polygon, for it lies under those of today. */
export type FormerUnit = Pick<Unit, 'code' | 'name' | 'fullName' | 'ascii' | 'centroid' | 'areaKm2'> & {
  readonly validFrom?: string;
  /** Exclusive. */
  readonly validTo: string;
};

export type RoadClass = 'motorway' | 'trunk' | 'primary' | 'secondary' | 'tertiary' | 'minor';

export type Road = {
  readonly id: string;
  readonly name: string;
  readonly class: RoadClass;
  readonly points: readonly LonLat[];
  readonly freeFlowKmh: number;
  readonly maxKmh: number;
  readonly lanes?: number;
};

/** A stretch of 400-800 m of one road (shorter only when the whole road is), the entity that traffic is measured on. */
export type RoadSegment = {
  readonly id: string;
  readonly roadId: string;
  readonly name: string;
  readonly class: RoadClass;
  readonly points: readonly LonLat[];
  readonly lengthM: number;
  readonly freeFlowKmh: number;
  readonly maxKmh: number;
  /** Code of the unit that holds the middle of the segment. */
  readonly unit?: string;
};

export type WaterKind = 'river' | 'canal' | 'lake' | 'sea';

export type Water = {
  readonly id: string;
  readonly name: string;
  readonly kind: WaterKind;
  readonly polygon: MultiPolygon;
  /** The middle of the stream, where the pack gave one: for labels along it. */
  readonly centreline?: readonly LonLat[];
};

/** `source`: where the height was published. A square stands for a building of which only place and width are known. */
export type Building = {
  readonly id: string;
  readonly name: string;
  readonly heightM: number;
  readonly source: string;
  readonly polygon: MultiPolygon;
};

export type Park = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'park' | 'airport' | 'zoo' | 'campus' | 'port' | 'mangrove';
  readonly polygon: MultiPolygon;
};

export type Bridge = {
  readonly id: string;
  readonly name: string;
  readonly loc: LonLat;
  readonly lengthM: number;
};

export type Place = {
  readonly id: string;
  readonly name: Name;
  readonly kind: string;
  readonly loc: LonLat;
};

export type StationMetric = {
  readonly unit: string;
  readonly expectedEveryMs: number;
  /** Plausible values, both ends included: outside is flagged, never refused. */
  readonly range: readonly [lo: number, hi: number];
};

export type Station = {
  readonly domain: string;
  readonly entity: string;
  readonly name: Name;
  readonly loc: LonLat;
  readonly metrics: Readonly<Record<string, StationMetric>>;
  /** Vertical datum of a level: levels of different datums must never be ranked against each other. */
  readonly datum?: string;
  /** Fixed figures of the place itself, as `capacityCount`: what it is, not what it reads. */
  readonly facts?: Readonly<Record<string, number | string>>;
  /** Who keeps it running. */
  readonly agency?: string;
};

/** One edition of the alarm levels of one station; `validTo` is exclusive, absent while it is in force. */
export type ThresholdEdition = {
  readonly validFrom: string;
  readonly validTo?: string;
  readonly source: string;
  readonly levels: readonly { readonly name: string; readonly value: number; readonly priority: Priority }[];
};

export type Threshold = {
  readonly id: string;
  readonly domain: string;
  readonly entity: string;
  readonly metric: string;
  /** Vertical datum of the levels, where the station has one. */
  readonly datum?: string;
  /** Ascending by `validFrom`, not overlapping. */
  readonly editions: readonly ThresholdEdition[];
};

export type Priority = 1 | 2 | 3 | 4;

export type Category = {
  readonly id: string;
  readonly name: Name;
  readonly agency: string;
  readonly defaultSeverity: Priority;
};

/** `at` raises the priority, `clear` (on the good side of `at`) takes it back: the gap is the hysteresis. */
export type IndicatorLevel = { readonly priority: Priority; readonly at: number; readonly clear: number };

export type IndicatorSource =
  | {
      readonly kind: 'observed';
      readonly domain: string;
      readonly metric: string;
      /** Absent: all entities of the domain. */
      readonly entities?: readonly string[];
      readonly aggregate: 'mean' | 'last' | 'sum' | 'count' | 'max' | 'onTimeShare' | 'sumOfMeans';
    }
  | { readonly kind: 'builtin'; readonly figure: 'openIncidents' | 'devicesOnlinePct' };

export type Indicator = {
  readonly id: string;
  readonly name: Name;
  readonly unit: string;
  readonly decimals: number;
  readonly source: IndicatorSource;
  /** How often a new value is expected: what "late", "stale" and "dead" are counted from. */
  readonly periodMs: number;
  /** A window name: `PT10S`, `PT1M`, `PT5M`, `PT1H`, `PT5M/PT10S`. */
  readonly window: string;
  readonly direction: 'highIsBad' | 'lowIsBad' | 'neutral';
  /** From the mildest to the worst. */
  readonly levels: readonly IndicatorLevel[];
};

export type Corridor = {
  readonly id: string;
  readonly name: string;
  readonly roads: readonly string[];
  /** Segments of `roads` in the order of travel: the entities of domain `traffic`. */
  readonly segments: readonly string[];
  readonly freeFlowKmh: number;
};

export type Panel =
  | {
      readonly id: string;
      readonly kind: 'corridors';
      readonly name: Name;
      readonly window: string;
      readonly corridors: readonly Corridor[];
    }
  | {
      readonly id: string;
      readonly kind: 'level';
      readonly name: Name;
      readonly window: string;
      readonly domain: string;
      readonly entity: string;
      readonly metric: string;
      readonly threshold: string;
    }
  | {
      readonly id: string;
      readonly kind: 'heat';
      readonly name: Name;
      readonly window: string;
      readonly domain: string;
      readonly metric: string;
      readonly entities: readonly string[];
    };

/** A map from elsewhere: `at` is an http(s) address or the full path of a file. */
export type ExternalBaseMap = {
  readonly kind: 'pmtiles' | 'style';
  readonly at: string;
  readonly attribution?: string;
};

export type CityPack = CityOffice & {
  readonly id: string;
  readonly name: Name;
  /** IANA zone of civil days. */
  readonly zone: string;
  readonly centre: LonLat;
  readonly bbox: BBox;
  /** Absent: the map is drawn from this pack alone. */
  readonly baseMap?: ExternalBaseMap;
  readonly views: { readonly main: MapView; readonly insets: readonly MapView[] };
  /** Land outline, coarse; what derived cells are clipped to. */
  readonly outline: MultiPolygon;
  /** The units of today. */
  readonly units: readonly Unit[];
  readonly formerUnits: readonly FormerUnit[];
  readonly roads: readonly Road[];
  readonly segments: readonly RoadSegment[];
  readonly water: readonly Water[];
  readonly parks: readonly Park[];
  readonly buildings: readonly Building[];
  readonly bridges: readonly Bridge[];
  readonly places: readonly Place[];
  readonly stations: readonly Station[];
  readonly thresholds: readonly Threshold[];
  readonly categories: readonly Category[];
  readonly indicators: readonly Indicator[];
  readonly panels: readonly Panel[];
  /** What walls show; empty: the overview alone. */
  readonly scenes: readonly Scene[];
  readonly walls: readonly Wall[];
  /** What makes an alarm; empty: nothing does. */
  readonly rules: readonly Rule[];
  /** What acts on what, beside the segments of one road, which follow each other. */
  readonly topology: readonly CityLink[];
  /** Duty posts of the control room. */
  readonly positions: readonly DutyPosition[];
  /** SHA-256 (hex) over the names and bytes of the files read: equal revisions mean an equal pack. */
  readonly revision: string;
};
