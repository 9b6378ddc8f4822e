import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng, type Rng } from '@metropane/base';
import type { ReadingOutcome } from '@metropane/city';
import type { AcceptedReading } from '../fold/accepted-reading.ts';
import { HistoryClient } from './history-client.ts';
import { DEFAULT_RETENTION } from './retention.ts';
import { HistoryRowsBuilder } from './history-rows.ts';
import { WINDOW_MS } from './history-query.ts';
import type { ReceiptQuery } from './receipt-query.ts';

/**
 * Receipts of random windows over one day of 500 sensors that speak every 10 s (4.3 million rows and 1.5 % that count nowhere),
 * asked of the history process as the centre asks it; the settled window alone, asked of the same, is what they are compared with.
 */
const SENSORS = 500;
const PERIOD_MS = 10_000;
const DAY_MS = 86_400_000;
const FLUSH_MS = 3_600_000;
const ASKED = 200;
const START_MS = Date.UTC(2026, 10, 22, 17);
const SOURCE = { feed: 'loops', isShared: false, outOfOrdernessMs: 5_000, idleAfterMs: 60_000 };
const ZONE = 'Asia/Ho_Chi_Minh';

export const benches = {
  async 'history.receipt'() {
    const dir = mkdtempSync(join(tmpdir(), 'metropane-receipts-bench-'));
    let failure = '';
    const history = await HistoryClient.start(
      dir,
      { retention: DEFAULT_RETENTION, zone: ZONE, zoneOfFeed: {} },
      (reason) => (failure = reason),
    );
    const rng = makeRng('history.receipt');
    const late = await fillDay(history, rng);
    const receipts: number[] = [];
    const windows: number[] = [];
    let dropped = 0;
    for (let i = 0; i < ASKED; i++) {
      const query = randomQuery(rng);
      const { startMs, ...asked } = query;
      const range = { ...asked, fromMs: startMs, toMs: startMs + 1, maxRows: 1 };
      windows.push(await millisecondsOf(() => history.windows(range)));
      receipts.push(
        await millisecondsOf(async () => {
          const facts = await history.receipt(query);
          if (facts === null || facts.value === null || facts.rowCount < facts.value.n) dropped += 1;
        }),
      );
    }
    history.close();
    rmSync(dir, { recursive: true, force: true });
    if (failure !== '') throw new Error(failure);
    return [p50(receipts, windows), p95(receipts, windows)].map((figure) => ({
      ...figure,
      dropped,
      late,
      n: ASKED,
    }));
  },
};

const p50 = (ours: number[], theirs: number[]) =>
  figureOf('history.receipt.p50', { ours, theirs, share: 0.5 });
const p95 = (ours: number[], theirs: number[]) =>
  figureOf('history.receipt.p95', { ours, theirs, share: 0.95 });

function figureOf(
  name: string,
  { ours, theirs, share }: { ours: number[]; theirs: number[]; share: number },
) {
  const [value, baselineValue] = [rank(ours, share), rank(theirs, share)];
  return {
    name,
    value,
    unit: 'ms',
    baseline: 'the settled window alone',
    baselineValue,
    ratio: value / baselineValue,
  };
}

/** Resolves with the number of late rows. */
async function fillDay(history: HistoryClient, rng: Rng): Promise<number> {
  let builder = new HistoryRowsBuilder();
  let offset = 0;
  let late = 0;
  for (let tMs = START_MS; tMs < START_MS + DAY_MS; tMs += PERIOD_MS) {
    for (let sensor = 0; sensor < SENSORS; sensor++) {
      const outcome = drawOutcome(rng);
      if (outcome === 'late') late += 1;
      offset += 20;
      builder.add(reading({ sensor, tMs, offset, outcome, value: 20 + rng.next() * 40 }));
      if (!builder.isFull) continue;
      await history.append(builder.take());
      builder = new HistoryRowsBuilder();
    }
    if ((tMs - START_MS) % FLUSH_MS !== FLUSH_MS - PERIOD_MS) continue;
    if (builder.length > 0) await history.append(builder.take());
    await history.flush(offset);
  }
  return late;
}

function drawOutcome(rng: Rng): ReadingOutcome {
  const draw = rng.next();
  if (draw < 0.01) return 'duplicate';
  if (draw < 0.015) return 'missing';
  return draw < 0.02 ? 'late' : 'counted';
}

function reading(told: {
  sensor: number;
  tMs: number;
  offset: number;
  outcome: ReadingOutcome;
  value: number;
}): AcceptedReading {
  const { sensor, tMs, offset, outcome, value } = told;
  return {
    feed: 'loops',
    domain: 'traffic',
    entity: `sensor-${sensor}`,
    metric: 'speedKmh',
    tMs: tMs + sensor,
    value: outcome === 'missing' ? Number.NaN : value,
    flag: 1,
    arrivalMs: tMs + sensor + 300,
    id: '',
    outcome,
    watermarkMs: tMs + (outcome === 'late' ? 300_000 : -5_000),
    offset,
  };
}

function randomQuery(rng: Rng): ReceiptQuery {
  const window = (['PT1M', 'PT5M', 'PT1H'] as const)[rng.int(3)]!;
  const lengthMs = WINDOW_MS[window];
  const startMs = START_MS + rng.int(DAY_MS / lengthMs) * lengthMs;
  const entity = `sensor-${rng.int(SENSORS)}`;
  const series = { domain: 'traffic', entity, metric: 'speedKmh', zone: ZONE, zoneOfFeed: {} };
  return { ...series, window, startMs, endMs: startMs + lengthMs, source: SOURCE, isFired: true };
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

function rank(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
