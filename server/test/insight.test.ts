/** What a supervisor is told about an incident, a ward and two periods, against what the raw answers of the centre give. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';
import type { TestCentre } from './start-centre-fixture.ts';

const STEP_MS = 5 * 60_000;
const WEEK_MS = 7 * 86_400_000;
const STEPS = 13;
const PLACE = { lon: 106.7209, lat: 10.7925 };

let centre: TestCentre;
/** Start of the hour around the incident: its end has passed. */
let fromMs: number;
let openedMs: number;

beforeAll(async () => {
  centre = await startCentre();
  fromMs = (Math.floor(Date.now() / STEP_MS) - STEPS) * STEP_MS;
  openedMs = fromMs + 6 * STEP_MS + 60_000;
  for (const entity of ['nguyen-huu-canh', 'calmette']) {
    const items = [8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap((week) =>
      Array.from({ length: STEPS }, (_, step) => ({
        domain: 'flood',
        entity,
        t: fromMs - week * WEEK_MS + step * STEP_MS + 1_000,
        v: { depthCm: valueAt(entity, week, step) },
      })),
    );
    const response = await centre.post('/api/v1/observations', items);
    if (response.status !== 202) throw new Error(await response.text());
  }
  const report = { id: 'r1', t: openedMs, category: 'flood', title: 'Ngập sâu', entity: 'nguyen-huu-canh' };
  const told = await centre.post('/api/v1/reports', { ...report, loc: [PLACE.lon, PLACE.lat] });
  if (told.status !== 202) throw new Error(await told.text());
}, 60_000);

afterAll(async () => {
  await centre.stop();
});

/** Both stand at some centimetres; one is flooded in the hour around the incident. */
function valueAt(entity: string, week: number, step: number): number {
  const usual = 2 + ((week * 7 + step * 3) % 5);
  return entity === 'nguyen-huu-canh' && week === 0 && step >= 6 ? usual + 40 : usual;
}

interface Insight {
  series: {
    domain: string;
    entity: string;
    metric: string;
    relation: { kind: string };
    values: (number | null)[];
    surprise: {
      kind: string;
      z: number;
      weeks: number;
      n: number;
      asFar: number;
      peak: number;
      value: number;
    };
  }[];
  seriesProblem: string | null;
  span: { fromMs: number; toMs: number };
  network: { key: string; kind: string; side: string }[];
  anchors: { key: string }[];
}

test('the flooded gauge comes first, judged by the same hour of eight weeks, and each value is a settled window', async () => {
  const { items } = await centre.get<{ items: { id: string }[] }>('/api/v1/incidents');
  const insight = await centre.get<Insight>(`/api/v1/incidents/${items[0]!.id}/insight`);
  expect(insight).toMatchObject({ seriesProblem: null, span: { fromMs } });
  expect(insight.anchors.map(({ key }) => key)).toContain('flood/nguyen-huu-canh');
  expect(insight.network).toContainEqual(
    expect.objectContaining({ key: 'river/phu-an', kind: 'drain', side: 'from' }),
  );
  const first = insight.series[0]!;
  expect(first).toMatchObject({
    entity: 'nguyen-huu-canh',
    metric: 'depthCm',
    relation: { kind: 'anchor' },
    surprise: { kind: 'ranked', weeks: 8, n: 8 * STEPS, asFar: 0 },
  });
  const past = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((week) =>
    Array.from({ length: STEPS }, (_, step) => valueAt('nguyen-huu-canh', week, step)),
  );
  expect(first.surprise.z).toBeCloseTo(zByHand(past, Math.max(...first.values.map(Number))), 9);
  const span = `from=${fromMs}&to=${fromMs + STEPS * STEP_MS}`;
  const windows = await centre.get<{ items: { mean: number }[] }>(
    `/api/v1/windows?domain=flood&entity=nguyen-huu-canh&metric=depthCm&window=PT5M&${span}`,
  );
  expect(first.values).toEqual(windows.items.map(({ mean }) => mean));
  const silent = insight.series.find(({ entity }) => entity === 'phu-an');
  expect(silent).toMatchObject({ surprise: { kind: 'too-few', n: 0, weeks: 0 } });
});

function zByHand(past: readonly number[], value: number): number {
  const middle = (values: readonly number[]): number => {
    const sorted = values.toSorted((a, b) => a - b);
    return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
  };
  const median = middle(past);
  return (value - median) / (1.4826 * middle(past.map((each) => Math.abs(each - median))));
}

test('a ward has the incidents that lie in it, and nothing is said of so few', async () => {
  const { items } = await centre.get<{ items: { id: string; unit?: { code: string } }[] }>(
    '/api/v1/incidents',
  );
  const code = items[0]!.unit!.code;
  const period = `from=${fromMs - WEEK_MS}&to=${Date.now() + 60_000}`;
  const areas = await centre.get<{ items: { code: string; opened: number }[]; coverage: object }>(
    `/api/v1/areas?${period}`,
  );
  expect(areas).toMatchObject({
    items: [{ code, opened: items.length }],
    coverage: { missing: 0, isComplete: true },
  });
  const area = await centre.get<Record<string, unknown>>(`/api/v1/areas/${code}?${period}`);
  expect(area).toMatchObject({
    figures: { opened: 1, clocks: { acknowledged: { inTime: { share: null, interval: null } } } },
    incidents: [{ id: items[0]!.id }],
    incidentsInAll: 1,
    measuresProblem: null,
  });
  await expect(centre.get(`/api/v1/areas/nowhere?${period}`)).rejects.toThrow('404');
  await expect(centre.get(`/api/v1/areas?from=${fromMs}&to=${fromMs}`)).rejects.toThrow('400');
  const agencies = await centre.get<{ items: object[] }>(`/api/v1/agencies?${period}`);
  expect(agencies.items).toEqual([]);
});

test('two weeks stand beside each other by civil time, with what both know', async () => {
  const day = new Date(fromMs + 7 * 3_600_000).toISOString().slice(0, 10);
  const query = `domain=flood&entity=nguyen-huu-canh&metric=depthCm&window=PT5M&from=${day}&days=2&stat=max`;
  const answer = await centre.get<{
    items: { start: string; now: { value: number } | null; before: { value: number } | null }[];
    summary: { common: number; now: number; before: number };
  }>(`/api/v1/compare?${query}&against=days:14`);
  const bin = answer.items.find(({ start }) => Date.parse(start) === fromMs + 8 * STEP_MS)!;
  expect(bin.now?.value).toBe(valueAt('nguyen-huu-canh', 0, 8));
  expect(bin.before?.value).toBe(valueAt('nguyen-huu-canh', 2, 8));
  expect(answer.summary).toMatchObject({ common: STEPS });
  const opened = await centre.get<{ items: { now: { value: number } | null }[] }>(
    `/api/v1/compare?what=incidents-opened&window=PT1H&from=${day}&days=2`,
  );
  const known = opened.items.flatMap(({ now }) => (now === null ? [] : [now.value]));
  // The hour in which the centre began is not known as a whole.
  expect(known.reduce((all, value) => all + value, 0)).toBeLessThanOrEqual(1);
  for (const wrong of ['against=days:0', 'against=never', 'days=99', 'from=2026-02-30'])
    await expect(centre.get(`/api/v1/compare?${query}&${wrong}`)).rejects.toThrow('400');
});
