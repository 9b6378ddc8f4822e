/** What is usual, from recorded hours to the rule that judges by it, in a whole centre. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pmRule } from './alarm-fixture.ts';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

const HOUR = 3_600_000;
const WEEKS = 3;
let centre: TestCentre;

beforeAll(async () => {
  centre = await startCentre();
}, 60_000);
afterAll(() => centre?.stop());

const rule = pmRule({
  id: 'unusual',
  inputs: {
    v: { kind: 'window', metric: 'pm25UgM3', window: 'PT1M', statistic: 'last' },
    usual: { kind: 'baseline', metric: 'pm25UgM3', bound: 'high' },
  },
  when: 'v > usual',
  clear: 'v < usual',
  shows: { value: 'v', limit: 'usual' },
});

/** Day and night of a street, and the noise of a sensor. */
const usualAt = (tMs: number): number =>
  40 + 15 * Math.sin(((tMs % (24 * HOUR)) / (24 * HOUR)) * 2 * Math.PI) + ((tMs / HOUR) % 7) * 0.3;

async function tell(
  entity: string,
  readings: readonly (readonly [tMs: number, value: number])[],
): Promise<void> {
  const items = readings.map(([t, value]) => ({ domain: 'air', entity, t, v: { pm25UgM3: value } }));
  for (let i = 0; i < items.length; i += 100) {
    const answer = await centre.post('/api/v1/observations', items.slice(i, i + 100));
    expect(answer.status).toBeLessThan(300);
  }
}

interface Baselines {
  items: {
    series: string;
    state: string;
    version: number;
    quality: { hours: number };
    refused: { code: string };
  }[];
  notJudged: number;
}
const baselines = (query = ''): Promise<Baselines> =>
  centre.get<Baselines>(`/api/v1/baselines?rule=unusual${query}`);
const stateHash = async (): Promise<unknown> =>
  centre.get<{ items: { ruleId: string; entity: string }[] }>('/api/v1/alarms?limit=500');

test('a rule with a baseline judges nothing until one is fitted, and says so; then it finds what is unusual', async () => {
  const nowMs = Date.now();
  const fromMs = Math.floor(nowMs / HOUR) * HOUR - WEEKS * 168 * HOUR;
  const hours = Array.from({ length: WEEKS * 168 }, (_, i): [number, number] => {
    const tMs = fromMs + i * HOUR + 60_000;
    return [tMs, usualAt(tMs)];
  });
  await tell('old', hours);
  await tell('young', hours.slice(-48));
  await tell('old', [[nowMs - 1_000, 400]]);
  expect(
    (await centre.post('/api/v1/rules/unusual', { rule, expectedRevision: 0 }, { method: 'PUT' })).status,
  ).toBe(200);
  expect(await baselines()).toMatchObject({
    items: [
      { series: 'air/old/pm25UgM3', state: 'waiting', version: 0 },
      { series: 'air/young/pm25UgM3', state: 'waiting' },
    ],
    notJudged: 2,
  });
  const preview = await centre.post('/api/v1/rules/unusual/preview', { rule });
  expect(await preview.json()).toMatchObject({ counts: { calls: 0, unknown: 2 } });
  const round = await centre.post('/api/v1/baselines/fit', { rule: 'unusual' });
  expect(await round.json()).toMatchObject({ fitted: 1, refused: 1, left: 0, fault: null });
  const fitted = await baselines();
  expect(fitted).toMatchObject({
    items: [
      { state: 'ready', version: 1, quality: { missingShare: expect.any(Number) } },
      { state: 'refused', version: 0, refused: { code: 'history-too-short', quality: { hours: 48 } } },
    ],
    notJudged: 1,
  });
  expect(fitted.items[0]!.quality.hours).toBeGreaterThanOrEqual(WEEKS * 168 - 1);
  const one = await centre.get<{ items: { hoursOfWeek: { mid: number }[] }[] }>(
    `/api/v1/baselines?series=${encodeURIComponent('air/old/pm25UgM3')}`,
  );
  expect(one.items[0]!.hoursOfWeek).toHaveLength(168);
  expect(one.items[0]!.hoursOfWeek.every(({ mid }) => mid > 15 && mid < 70)).toBe(true);
  // The same reading again: now it is known to be unusual.
  await tell('old', [[Date.now(), 401]]);
  await expect.poll(stateHash).toMatchObject({ items: [{ ruleId: 'unusual', entity: 'old' }] });
  const { items } = await centre.get<{ items: { kind: string; body: string }[] }>(
    '/api/v1/journal?limit=1000',
  );
  expect(items.map(({ kind }) => kind).filter((kind) => kind.startsWith('model-'))).toEqual(
    expect.arrayContaining(['model-fitted', 'model-refused']),
  );
}, 60_000);

test('who asks to fit what no rule asks for is told so', async () => {
  const answer = await centre.post('/api/v1/baselines/fit', { rule: 'nobody' });
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not-found' }]);
  const wide = { ...rule, per: 'city' };
  const refused = await centre.post(
    '/api/v1/rules/unusual',
    { rule: wide, expectedRevision: 1 },
    { method: 'PUT' },
  );
  expect(await refused.json()).toMatchObject({
    code: 'bad-rule',
    fault: { field: 'inputs.usual', code: 'type' },
  });
});
