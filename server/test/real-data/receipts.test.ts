/**
 * Receipts over recorded water levels that a poller delivered again and again: the civil-day receipts of all wells together must
 * account for every row of the file, and tell re-deliveries and their age as the set's `oracle.json` has them.
 */
import type { Receipt, ReceiptRow } from '@metropane/city';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../start-centre-fixture.ts';
import { CityReader } from './city-reader.ts';
import { exampleBindings, writeFeedsFile } from './feeds-file.ts';
import { LACKS_DATA, oracleOf, SHARED_DATA } from './shared-data.ts';
import { READINGS, waitForArchives } from './whole-archives.ts';

const FEED = 'camau-water';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Midnight in Cà Mau. */
const FIRST_MS = Date.parse('2026-01-31T00:00:00+07:00');
const DAYS = 6;
const RANGE = {
  domain: 'water',
  from: new Date(FIRST_MS).toISOString(),
  to: new Date(FIRST_MS + DAYS * DAY_MS).toISOString(),
};

interface Oracle {
  rows: number;
  distinct_observations: number;
  duplicate_rows: number;
  keys_with_conflicting_values: number;
  rows_with_arrival_lag_gt_1h: number;
}

describe.skipIf(LACKS_DATA)('receipts of recorded data (needs the recorded data)', () => {
  let centre: TestCentre;
  let feedsFile: ReturnType<typeof writeFeedsFile>;
  let days: { query: string; receipt: Receipt }[];

  beforeAll(async () => {
    feedsFile = writeFeedsFile(exampleBindings().filter(({ id }) => id === FEED));
    centre = await startCentre({
      args: ['--no-simulators', '--feeds', feedsFile.path, '--feed-dir', SHARED_DATA],
    });
    const feeds = async () => (await centre.get<{ items: { id: string }[] }>('/api/v1/feeds')).items as never;
    await waitForArchives(feeds, { expected: { [FEED]: READINGS[FEED]! } });
    const rows = await new CityReader(centre).observations(RANGE);
    const series = new Map(rows.map(({ entity, metric }) => [`${entity} ${metric}`, { entity, metric }]));
    days = [];
    for (const { entity, metric } of series.values()) {
      for (let day = 0; day < DAYS; day++) {
        const start = new Date(FIRST_MS + day * DAY_MS).toISOString();
        const query = String(new URLSearchParams({ domain: 'water', entity, metric, window: 'P1D', start }));
        days.push({ query, receipt: await centre.get<Receipt>(`/api/v1/receipts?${query}`) });
      }
    }
  }, 120_000);
  afterAll(async () => {
    await centre?.stop();
    feedsFile?.remove();
  });

  const total = (of: (receipt: Receipt) => number | null): number =>
    days.reduce((sum, { receipt }) => sum + (of(receipt) ?? Number.NaN), 0);

  test('received, counted, duplicates and conflicts are those of the file', () => {
    const oracle = oracleOf<Oracle>('camau_water_mqtt');
    expect({
      rows: total(({ received }) => received),
      distinct_observations: total(({ counted, late }) => counted + late),
      duplicate_rows: total(({ duplicates }) => duplicates),
      keys_with_conflicting_values: total(({ conflicts }) => conflicts),
    }).toEqual({
      rows: oracle.rows,
      distinct_observations: oracle.distinct_observations,
      duplicate_rows: oracle.duplicate_rows,
      keys_with_conflicting_values: oracle.keys_with_conflicting_values,
    });
  });

  test('every receipt adds up, and its value is made of its rows', () => {
    for (const { query, receipt } of days) {
      expect(receipt.check, query).toMatchObject({ holds: true, sumsEqual: true });
      expect(receipt.value?.n ?? 0, query).toBe(receipt.counted + receipt.late - receipt.flagged);
    }
  });

  test('rows tell when each delivery came, the repeated ones too', async () => {
    let late = 0;
    for (const { query, receipt } of days) {
      if (receipt.rowCount === 0) continue;
      const { items } = await centre.get<{ items: ReceiptRow[] }>(
        `/api/v1/receipts/rows?${query}&limit=10000`,
      );
      expect(items, query).toHaveLength(receipt.rowCount);
      late += items.filter(({ t, arrival }) => Date.parse(arrival) - Date.parse(t) > HOUR_MS).length;
    }
    expect(late).toBe(oracleOf<Oracle>('camau_water_mqtt').rows_with_arrival_lag_gt_1h);
  });
});
