/** The same bad payloads as HTTP bodies: the sender is told the code, nothing is lost from the counts, good ones go on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKEN } from '../start-centre-fixture.ts';
import { BAD_MESSAGES } from './bad-messages.ts';
import { BadInputBench, expectKept, expectRefusedBetweenGood } from './bad-input-bench.ts';

const PATH = '/api/v1/observations';
const MIB = 1_048_576;

let bench: BadInputBench;
beforeAll(async () => {
  bench = await BadInputBench.start();
}, 60_000);
afterAll(() => bench?.stop());

const sendGood = async (): Promise<void> => {
  const response = await bench.centre.post(PATH, bench.good().http);
  expect(await response.json()).toEqual({ accepted: 1, duplicate: 0, late: 0, rejected: [] });
};

test.each(BAD_MESSAGES)('$name is refused as $code', async ({ code, item, payload, forHttp }) => {
  const body = Buffer.from(forHttp ?? payload);
  await expectRefusedBetweenGood(bench, 'http', {
    code,
    sendGood,
    async send() {
      const response = await bench.centre.post(PATH, body);
      const answer = (await response.json()) as { code?: string; rejected?: object[] };
      if (item < 0) {
        expect(response.status).toBe(code === 'oversize' ? 413 : 400);
        expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.code).toBe(code);
      } else {
        expect(response.status).toBe(202);
        expect(answer).toMatchObject({ accepted: 0, rejected: [{ index: item, code }] });
      }
    },
  });
  // Beyond the limit of a body nothing is read, so nothing can be kept.
  if (body.length > MIB) return;
  const [letter] = await bench.letters({ feed: 'http', code });
  expect(letter).toMatchObject({ code, index: item });
  expectKept(letter, body);
});

test('an item without a domain or with one of a wrong form is refused alone', async () => {
  const { t } = bench.good();
  const item = { domain: 'air', entity: 'a', t, v: { pm25UgM3: 1 } };
  const response = await bench.centre.post(PATH, [
    { ...item, domain: undefined },
    { ...item, entity: undefined },
    { ...item, domain: 'Air Quality' },
    item,
  ]);
  expect(await response.json()).toMatchObject({
    accepted: 1,
    rejected: [
      { index: 0, code: 'unknown-topic' },
      { index: 1, code: 'unknown-topic' },
      { index: 2, code: 'schema' },
    ],
  });
});

test('a body that is not application/json is refused before it is read as data', async () => {
  const response = await bench.centre.post(PATH, bench.good().http, {
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain' },
  });
  expect(response.status).toBe(415);
});

test('__proto__ in a body changes no object of the centre', async () => {
  await bench.centre.post(
    PATH,
    `{"__proto__":{"isPolluted":true},"domain":"air","entity":"a","t":1,"v":{"a":1}}`,
  );
  await bench.centre.post(
    '/api/v1/reports',
    `{"__proto__":{"isPolluted":true},"id":"p","t":1,"category":"flood","title":"x"}`,
  );
  const { items } = await bench.centre.get<{ items: Record<string, unknown>[] }>('/api/v1/incidents');
  for (const incident of items) expect(incident['isPolluted']).toBeUndefined();
  expect(items.filter((incident) => incident['title'] === 'x')).toEqual([]);
});
