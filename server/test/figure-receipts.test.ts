/** What the wall shows against what the raw rows give, through log, fold, follower and history. */
import type { DirectFigureReceipt, FigureReceipt } from '@metropane/city';
import { expect, test } from 'vitest';
import type { FoldConfig, IndicatorConfig } from '../src/fold/fold-config.ts';
import { indicatorConfig } from '../src/fold/room-fixture.ts';
import { indicatorRecords } from '../src/view/panel-records.ts';
import { startReceipts, T } from './receipt-fixture.ts';
import type { ReceiptQuestion } from '../src/pipeline/receipt-messages.ts';

const PM25 = { domain: 'air', metric: 'pm25UgM3' };
const of = (aggregate: IndicatorConfig['aggregate'], over: Partial<IndicatorConfig> = {}): IndicatorConfig =>
  indicatorConfig({ id: aggregate, source: PM25, aggregate, ...over });
const AGGREGATES: IndicatorConfig[] = [
  of('mean'),
  of('max'),
  of('last'),
  of('sumOfMeans'),
  of('within', { band: [10, 20] }),
  of('sum', { spanMs: 900_000 }),
];
const HEAT = {
  id: 'aqi',
  name: { vi: 'AQI', en: 'AQI' },
  unit: 'VN_AQI',
  ...PM25,
  transform: 'vn-aqi-pm25' as const,
  rows: [
    { entity: 'a', name: { vi: 'A', en: 'A' } },
    { entity: 'b', name: { vi: 'B', en: 'B' } },
  ],
  periodMs: 3_600_000,
};
const CONFIG: Partial<FoldConfig> = {
  indicators: [
    ...AGGREGATES,
    indicatorConfig({ id: 'aqi-mean', kind: 'heat-mean', heat: 'aqi' }),
    indicatorConfig({ id: 'open', kind: 'incidents-open' }),
    indicatorConfig({ id: 'online', kind: 'devices-online' }),
    indicatorConfig({ id: 'nothing', kind: 'no-source' }),
  ],
  trends: [
    {
      id: 'line',
      panel: 'p',
      name: { vi: 'l', en: 'l' },
      unit: '',
      decimals: 1,
      source: { ...PM25, entities: ['a'] },
      aggregate: 'mean',
      periodMs: 300_000,
      levels: [],
    },
  ],
  heats: [HEAT],
};
/** Twenty minutes of two stations, one of them twice as often, with values that no binary fraction is. */
const CLOSED = Array.from({ length: 120 }, (_, i) => [
  { s: i * 10, v: 5.1 + (i % 17) / 10 },
  ...(i % 2 === 0 ? [{ s: i * 10 + 1, v: 30.7 - (i % 7) / 3, entity: 'b' }] : []),
]).flat();

type Centre = Awaited<ReturnType<typeof startReceipts>>;
async function figureOf(centre: Centre, asked: Omit<Extract<ReceiptQuestion, { ask: 'figure' }>, 'ask'>) {
  const answer = await centre.ask({ ask: 'figure', ...asked });
  if (answer.status !== 'figure') throw new Error(JSON.stringify(answer));
  return answer.receipt;
}
const statisticOf = async (...args: Parameters<typeof figureOf>) =>
  (await figureOf(...args)) as FigureReceipt;

test('the shown figure of a closed bin without late events is what its raw rows give, for every aggregate', async () => {
  const centre = await startReceipts({}, CONFIG);
  await centre.send(...CLOSED, { s: 0, v: 5.1 });
  await centre.restart({ checkpoint: true });
  for (const { id } of AGGREGATES) {
    const receipt = await statisticOf(centre, { kind: 'indicator', id, binMs: T + 600_000 });
    expect(receipt.shownValue, id).not.toBeNull();
    expect(receipt, id).toMatchObject({
      settledValue: receipt.shownValue,
      value: receipt.shownValue,
      differsBecause: null,
    });
    expect(receipt.check, id).toMatchObject({ holds: true, sumsEqual: true });
    const bins = id === 'sum' ? 3 : 1;
    expect(receipt, id).toMatchObject({ n: 45 * bins, entities: 2, entitiesExpected: 2, expected: null });
    if (id === 'sumOfMeans') expect(receipt.contributors[0]!.value).toBeLessThan(7);
    expect(
      receipt.contributors.map(({ entity, n, name }) => [entity, n, name?.en]),
      id,
    ).toEqual([
      ['a', 30 * bins, 'Le Duan'],
      ['b', 15 * bins, undefined],
    ]);
  }
  const line = await statisticOf(centre, { kind: 'trend', id: 'line', binMs: T });
  expect(line).toMatchObject({
    n: 30,
    duplicates: 1,
    expected: 30,
    completeness: 1,
    differsBecause: null,
    end: '2026-11-23T08:05:00.000Z',
  });
  expect(line.settledValue).toBe(line.shownValue);
  const cell = await statisticOf(centre, { kind: 'heat', id: 'aqi', row: 'b', binMs: T });
  expect(cell).toMatchObject({ n: 60, row: 'b', differsBecause: null });
  expect(cell.settledValue).toBe(cell.shownValue);
  expect(Number.isInteger(cell.shownValue)).toBe(true);
});

