/** Questions that no program means: answered soon, or refused with a sentence; never a fault of the centre. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKEN } from '../start-centre-fixture.ts';
import { BadInputBench } from './bad-input-bench.ts';

const SERIES = 'domain=air&entity=good&metric=pm25UgM3';

let bench: BadInputBench;
beforeAll(async () => {
  bench = await BadInputBench.start();
  await bench.client.publishAsync('city/v1/obs/air/good', bench.good().mqtt, { qos: 1 });
}, 60_000);
afterAll(() => bench?.stop());

test.each(['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S', 'P1D'])(
  '%s of all time that can be written is answered',
  async (window) => {
    for (const [from, to] of [
      ['0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'],
      ['-99999999999999999999', '99999999999999999999'],
    ]) {
      const query = `${SERIES}&window=${encodeURIComponent(window)}&from=${from}&to=${to}`;
      const { items } = await bench.centre.get<{ items: { n: number }[] }>(`/api/v1/windows?${query}`);
      expect(items.length, window).toBe(window === 'PT5M/PT10S' ? 30 : 1);
      expect(items.every((item) => item.n === 1)).toBe(true);
    }
  },
);

test('a range beyond all time is empty', async () => {
  const query = `${SERIES}&window=P1D&from=9000000000000000&to=9100000000000000`;
  expect(await bench.centre.get(`/api/v1/windows?${query}`)).toEqual({ items: [] });
});

test.each([
  `/api/v1/windows?${SERIES}&window=PT7M&from=0&to=1`,
  `/api/v1/windows?${SERIES}&window=PT1M&from=yesterday&to=1`,
  `/api/v1/windows?${SERIES}&window=PT1M&from=2&to=1`,
  `/api/v1/windows?${SERIES}&window=PT1M&from=2025-11-23T08:00:00&to=2025-11-23T09:00:00`,
  '/api/v1/windows?window=PT1M&from=0&to=1',
  '/api/v1/entities?bbox=1,2,3',
])('%s is a problem with a code', async (path) => {
  const response = await fetch(bench.centre.http + path, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ status: 400, code: expect.stringMatching(/^[a-z-]+$/) });
});

test.each([
  `/api/v1/windows?domain=${encodeURIComponent("air' OR '1'='1")}&metric=pm25UgM3&window=PT1M&from=0&to=2000000000000`,
  `/api/v1/windows?domain=air&entity=${encodeURIComponent("'; DROP TABLE tail; --")}&metric=pm25UgM3&window=P1D&from=0&to=2000000000000`,
  `/api/v1/observations?domain=air&metric=${encodeURIComponent("x' UNION SELECT 1 --")}&from=0&to=2000000000000`,
])('text in a question is a value, never SQL: %s', async (path) => {
  expect(await bench.centre.get(path)).toEqual({ items: [] });
  const still = `/api/v1/observations?domain=air&from=0&to=${Date.now()}`;
  expect((await bench.centre.get<{ items: object[] }>(still)).items).toHaveLength(1);
});
