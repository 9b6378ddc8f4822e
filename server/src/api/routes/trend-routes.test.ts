import { afterEach, beforeEach, expect, test } from 'vitest';
import { EMPTY_CONFIG } from '../../fold/fold-config.ts';
import type { WindowRow, WindowsQuery } from '../../history/history-query.ts';
import { PipelineRefusal } from '../../pipeline/pipeline-refusal.ts';
import { ADMIN, type HttpTrial, NOW, openHttpTrial } from '../http-server-fixture.ts';

const STEP_MS = 300_000;
const DAY_MS = 86_400_000;
const NAME = { vi: 'a', en: 'a' };

let trial: HttpTrial;
/** What history holds: by start of a five-minute window. */
let answer: (query: WindowsQuery) => WindowRow[];

beforeEach(async () => {
  trial = await openHttpTrial();
  const shown = { name: NAME, unit: 'm', decimals: 2, periodMs: 1, levels: [] };
  trial.deps.foldConfig = () => ({
    ...EMPTY_CONFIG,
    zone: 'UTC',
    trends: [
      {
        ...{ ...shown, id: 'level', panel: 'tide', aggregate: 'last' },
        source: { domain: 'river', metric: 'levelM', entities: ['a'] },
      },
    ],
    indicators: [
      {
        ...{ ...shown, id: 'on-time', kind: 'series', aggregate: 'within' },
        source: { domain: 'transit', metric: 'delayS' },
      },
    ],
  });
  trial.deps.realms.live.history.windows = (query) => {
    trial.questions.push(query);
    const expected = { entities: 1, perHour: 120 };
    return Promise.resolve().then(() => ({ rows: answer(query), finalBeforeMs: NOW - STEP_MS, expected }));
  };
});
afterEach(() => trial.close());

function row(startMs: number, value: number): WindowRow {
  const statistics = { sum: value * 10, mean: value, min: value, max: value, first: value, last: value };
  return {
    ...{ startMs, endMs: startMs + STEP_MS, n: 10, p50: value, p95: value, ...statistics },
    ...{ revision: 0, late: 0, lateUnmerged: 0, exact: true },
  };
}

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const said = await trial.app.inject({ url: path, headers: { authorization: `Bearer ${ADMIN}` } });
  return { status: said.statusCode, body: said.json() };
}

test('windows of a figure carry how many readings they were promised, and whether they may still change', async () => {
  answer = ({ fromMs }) => [row(fromMs, 1.5), row(fromMs + STEP_MS, 1.6)];
  const path = `/api/v1/trends/windows?figure=trend/level&window=PT5M&from=${NOW - 2 * STEP_MS}&to=${NOW}`;
  expect((await get(path)).body).toMatchObject({
    items: [
      { value: 1.5, n: 10, expected: 10, final: true },
      { value: 1.6, n: 10, expected: 10, final: false },
    ],
  });
});

test('what is usual rests on earlier days of the same kind; today is none of them', async () => {
  answer = ({ fromMs }) => [row(fromMs + 12 * 3_600_000, (fromMs / DAY_MS) % 7)];
  const { body } = await get(`/api/v1/trends/usual?figure=trend/level&window=PT5M&at=${NOW}`);
  expect(body).toMatchObject({ kind: 'work', days: 20, asked: 20, expired: 0, why: null });
  const today = Math.floor(NOW / DAY_MS) * DAY_MS;
  expect(trial.questions.every(({ toMs }) => toMs <= today)).toBe(true);
  // Half an hour to either side of noon.
  expect((body.items as unknown[]).length).toBe(13);
});

test('two known days are no band, and the answer says why; days that have expired are told', async () => {
  let asked = 0;
  answer = ({ fromMs }) => {
    asked += 1;
    if (asked > 3) throw new PipelineRefusal('history-expired', 'gone');
    return asked === 3 ? [] : [row(fromMs, 1)];
  };
  expect((await get(`/api/v1/trends/usual?figure=trend/level&window=PT1H&at=${NOW}`)).body).toMatchObject({
    ...{ days: 2, asked: 20, expired: 17, why: 'short-history', items: [] },
  });
});

test('a history that is away is a 503, not a figure without a past', async () => {
  answer = () => {
    throw new PipelineRefusal('history-unavailable', 'the history process ended');
  };
  expect((await get(`/api/v1/trends/usual?figure=trend/level&window=PT5M&at=${NOW}`)).status).toBe(503);
});

test('what cannot be told is refused by name', async () => {
  answer = () => [];
  const windows = `window=PT5M&from=${NOW - STEP_MS}&to=${NOW}`;
  const refused = async (query: string): Promise<unknown> => {
    const { status, body } = await get(`/api/v1/trends/windows?${query}&${windows}`);
    return [status, body.code];
  };
  expect(await refused('figure=indicator/on-time')).toEqual([422, 'not-in-history']);
  expect(await refused('figure=trend/other')).toEqual([404, 'unknown-figure']);
  expect(await refused('domain=river&entity=a')).toEqual([400, 'bad-query']);
  const long = `figure=trend/level&window=PT1M&from=${NOW - 7 * DAY_MS}&to=${NOW}`;
  expect((await get(`/api/v1/trends/windows?${long}`)).status).toBe(413);
});
