import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

import type { Observation } from '@metropane/city';

import type { FeedBinding } from './feed-binding.ts';
import type { Rejection } from './feed-decoder.ts';
import { makeDecoder } from './make-decoder.ts';
import { parseFeedBindings } from './parse-feed-bindings.ts';

/** For tests only: reads the archives of shared/data through the bindings in `examples/`, and judges them by brute force. */
const REPOSITORY = resolve(import.meta.dirname, '../../..');
const DATA = resolve(process.env['METROPANE_SHARED_DATA'] ?? join(REPOSITORY, '../shared/data'));
const EXAMPLES = join(import.meta.dirname, '../examples');
const DOOR_MS = Date.UTC(2026, 10, 23);
// The server owns the YAML parser; packages read plain objects.
const yaml = createRequire(join(REPOSITORY, 'server/package.json'))('yaml') as {
  parse(text: string): unknown;
};

export interface Archive {
  binding: FeedBinding;
  observations: Observation[];
  rejected: Rejection[];
  skipped: number;
}

export function hasArchive(folder: string): boolean {
  return existsSync(join(DATA, folder));
}

export function oracleOf<T>(folder: string): T {
  return JSON.parse(readFileSync(join(DATA, folder, 'oracle.json'), 'utf8')) as T;
}

export function exampleBindings(name: string): FeedBinding[] {
  const bindings = parseFeedBindings(yaml.parse(readFileSync(join(EXAMPLES, name), 'utf8')), {
    zone: 'Asia/Ho_Chi_Minh',
  });
  if (!bindings.ok) throw new Error(`${name}: ${bindings.message}`);
  return bindings.value;
}

/** Reads every file of the binding's glob, in the order of their names, in chunks that cut lines anywhere. */
export function readArchive(binding: FeedBinding): Archive {
  if (binding.source.kind !== 'file') throw new Error(`${binding.id} reads no file`);
  const archive: Archive = { binding, observations: [], rejected: [], skipped: 0 };
  const decoder = makeDecoder(binding);
  for (const name of globSync(binding.source.path, { cwd: DATA }).sort()) {
    const stream = decoder.openStream(name);
    const bytes = readFileSync(join(DATA, name));
    for (let at = 0; at < bytes.length; at += 65_521)
      take(archive, stream.push(bytes.subarray(at, at + 65_521), DOOR_MS));
    take(archive, stream.end(DOOR_MS));
  }
  return archive;
}

function take(
  archive: Archive,
  part: { observations: Observation[]; rejected: Rejection[]; skipped?: number },
): void {
  for (const observation of part.observations) archive.observations.push(observation);
  archive.rejected.push(...part.rejected);
  archive.skipped += part.skipped ?? 0;
}

export interface FlatReading {
  entity: string;
  metric: string;
  tMs: number;
  arrivalMs: number;
  value: number;
}

export interface Tally {
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  missing: number;
  conflict: number;
  /** Distinct accepted readings, late ones included: what settled windows are made of. */
  settled: FlatReading[];
}

/** What the door decides about each reading, by the letter of the contract and with unlimited memory. */
export function tallyOf({ binding, observations }: Archive): Tally {
  const tally: Tally = {
    received: 0,
    counted: 0,
    duplicate: 0,
    late: 0,
    missing: 0,
    conflict: 0,
    settled: [],
  };
  const seen = new Map<string, number>();
  const newest = new Map<string, number>();
  for (const { domain, entity, tMs, arrivalMs, id, readings } of observations) {
    const key = binding.watermarkPer === 'feed' ? '' : entity;
    const watermark = (newest.get(key) ?? -Infinity) - binding.outOfOrdernessMs;
    const sliceEnd = (Math.floor(tMs / 10_000) + 1) * 10_000;
    for (const { metric, value } of readings) {
      if (value === null) {
        tally.missing++;
        continue;
      }
      tally.received++;
      const identity = JSON.stringify([domain, entity, metric, tMs, id ?? value]);
      const known = seen.get(identity);
      if (known !== undefined) {
        tally.duplicate++;
        if (known !== value) tally.conflict++;
        continue;
      }
      seen.set(identity, value);
      if (sliceEnd + binding.allowedLatenessMs <= watermark) tally.late++;
      else tally.counted++;
      tally.settled.push({ entity, metric, tMs, arrivalMs, value });
    }
    newest.set(key, Math.max(newest.get(key) ?? -Infinity, tMs));
  }
  return tally;
}

export interface Pane {
  entity: string;
  startMs: number;
  n: number;
  sum: number;
  mean: number;
  min: number;
  max: number;
}

/** Tumbling windows `[start, end)` of one metric per entity, by brute force. `shiftMs` moves the alignment (civil days). */
export function panesOf(
  readings: readonly FlatReading[],
  metric: string,
  size: { lengthMs: number; shiftMs?: number },
): Pane[] {
  const { lengthMs, shiftMs = 0 } = size;
  const panes = new Map<string, Pane>();
  for (const { entity, metric: name, tMs, value } of readings) {
    if (name !== metric) continue;
    const startMs = Math.floor((tMs + shiftMs) / lengthMs) * lengthMs - shiftMs;
    const key = `${entity} ${startMs}`;
    const pane = panes.get(key) ?? { entity, startMs, n: 0, sum: 0, mean: 0, min: Infinity, max: -Infinity };
    pane.n++;
    pane.sum += value;
    pane.mean = pane.sum / pane.n;
    pane.min = Math.min(pane.min, value);
    pane.max = Math.max(pane.max, value);
    panes.set(key, pane);
  }
  return [...panes.values()];
}

/** The pane for which `score` is greatest. */
export function greatest<T>(items: readonly T[], score: (item: T) => number): T {
  const first = items[0];
  if (first === undefined) throw new Error('nothing to choose from');
  return items.reduce((best, item) => (score(item) > score(best) ? item : best), first);
}
