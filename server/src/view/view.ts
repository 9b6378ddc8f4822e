import {
  AlarmMarks,
  type CityDiff,
  emptyDiff,
  type FeedRecord,
  isEmptyDiff,
  type RecordsDiff,
  type RecordTableName,
  type RecordTables,
  type Spark,
  type SystemRecord,
} from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import { AlarmFeed } from './alarm-feed.ts';
import { startOfCivilDay } from './civil-day.ts';
import { feedRecord } from './feed-record.ts';
import { FeedRates } from './feed-rates.ts';
import { LayerFeed } from './layer-feed.ts';
import { geofenceRecord } from './geofence-record.ts';
import { wallRecord } from './wall-record.ts';
import { incidentBars } from './incident-bars.ts';
import { heatRecords, indicatorRecords, trendRecords } from './panel-records.ts';
import { positionRecords } from './position-records.ts';
import { ruleNotices } from './rule-notices.ts';

const FIGURES_EVERY_MS = 1_000;

/**
 * Turns what the fold changed into a CityDiff, once per publish. It owns the publish number `seq`. It only reads the room, and
 * remembers what it sent last so that a record that did not change is not sent again.
 */
export class View {
  readonly #room: ControlRoom;
  readonly #sent = new Map<string, string>();
  readonly #layers = new Map<string, LayerFeed>();
  readonly #alarms = new AlarmFeed();
  readonly #marks = new AlarmMarks();
  readonly #systems = new Map<string, SystemRecord>();
  #seq = 0;
  #figuresAtMs = Number.NEGATIVE_INFINITY;
  readonly #feedRates = new FeedRates();
  #rates = new Map<string, { received: number; atMs: number; ratePerS: number }>();
  /** Messages of a feed under way to the fold, as last told by who hands them over. */
  inFlight: (feed: string) => number = () => 0;

