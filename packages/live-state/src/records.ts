import type { Geofence } from '@metropane/city';
import type { Alarm, Incident, IncidentState, IncidentTimelineItem, Priority } from '@metropane/incidents';

/**
 * The rows of CityState's record tables: what screens show, as plain JSON. Times are epoch milliseconds.
 * `null` means "no value" and is never shown as 0. Freshness (live, late, stale, dead) is not stored: a screen derives it
 * from `eventTimeMs`, `periodMs` and the server's clock, so that a figure goes stale even when nothing is sent.
 */
export interface RecordTables {
  incident: IncidentRecord;
  timeline: TimelineRecord;
  feed: FeedRecord;
  indicator: IndicatorRecord;
  trend: TrendRecord;
  heat: HeatRecord;
  bars: BarsRecord;
  system: SystemRecord;
  alarm: AlarmRecord;
  position: PositionRecord;
  wall: WallRecord;
  geofence: GeofenceRecord;
}
export type RecordTableName = keyof RecordTables;

export interface Text {
  vi: string;
  en: string;
}
export type { IncidentState, Priority };

/** Key: incident id, e.g. `SC-000412`. */
export type IncidentRecord = Incident;

/** Key: alarm id. An alarm with the names that a screen shows; gone from the table when it is normal again. */
export interface AlarmRecord extends Alarm {
  name: Text;
  /** Of the watched entity, else its id. */
  place: string;
}

/** Key: position id. A duty post of the control room and who has it. */
export interface PositionRecord {
  id: string;
  order: number;
  name: Text;
  holder?: { person: string; sinceMs: number };
  /** Handover under way: `given` when the leaving person has signed. */
  handover?: { id: string; from: string; to?: string; given: boolean; taken: boolean };
  /** Annunciated alarms in each of the last 30 full ten-minute buckets, oldest first, and the one that runs. */
  load: number[];
}

/** Key: incident id. Everything that happened to it, oldest first. */
export interface TimelineRecord {
  incidentId: string;
  items: TimelineItem[];
}
export type TimelineItem = IncidentTimelineItem;

/** Key: feed id. Cumulative since the data folder was made; `received = counted + duplicate + late + sum(rejected)`. */
export interface FeedRecord {
  id: string;
  format: string;
  status: 'up' | 'silent' | 'down' | 'never' | 'faulted';
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  rejected: Partial<Record<string, number>>;
  missing: number;
  flagged: number;
  conflict: number;
  inFlight: number;
  watermarkMs: number | null;
  lagMs: number | null;
  silentForMs: number | null;
  lastArrivalMs: number | null;
  lastEventMs: number | null;
  /** Expected period, when known: a feed is silent after twice this. */
  periodMs: number | null;
  /** How far events may come out of order before the watermark passes them; null while the feed is not configured. */
  outOfOrdernessMs: number | null;
  /** How far behind the watermark an event still enters the live panes: beyond it counts as late. */
  allowedLatenessMs: number | null;
  ratePerS: number;
  simulated: boolean;
}

export interface Spark {
  startMs: number;
  stepMs: number;
  values: (number | null)[];
  /**
   * Which of `values` were corrected after they had been shown as closed: `[index, how often]`, ascending. A correction is an
   * event inside the allowed lateness that came after the watermark had passed the end of its bin. Absent: none.
   */
  revised?: [index: number, times: number][];
}
/** P10–P90 of the same time of day over earlier days; absent while fewer than 3 days are known. */
export interface UsualRange {
  low: (number | null)[];
  high: (number | null)[];
  days: number;
}

/** Key: indicator id of the city pack's panels. `noSource`: no feed delivers it yet, and the tile says so. */
export interface IndicatorRecord {
  id: string;
  order: number;
  name: Text;
  unit: string;
  decimals: number;
  value: number | null;
  eventTimeMs: number | null;
  periodMs: number;
  priority: Priority | null;
  noSource: boolean;
  detail?: Text;
  spark: Spark;
  usual?: UsualRange;
  n: number;
  /** How often the bins behind `value`, or the bin that closed last, were corrected after they had been shown; absent: never. */
  revision?: number;
}

/** Key: trend id. One line of a chart panel: `panel` groups lines (`corridors`, `tide`). */
export interface TrendRecord {
  id: string;
  order: number;
  panel: string;
  name: Text;
  unit: string;
  decimals: number;
  value: number | null;
  eventTimeMs: number | null;
  periodMs: number;
  priority: Priority | null;
  spark: Spark;
  usual?: UsualRange;
  /** As of an indicator. */
  revision?: number;
  thresholds?: { name: Text; value: number; priority: Priority }[];
}

/** Key: panel id. `values[row][column]`; rows are stations, columns start at `startMs` and step by `stepMs`. */
export interface HeatRecord {
  id: string;
  name: Text;
  unit: string;
  startMs: number;
  stepMs: number;
  rows: { id: string; name: Text }[];
  values: (number | null)[][];
  /** Cells that were corrected after they had been shown as closed: `[row, column, how often]`. Absent: none. */
  revised?: [row: number, column: number, times: number][];
  eventTimeMs: number | null;
  periodMs: number;
}

/** Key: panel id. Stacked counts per priority: `counts[bin]` = `[P1, P2, P3, P4]`. */
export interface BarsRecord {
  id: string;
  startMs: number;
  stepMs: number;
  counts: [number, number, number, number][];
}

/** Key: room of a wall. What all its screens show, decided by the fold so that they change with the same publish. */
export interface WallRecord {
  id: string;
  /** Scene of the city pack, or `incident`. */
  scene: string;
  sinceMs: number;
  /** When the next one comes; null while it stands. */
  untilMs: number | null;
  /** The playlist and the place in it, from 0. */
  playlist: readonly string[];
  index: number;
  /** Taken over by a life-threatening incident that nobody has acknowledged. */
  heldBy: string | null;
  /** Put there by a desk, until then. */
  sentUntilMs: number | null;
  /** The incident of the scene `incident`. */
  incidentId: string | null;
  isFrozen: boolean;
}

/** Key: fence id. An area that a person drew; gone from the table when it was removed or its time was over. */
export interface GeofenceRecord extends Geofence {
  areaM2: number;
}

/** Key: part name (`broker`, `journal`, `history`, `follower`, `simulators`, `log`). */
export interface SystemRecord {
  id: string;
  status: 'ok' | 'degraded' | 'down';
  detail: string;
  sinceMs: number;
}
