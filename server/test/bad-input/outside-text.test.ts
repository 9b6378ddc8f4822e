/** Text from outside is text: it comes back letter by letter, and never as something that a browser would run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKEN } from '../start-centre-fixture.ts';
import { BadInputBench } from './bad-input-bench.ts';

const TITLES = [
  '<script>alert(document.domain)</script>',
  '<img src=x onerror="fetch(`//evil.example`)">',
  '"><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '${7*7} {{constructor.constructor("return 1")()}}',
  "'; DROP TABLE incidents; --",
  'Ngập 0,4 m đường Nguyễn Hữu Cảnh \u202Egnp.exe',
];

let bench: BadInputBench;
beforeAll(async () => {
  bench = await BadInputBench.start();
}, 60_000);
afterAll(() => bench?.stop());

interface IncidentJson {
  id: string;
  title: string;
  description?: string;
}

const incidents = async (): Promise<IncidentJson[]> =>
  (await bench.centre.get<{ items: IncidentJson[] }>('/api/v1/incidents')).items;

test.each(TITLES.map((title, i) => [title, i] as const))(
  'the title %s comes back as it was, by HTTP and by MQTT',
  async (title, i) => {
    const report = { t: new Date().toISOString(), category: `kind-${i}`, title, description: title };
    const posted = await bench.centre.post('/api/v1/reports', { ...report, id: `h${i}` });
    expect(await posted.json()).toMatchObject({ accepted: 1 });
    await bench.client.publishAsync(
      'city/v1/report/field',
      JSON.stringify({ ...report, category: `other-${i}`, id: `m${i}` }),
      { qos: 1 },
    );
    expect((await incidents()).filter((incident) => incident.title === title)).toHaveLength(2);
  },
);

test('answers that hold outside text are JSON, and no browser may guess otherwise', async () => {
  const [first] = await incidents();
  for (const path of ['/api/v1/incidents', `/api/v1/incidents/${first!.id}`, '/api/v1/dead-letters']) {
    const response = await fetch(bench.centre.http + path, {
      headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/html' },
    });
    expect(response.headers.get('content-type'), path).toMatch(/^application\/json/);
    expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
  }
});

test('a problem that repeats outside text is JSON too', async () => {
  const evil = encodeURIComponent('<script>alert(1)</script>');
  const response = await fetch(`${bench.centre.http}/api/v1/incidents/${evil}`, {
    headers: { authorization: `Bearer ${TOKEN}`, accept: 'text/html' },
  });
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});
