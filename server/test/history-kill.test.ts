/** kill -9 of the history process while it appends, flushes, merges and lets partitions expire: no row is lost, none counts twice. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeRng, type Rng } from '@metropane/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AcceptedReading } from '../src/fold/accepted-reading.ts';
import type { Manifest } from '../src/history/file-manifest.ts';
import { HistoryClient, HistoryUnavailable } from '../src/history/history-client.ts';
import {
  DAY_0_MS,
  DAY_MS,
  exactPart,
  makeQuery,
  makeReading,
  toBlocks,
  ZONE,
} from '../src/history/history-fixture.ts';
import { HistoryStore } from '../src/history/history-store.ts';
import { PANE_WINDOWS } from '../src/history/pane-sql.ts';
import { DEFAULT_RETENTION, type HistoryRetention } from '../src/history/retention.ts';

const KILLS = process.env['METROPANE_TEST_FULL'] === '1' ? 60 : 5;
const ROWS_PER_ROUND = 4_000;
const DOMAINS = ['air', 'traffic'];
const ENTITIES = ['a', 'b', 'c'];

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-history-kill-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

/** As the log would hold it: the rows of the next round, over a few days of arrival and two domains. */
function nextReadings(rng: Rng, log: AcceptedReading[]): AcceptedReading[] {
  let offset = log.at(-1)?.offset ?? 0;
  return Array.from({ length: ROWS_PER_ROUND }, (_, i) => {
    const arrivalMs = DAY_0_MS + rng.int(3) * DAY_MS + rng.int(DAY_MS);
    return makeReading({
      offset: (offset += 1 + rng.int(90)),
      domain: DOMAINS[rng.int(2)]!,
      entity: ENTITIES[rng.int(3)]!,
      tMs: arrivalMs - rng.int(7_200_000),
      // Unlike any other: a row that is kept twice is seen twice.
      value: log.length + i,
      arrivalMs,
      id: rng.next() < 0.2 ? `id-${offset}` : '',
      outcome: rng.next() < 0.1 ? 'late' : 'counted',
    });
  });
}

/** Hands over what history has not covered, as a follower does after a restart, and ends the process at a random moment. */
async function feedAndKill(rng: Rng, retention: HistoryRetention, log: AcceptedReading[]): Promise<void> {
  const client = await HistoryClient.start(
    join(dir, 'history'),
    { retention, zone: ZONE, zoneOfFeed: {} },
    () => undefined,
  );
  const { coveredOffset } = await client.stats();
  // Some of it again: history knows what it has.
  const first = log.findIndex((reading) => reading.offset > coveredOffset);
  const again = log.slice(Math.max(0, first - rng.int(100)));
  const calls: Promise<unknown>[] = [];
  for (let from = 0; from < again.length;) {
    const part = again.slice(from, (from += 1 + rng.int(600)));
    for (const block of toBlocks(part)) calls.push(client.append(block));
    if (rng.next() < 0.7) calls.push(client.flush(part.at(-1)!.offset));
    if (rng.next() < 0.3) calls.push(client.windows(makeQuery({ domain: 'air' })));
  }
  const outcomes = Promise.allSettled(calls);
  // Long enough that in one round nothing and in another everything is done when it ends.
  await pause(rng.int(600));
  process.kill(client.pid, 'SIGKILL');
  for (const outcome of await outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(HistoryUnavailable);
  await expect(client.stats()).rejects.toThrow('SIGKILL');
}

/** What a crash of an older build, or of a copying tool, may have left. */
function plantHalfFiles(): void {
  const folder = join(dir, 'history', 'raw', 'date=2026-11-23', 'domain=air');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '1-9-9.parquet'), 'PAR1 half of a file');
  writeFileSync(join(folder, '1-9-9.parquet.tmp'), '');
  writeFileSync(join(dir, 'history', 'manifest.json.tmp'), '{"version":2,"fil');
}

/** Opens what is left in this process and hands over the rest of the log. */
async function reopen(retention: HistoryRetention, log: AcceptedReading[]): Promise<HistoryStore> {
  const store = await HistoryStore.open(join(dir, 'history'), { retention, zone: ZONE });
  for (const block of toBlocks(log)) await store.append(block);
  await store.flush(log.at(-1)!.offset);
  await store.maintain();
  expect(store.stats.fault).toBeNull();
  return store;
}

