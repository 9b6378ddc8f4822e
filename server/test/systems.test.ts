import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';

interface FigureJson {
  code: string;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  n: number | null;
  formula: { vi: string; en: string };
  origin: string;
  published: { vintage: string | null; status: string; vintages: number } | null;
  asOf: string | null;
}
interface SystemJson {
  code: string;
  status: string;
  headline: FigureJson[];
}
interface DetailJson extends SystemJson {
  figures: FigureJson[];
  open: number | null;
  overdue: number | null;
  units: { code: string; received: number | null; isSuppressed: boolean; open: number | null }[];
  vintages: { code: string; items: { value: number | null; status: string }[] }[];
}

const dataDir = mkdtempSync(join(tmpdir(), 'metropane-systems-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
const HOUR_MS = 3_600_000;
const SECRET = 'Nguyễn Thị Bí Mật';

/** What must be the same before and after: without the moment of asking and the ages at it. */
function lasting(text: unknown): unknown {
  return JSON.parse(
    JSON.stringify(text, (key, value: unknown) => (key === 'at' || key === 'ageMs' ? undefined : value)),
  );
}

test('cases and indicators become figures with formula and age, and kill -9 changes none of them', async () => {
  const now = Date.now();
  const centre = await startCentre({ dataDir });
  const list = await centre.get<{ items: SystemJson[] }>('/api/v1/systems');
  expect(list.items.map(({ code }) => code)).toHaveLength(13);
  expect(list.items.filter(({ status }) => status === 'never-heard')).toHaveLength(12);
  const own = list.items.find(({ code }) => code === 'operations-centre')!;
  expect(own.status).toBe('own');
  expect(own.headline.map(({ origin }) => origin)).toContain('own');
  const neverHeard = list.items.find(({ code }) => code === 'one-stop')!;
  expect(neverHeard.headline.map(({ value }) => value)).toEqual(neverHeard.headline.map(() => null));

  const file = ([id, state]: readonly [string, string], at: number, more: object = {}): object => ({
    ...{ system: 'one-stop', id, state, t: now + at * HOUR_MS, unit: '25747', agency: 'sxd' },
    ...more,
  });
  const cases = [
    file(['a', 'received'], -40, { dueAt: now - HOUR_MS, channel: 'online', applicant: SECRET }),
    file(['a', 'resolved'], -20),
    file(['b', 'received'], -40, { dueAt: now - HOUR_MS, channel: 'counter' }),
    file(['b', 'resolved'], -0.5),
    file(['c', 'received'], -40, { dueAt: now - HOUR_MS, channel: 'online' }),
    file(['d', 'received'], -1, { unit: 'nobody-knows-this-unit' }),
    { system: 'petitions', id: 'p', state: 'received', t: now - HOUR_MS, unit: '25747' },
    { system: 'nobody-knows', id: 'x', state: 'received', t: now },
  ];
  const cpi = {
    system: 'forecast-centre',
    code: 'cpi-growth',
    t: now - HOUR_MS,
    period: '2026-10',
    unit: '%',
  };
  const indicators = [
    { ...cpi, value: 3.1, vintage: '1', status: 'estimate' },
    { ...cpi, value: 3.4, vintage: '2', status: 'preliminary', t: now },
    { ...cpi, code: 'interval-coverage', numerator: 0, denominator: 0, vintage: '1', status: 'official' },
  ];
  const answer = await (await centre.post('/api/v1/cases', cases)).json();
  expect(answer).toMatchObject({ accepted: cases.length, rejected: [] });
  expect((await centre.post('/api/v1/indicators', indicators)).status).toBe(202);

  const oneStop = await centre.get<DetailJson>('/api/v1/systems/one-stop');
  const figure = (of: DetailJson, code: string): FigureJson => of.figures.find((one) => one.code === code)!;
  expect(figure(oneStop, 'on-time')).toMatchObject({ value: 50, numerator: 1, denominator: 2, n: 2 });
  expect(figure(oneStop, 'online')).toMatchObject({ numerator: 2, denominator: 3 });
  expect(figure(oneStop, 'online-payment')).toMatchObject({ value: null, denominator: 0 });
  expect(figure(oneStop, 'overdue-open')).toMatchObject({ value: 1 });
  expect(oneStop).toMatchObject({ status: 'connected', open: 2, overdue: 1 });
  expect(oneStop.units.map(({ code, received }) => [code, received])).toEqual([
    ['25747', 3],
    ['unknown', 1],
  ]);
  expect(figure(oneStop, 'on-time').formula.vi).toContain('hạn');
  const petitions = await centre.get<DetailJson>('/api/v1/systems/petitions');
  expect(petitions.units).toMatchObject([{ code: '25747', isSuppressed: true, received: null, open: null }]);
  const forecast = await centre.get<DetailJson>('/api/v1/systems/forecast-centre');
  expect(figure(forecast, 'cpi-growth')).toMatchObject({
    value: 3.4,
    published: { status: 'preliminary', vintages: 2 },
  });
  expect(figure(forecast, 'interval-coverage')).toMatchObject({ value: null, denominator: 0 });
  expect(forecast.vintages.find(({ code }) => code === 'cpi-growth')!.items).toMatchObject([
    { value: 3.4 },
    { value: 3.1 },
  ]);
  expect((await fetch(`${centre.http}/api/v1/systems`)).status).toBe(401);
  await expect(centre.get('/api/v1/systems/metro')).rejects.toThrow('unknown-system');

  const paths = ['one-stop', 'petitions', 'forecast-centre'].map((code) => `/api/v1/systems/${code}`);
  const before = await Promise.all(paths.map((path) => centre.get(path)));
  expect(JSON.stringify(before)).not.toContain(SECRET);
  expect(readFileSync(join(dataDir, 'offices.db')).includes(SECRET)).toBe(false);
  await centre.kill();

  const again = await startCentre({ dataDir });
  expect(lasting(await Promise.all(paths.map((path) => again.get(path))))).toEqual(lasting(before));
  await again.stop();
  // The tables are worth nothing that the journal has not: without them the answers are the same.
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `offices.db${end}`), { force: true });
  const anew = await startCentre({ dataDir });
  expect(lasting(await Promise.all(paths.map((path) => anew.get(path))))).toEqual(lasting(before));
  await anew.stop();
});