  constructor(room: ControlRoom) {
    this.#room = room;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Health of a part of the centre, shown beside the feeds. */
  setSystem(record: SystemRecord): void {
    this.#systems.set(record.id, record);
  }

  /** Everything since the last call as one diff with the next `seq`, or null when nothing changed. */
  collect(): CityDiff | null {
    const room = this.#room;
    const diff = emptyDiff({ epoch: room.epoch, from: this.#seq, seq: this.#seq + 1, atMs: room.nowMs });
    this.#collectLayers(diff);
    this.#collectIncidents(diff);
    this.#collectAlarms(diff);
    if (room.dirty.positions) this.#collectPositions(diff);
    this.#collectWalls(diff);
    this.#collectGeofences(diff);
    if (room.nowMs - this.#figuresAtMs >= FIGURES_EVERY_MS) {
      this.#figuresAtMs = room.nowMs;
      this.#collectFigures(diff);
    }
    if (isEmptyDiff(diff)) return null;
    this.#seq += 1;
    return diff;
  }

  feeds(): FeedRecord[] {
    return [...this.#room.ledger.ids()].map((id) =>
      feedRecord(this.#room, id, { inFlight: this.inFlight(id), ratePerS: this.#rate(id) }),
    );
  }

  /** Readings that the feed received per minute of the last hour. */
  perMinute(feed: string): Spark {
    return this.#feedRates.perMinute(feed, this.#room.nowMs);
  }

  #collectLayers(diff: CityDiff): void {
    const { entities, dirty, config } = this.#room;
    for (const schema of config.layers) {
      if (this.#layers.get(schema.id)?.schema !== schema) this.#layers.set(schema.id, new LayerFeed(schema));
    }
    for (const entity of dirty.entities) {
      this.#layers.get(entities.domains[entities.domainOf[entity]!]!)?.show(entities, entity);
    }
    dirty.entities.clear();
    for (const [id, layer] of this.#layers) {
      const changes = layer.take();
      if (changes !== null) diff.layers.set(id, changes);
    }
  }

  #collectIncidents(diff: CityDiff): void {
    const { dirty, incidents } = this.#room;
    for (const id of dirty.incidents) {
      const incident = incidents.get(id);
      const timeline = incidents.timeline(id);
      if (incident === undefined || timeline === undefined) {
        changesOf(diff, 'incident').removed.add(id);
        changesOf(diff, 'timeline').removed.add(id);
      } else {
        changesOf(diff, 'incident').upserts.set(id, incident);
        changesOf(diff, 'timeline').upserts.set(id, timeline);
      }
    }
    dirty.incidents.clear();
  }

  #collectAlarms(diff: CityDiff): void {
    const { upserts, removed } = this.#alarms.take(this.#room);
    for (const alarm of upserts) {
      changesOf(diff, 'alarm').upserts.set(alarm.id, alarm);
      this.#marks.put(alarm);
    }
    for (const id of removed) {
      changesOf(diff, 'alarm').removed.add(id);
      this.#marks.remove(id);
    }
    for (const [layerId, marks] of this.#marks.take()) diff.layers.set(layerId, marks);
  }

  #collectPositions(diff: CityDiff): void {
    this.#room.dirty.positions = false;
    const shown = positionRecords(this.#room);
    for (const position of shown) this.#upsertChanged(diff, 'position', [position.id, position]);
    this.#removeGone(diff, 'position', new Set(shown.map(({ id }) => id)));
  }

  #collectWalls(diff: CityDiff): void {
    const { walls } = this.#room;
    for (const id of walls.takeChanged()) {
      const [room, config] = [walls.get(id), walls.configOf(id)];
      if (room === undefined || config === undefined) changesOf(diff, 'wall').removed.add(id);
      else changesOf(diff, 'wall').upserts.set(id, wallRecord(room, config));
    }
  }

  #collectGeofences(diff: CityDiff): void {
    const { geofences } = this.#room;
    for (const id of geofences.takeChanged()) {
      const fence = geofences.get(id);
      if (fence === undefined) changesOf(diff, 'geofence').removed.add(id);
      else changesOf(diff, 'geofence').upserts.set(id, geofenceRecord(fence));
    }
  }

  #collectFigures(diff: CityDiff): void {
    const room = this.#room;
    const moment = { nowMs: room.nowMs, dayStartMs: startOfCivilDay(room.nowMs, room.config.zone) };
    for (const feed of this.feeds()) {
      this.#feedRates.note(feed.id, feed.received, room.nowMs);
      this.#upsertChanged(diff, 'feed', [feed.id, feed]);
    }
    for (const indicator of indicatorRecords(room, moment))
      this.#upsertChanged(diff, 'indicator', [indicator.id, indicator]);
    for (const trend of trendRecords(room, moment)) this.#upsertChanged(diff, 'trend', [trend.id, trend]);
    for (const heat of heatRecords(room, moment)) this.#upsertChanged(diff, 'heat', [heat.id, heat]);
    const bars = incidentBars(room.incidents.values(), room.nowMs);
    this.#upsertChanged(diff, 'bars', [bars.id, bars]);
    const systems = [...this.#systems.values(), ...ruleNotices(room)];
    for (const system of systems) this.#upsertChanged(diff, 'system', [system.id, system]);
    this.#removeGone(diff, 'system', new Set(systems.map(({ id }) => id)));
    this.#collectPositions(diff);
  }

  #upsertChanged<T extends RecordTableName>(
    diff: CityDiff,
    table: T,
    [key, row]: [string, RecordTables[T]],
  ): void {
    const text = JSON.stringify(row);
    const sentKey = `${table}\0${key}`;
    if (this.#sent.get(sentKey) === text) return;
    this.#sent.set(sentKey, text);
    changesOf(diff, table).upserts.set(key, row);
  }

  /** Rows that were sent and are no more. */
  #removeGone(diff: CityDiff, table: RecordTableName, there: ReadonlySet<string>): void {
    for (const sentKey of this.#sent.keys()) {
      if (!sentKey.startsWith(`${table}\0`)) continue;
      const key = sentKey.slice(table.length + 1);
      if (there.has(key)) continue;
      this.#sent.delete(sentKey);
      changesOf(diff, table).removed.add(key);
    }
  }

  /** Readings per second over the last seconds, for people; 0 until two looks lie 5 s apart. */
  #rate(feed: string): number {
    const { received } = this.#room.ledger.counts(feed);
    const last = this.#rates.get(feed);
    const { nowMs } = this.#room;
    if (last === undefined) {
      this.#rates.set(feed, { received, atMs: nowMs, ratePerS: 0 });
      return 0;
    }
    if (nowMs - last.atMs < 5_000) return last.ratePerS;
    const ratePerS = Math.round(((received - last.received) / (nowMs - last.atMs)) * 1e4) / 10;
    this.#rates.set(feed, { received, atMs: nowMs, ratePerS });
    return ratePerS;
  }
}

function changesOf<T extends RecordTableName>(diff: CityDiff, table: T): RecordsDiff<RecordTables[T]> {
  diff.records[table] ??= { upserts: new Map(), removed: new Set() } as never;
  return diff.records[table] as unknown as RecordsDiff<RecordTables[T]>;
}
