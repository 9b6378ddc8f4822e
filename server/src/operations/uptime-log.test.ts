import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UptimeLog } from './uptime-log.ts';

const T = Date.parse('2026-11-23T08:00:00Z');
const MINUTE = 60_000;
const clock = { at: T, nowMs: () => clock.at };
const ALL = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
let dir: string;

beforeEach(() => {
  clock.at = T;
  dir = mkdtempSync(join(tmpdir(), 'uptime-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A run of so many minutes; a crash writes no end of its own. */
function run(minutes: number, how: 'stop' | 'crash' = 'stop'): void {
  const log = new UptimeLog(dir, clock);
  clock.at += minutes * MINUTE;
  if (how === 'stop') log.stop();
  else log.beat();
}

test('a night without the centre is told, an end by a crash is its last beat', () => {
  run(10);
  clock.at += 60 * MINUTE;
  run(5, 'crash');
  clock.at += 30 * MINUTE;
  const log = new UptimeLog(dir, clock);
  expect(log.knownFromMs).toBe(T);
  expect(log.downtimes(ALL)).toEqual([
    { fromMs: T + 10 * MINUTE, toMs: T + 70 * MINUTE },
    { fromMs: T + 75 * MINUTE, toMs: T + 105 * MINUTE },
  ]);
  expect(log.downtimes({ fromMs: T + 60 * MINUTE, toMs: T + 80 * MINUTE })).toEqual([
    { fromMs: T + 60 * MINUTE, toMs: T + 70 * MINUTE },
    { fromMs: T + 75 * MINUTE, toMs: T + 80 * MINUTE },
  ]);
  expect(log.downtimes({ fromMs: T + MINUTE, toMs: T + 2 * MINUTE })).toEqual([]);
  log.stop();
});

test('a line that a crash left half written costs nothing but itself', () => {
  run(10);
  appendFileSync(join(dir, 'uptime.log'), '2026-11-23T08:3');
  clock.at += 20 * MINUTE;
  run(5);
  const log = new UptimeLog(dir, clock);
  expect(log.downtimes(ALL)).toEqual([{ fromMs: T + 10 * MINUTE, toMs: T + 30 * MINUTE }]);
  log.stop();
});

test('a clock that was set back makes no stretch that ends before it begins', () => {
  run(10);
  clock.at -= 5 * MINUTE;
  const log = new UptimeLog(dir, clock);
  expect(log.downtimes(ALL)).toEqual([]);
  log.stop();
});