test('the newest bin and the tile say the same, and a mean over a heat map is made of its cells', async () => {
  const centre = await startReceipts({}, CONFIG);
  await centre.send(...CLOSED);
  const records = indicatorRecords(centre.pipeline.room, { nowMs: centre.pipeline.clock.ms, dayStartMs: T });
  for (const record of records.filter(({ id }) => id !== 'open' && id !== 'online')) {
    const receipt = await figureOf(centre, { kind: 'indicator', id: record.id });
    expect(receipt.value, record.id).toBe(record.value);
  }
  const mean = await statisticOf(centre, { kind: 'indicator', id: 'aqi-mean' });
  expect(mean).toMatchObject({
    n: 180,
    entities: 2,
    entitiesExpected: 2,
    differsBecause: null,
    check: { holds: true, sumsEqual: true },
  });
  expect(mean.shownValue).toBe((mean.contributors[0]!.value + mean.contributors[1]!.value) / 2);
  expect(mean.settledValue).toBe(mean.shownValue);
});

test('late events are what a shown figure differs by, and are named', async () => {
  const centre = await startReceipts({}, CONFIG);
  await centre.send(...CLOSED, { s: 301, v: 900 }, { s: 302, v: 900 });
  expect(await statisticOf(centre, { kind: 'indicator', id: 'mean' })).toMatchObject({ open: true });
  const receipt = await statisticOf(centre, { kind: 'indicator', id: 'mean', binMs: T + 300_000 });
  expect(receipt).toMatchObject({ open: false, late: 2, n: 47, differsBecause: 'late events (2)' });
  expect(receipt.settledValue).toBeGreaterThan(receipt.shownValue!);
  expect(receipt.check).toMatchObject({ counted: 45, late: 2, holds: true, sumsEqual: true });
});

test('a flagged or missing value is in no figure, and a bin without readings has no value', async () => {
  const centre = await startReceipts({}, CONFIG);
  await centre.send({ s: 1, v: 3 }, { s: 2, v: 900, flag: 4 }, { s: 3, v: null });
  expect(await statisticOf(centre, { kind: 'indicator', id: 'mean' })).toMatchObject({
    value: 3,
    n: 1,
    check: { counted: 2, received: 2 },
  });
  const empty = await statisticOf(centre, { kind: 'indicator', id: 'mean', binMs: T + 3_600_000 });
  expect(empty).toMatchObject({
    value: null,
    shownValue: null,
    settledValue: null,
    n: 0,
    asOf: null,
    contributors: [],
  });
  expect(empty.check).toMatchObject({ sumOfRows: null, sumShown: null, sumsEqual: true });
});

test('figures that count things list them; what has no bins takes none, what is not there is unknown', async () => {
  const centre = await startReceipts({}, CONFIG);
  await centre.send({ s: 1, v: 3 }, { s: 2, v: 3, entity: 'b' });
  const report = {
    id: 'r1',
    t: centre.pipeline.clock.ms,
    category: 'flood',
    title: 'Ngập',
    loc: [106.7, 10.8],
  };
  const payload = new TextEncoder().encode(JSON.stringify(report));
  await centre.pipeline.core.takeMessage('http', {
    topic: 'reports',
    payload,
    arrivalMs: centre.pipeline.clock.ms,
  });
  const open = (await figureOf(centre, { kind: 'indicator', id: 'open' })) as DirectFigureReceipt;
  expect(open).toMatchObject({ value: 1, n: 1, items: [{ title: 'Ngập', state: 'new' }] });
  const online = (await figureOf(centre, { kind: 'indicator', id: 'online' })) as DirectFigureReceipt;
  expect(online).toMatchObject({ value: 100, n: 2, items: [{ entity: 'a', online: true }, { entity: 'b' }] });
  expect(await figureOf(centre, { kind: 'indicator', id: 'nothing' })).toMatchObject({
    value: null,
    items: [],
  });
  expect(await centre.ask({ ask: 'figure', kind: 'indicator', id: 'open', binMs: T })).toEqual({
    status: 'no-bins',
  });
  expect(await centre.ask({ ask: 'figure', kind: 'indicator', id: 'mean', binMs: T + 140_000 })).toEqual({
    status: 'misaligned',
    nearestMs: T,
  });
  expect(await centre.ask({ ask: 'figure', kind: 'trend', id: 'mean' })).toMatchObject({ status: 'unknown' });
  expect(await centre.ask({ ask: 'figure', kind: 'heat', id: 'aqi', row: 'c' })).toMatchObject({
    status: 'unknown',
  });
});