function expectOnlyListedFiles(): void {
  const { files, panes } = JSON.parse(
    readFileSync(join(dir, 'history', 'manifest.json'), 'utf8'),
  ) as Manifest;
  const found = readdirSync(join(dir, 'history'), { recursive: true, encoding: 'utf8' });
  expect(found.filter((path) => path.includes('.parquet')).toSorted()).toEqual(
    [...files, ...panes].map((file) => file.path).toSorted(),
  );
}

test(`kill -9 (${KILLS} times) while it appends, flushes and merges: history equals one that was never killed`, async () => {
  const rng = makeRng('history-kill');
  const retention = { ...DEFAULT_RETENTION, rawMaxAgeMs: Infinity };
  const log: AcceptedReading[] = [];
  for (let round = 0; round < KILLS; round++) {
    log.push(...nextReadings(rng, log));
    await feedAndKill(rng, DEFAULT_RETENTION, log);
    if (round % 2 === 0) plantHalfFiles();
  }
  const store = await reopen(retention, log);
  const oracle = await HistoryStore.open(join(dir, 'oracle'), { zone: ZONE });
  for (const block of toBlocks(log)) await oracle.append(block);
  expect(store.stats.rows).toBe(log.length);
  for (const domain of DOMAINS) {
    for (const window of ['PT1M', 'PT1H', 'P1D'] as const) {
      for (const entity of [...ENTITIES, undefined]) {
        const query = makeQuery({ domain, window, ...(entity === undefined ? {} : { entity }) });
        const expected = (await oracle.windows(query)).map(exactPart);
        expect((await store.windows(query)).map(exactPart), `${domain} ${window} ${entity}`).toEqual(
          expected,
        );
        expect(expected.length).toBeGreaterThan(2);
      }
    }
    const all = { domain, fromMs: 0, toMs: DAY_0_MS + 9 * DAY_MS, limit: 1e6 };
    expect(await store.observations(all)).toEqual(await oracle.observations(all));
  }
  store.close();
  oracle.close();
  expectOnlyListedFiles();
}, 600_000);

test(`kill -9 (${KILLS} times) while partitions expire: every reading is in a statistic or named as unmerged, once`, async () => {
  const rng = makeRng('history-kill-expiry');
  // What was stored a moment ago is old already.
  const retention = { ...DEFAULT_RETENTION, rawMaxAgeMs: 100 };
  const log: AcceptedReading[] = [];
  for (let round = 0; round < KILLS; round++) {
    log.push(...nextReadings(rng, log));
    await feedAndKill(rng, retention, log);
    if (round % 2 === 0) plantHalfFiles();
  }
  const store = await reopen(retention, log);
  expect(store.stats.paneRows).toBeGreaterThan(0);
  for (const domain of DOMAINS) {
    for (const window of PANE_WINDOWS) {
      for (const entity of [...ENTITIES, undefined]) {
        const rows = await store.windows(
          makeQuery({ domain, window, ...(entity === undefined ? {} : { entity }) }),
        );
        const mine = log.filter((r) => r.domain === domain && (entity ?? r.entity) === r.entity);
        const expected = new Map<number, number>();
        for (const { tMs } of mine) {
          const start = rows.find((row) => row.startMs <= tMs && tMs < row.endMs)?.startMs ?? Number.NaN;
          expected.set(start, (expected.get(start) ?? 0) + 1);
        }
        const what = `${domain} ${window} ${entity ?? 'all'}`;
        expect(new Map(rows.map((row) => [row.startMs, row.n + row.lateUnmerged])), what).toEqual(expected);
        for (const row of rows) expect(row.exact, what).toBe(row.lateUnmerged === 0);
      }
    }
  }
  store.close();
  expectOnlyListedFiles();
}, 600_000);

test('a second process on the folder begins when the first has ended, and knows what that one wrote last', async () => {
  const [reading] = nextReadings(makeRng('history-lock'), []);
  const options = { retention: DEFAULT_RETENTION, zone: ZONE, zoneOfFeed: {} };
  const start = () => HistoryClient.start(join(dir, 'history'), options, () => undefined);
  const first = await start();
  let isOpen = false;
  const second = start().then((client) => {
    isOpen = true;
    return client;
  });
  // Long enough that one that does not wait has opened.
  for (let i = 0; i < 60 && !isOpen; i++) await pause(50);
  for (const block of toBlocks([reading!])) await first.append(block);
  await first.flush(reading!.offset);
  expect(isOpen).toBe(false);
  first.close();
  const { coveredOffset, rows } = await (await second).stats();
  expect({ coveredOffset, rows }).toEqual({ coveredOffset: reading!.offset, rows: 1 });
  (await second).close();
}, 120_000);
