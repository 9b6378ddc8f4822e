import type { GeofencesSnapshot } from './geofences/geofences.ts';
import type { WallRoom } from './walls/wall-room.ts';
import type { Incidents, ShiftBookSnapshot } from '@metropane/incidents';
import type { WindowEngine } from '@metropane/windowing';
import type { AlarmDeskSnapshot } from './alarm-desk.ts';
import type { DeviceClocksSnapshot } from './device-clocks.ts';
import { DirtyEntities } from './dirty-entities.ts';
import type { EntityTableSnapshot } from './entity-table.ts';
import type { FeedCounts } from './feed-ledger.ts';
import type { FoldConfig } from './fold-config.ts';
import type { LagHistogramSnapshot } from './lag-histogram.ts';
import type { TimeBinsSnapshot } from './time-bins.ts';

/** What changed since the view last looked. Not state: never hashed, never checkpointed. */
export interface Dirty {
  entities: DirtyEntities;
  feeds: boolean;
  figures: boolean;
  incidents: Set<string>;
  /** Ids, also of alarms that have left the book. */
  alarms: Set<string>;
  positions: boolean;
  config: boolean;
}

/** How much a room remembers; readings of what does not fit are shed and counted. */
export interface RoomLimits {
  entities: number;
  series: number;
}

/** A city of this size fits into the 2 GiB budget; what asks for more is a flood of made-up names. */
export const DEFAULT_LIMITS: RoomLimits = { entities: 500_000, series: 2_000_000 };

export function allDirty(): Dirty {
  return {
    entities: new DirtyEntities(),
    feeds: true,
    figures: true,
    incidents: new Set(),
    alarms: new Set(),
    positions: true,
    config: true,
  };
}

/** A room as a checkpoint keeps it. */
export interface RoomSnapshot {
  config: FoldConfig;
  nowMs: number;
  epoch: number;
  lastJournalSeq: number;
  gaps: number;
  feeds: Record<string, FeedCounts>;
  lags: [string, LagHistogramSnapshot][];
  entities: EntityTableSnapshot;
  clocks: DeviceClocksSnapshot;
  figures: Record<string, TimeBinsSnapshot>;
  incidents: ReturnType<Incidents['snapshot']>;
  walls: WallRoom[];
  geofences: GeofencesSnapshot;
  shifts: ShiftBookSnapshot;
  windows: ReturnType<WindowEngine['snapshot']>;
  sourceOfEntity: number[];
  windowFeeds: [string, number][];
  sourceOfFeed: [string, number][];
  descriptions: [string, string][];
  filesRead: string[];
  faulted: [string, string][];
  feedStatus: [string, 'up' | 'down'][];
  alarms: AlarmDeskSnapshot;
}
