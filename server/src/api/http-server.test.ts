import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '../access/principal.ts';
import { PipelineRefusal } from '../pipeline/pipeline-refusal.ts';
import { ADMIN, type HttpTrial, NOW, openHttpTrial } from './http-server-fixture.ts';

let trial: HttpTrial;
beforeEach(async () => {
  trial = await openHttpTrial();
});
afterEach(() => trial.close());

const auth = { authorization: `Bearer ${ADMIN}` };
const get = (url: string, headers: Record<string, string> = auth) =>
  trial.app.inject({ method: 'GET', url, headers });
const tokenOf = (role: Role, more: { agency?: string } = {}) => trial.tokenOf(role, more);

test('a limit of any whole number is clamped; one that is no number names itself', async () => {
  for (const [asked, taken] of [
    ['0', 1],
    ['-5', 1],
    ['7', 7],
    ['999999', 1000],
  ] as const) {
    await get(`/api/v1/entities?limit=${asked}`);
    expect(trial.calls.at(-1)).toMatchObject({ name: 'entities', limit: taken });
  }
  const refused = await get('/api/v1/entities?limit=many');
  expect(refused.statusCode).toBe(400);
  expect(refused.json()).toMatchObject({
    code: 'bad-request',
    parameter: 'limit',
    detail: expect.stringContaining('limit'),
  });
});

test('a missing or wrong parameter is named', async () => {
  const query = 'domain=air&metric=x&from=0&to=1';
  expect((await get(`/api/v1/windows?${query}`)).json()).toMatchObject({ status: 400, parameter: 'window' });
  expect((await get('/api/v1/incidents?state=lost')).json()).toMatchObject({
    status: 400,
    parameter: 'state',
  });
  expect((await get(`/api/v1/windows?${query}&window=PT1M&from=x`)).json()).toMatchObject({
    status: 400,
    parameter: 'from',
  });
  for (const path of ['observations?domain=air&from=0&to=1', 'incidents?limit=1']) {
    expect((await get(`/api/v1/${path}&cursor=!!`)).json(), path).toMatchObject({
      status: 400,
      code: 'bad-cursor',
    });
  }
});

test('what is not there is a problem document, for the API and for pages', async () => {
  for (const [method, url] of [
    ['GET', '/api/v1/nothing'],
    ['POST', '/api/v1/feeds'],
    ['GET', '/assets/gone.js'],
  ] as const) {
    const answer = await trial.app.inject({ method, url, headers: auth });
    expect([answer.statusCode, answer.headers['content-type']], url).toEqual([
      404,
      'application/problem+json',
    ]);
    expect(answer.json()).toMatchObject({ code: 'not-found', status: 404 });
  }
});

test('HEAD answers like GET without a body', async () => {
  const head = await trial.app.inject({ method: 'HEAD', url: '/api/v1/entities', headers: auth });
  expect([head.statusCode, head.body]).toEqual([200, '']);
  expect((await trial.app.inject({ method: 'HEAD', url: '/api/v1/entities' })).statusCode).toBe(401);
});

test('the shell is never cached, its hashed files for ever, and nothing outside the folder is a file', async () => {
  for (const page of ['/', '/desk', '/desk/incidents', '/wall/main/1', '/signin']) {
    const answer = await get(page, {});
    expect([answer.statusCode, answer.body, answer.headers['cache-control']], page).toEqual([
      200,
      '<!doctype html>shell',
      'no-cache',
    ]);
  }
  expect((await get('/assets/app-1a2b.js', {})).headers['cache-control']).toContain('immutable');
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
  ]) {
    const answer = await get(path, {});
    expect(answer.body, path).not.toContain('secret\n');
    expect([400, 403, 404], path).toContain(answer.statusCode);
  }
});

test('the city is gzip for who takes it, plain for who does not, and 304 for who has it', async () => {
  const zipped = await get('/api/v1/city', { ...auth, 'accept-encoding': 'br, gzip' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.rawPayload).toString()).toBe('{"id":"x"}');
  for (const encoding of [undefined, 'identity', 'gzip;q=0']) {
    const plain = await get(
      '/api/v1/city',
      encoding === undefined ? auth : { ...auth, 'accept-encoding': encoding },
    );
    expect([plain.headers['content-encoding'], plain.body], encoding).toEqual([undefined, '{"id":"x"}']);
  }
  expect((await get('/api/v1/city', { ...auth, 'if-none-match': 'W/"e1"' })).statusCode).toBe(304);
});

test('metrics are for this machine and for admins, not for strangers that a proxy brings', async () => {
  expect((await get('/metrics', {})).statusCode).toBe(200);
  expect((await trial.app.inject({ url: '/metrics', remoteAddress: '192.0.2.7' })).statusCode).toBe(401);
  expect(
    (await trial.app.inject({ url: '/metrics', remoteAddress: '192.0.2.7', headers: auth })).statusCode,
  ).toBe(200);
  expect((await get('/metrics', { 'x-forwarded-for': '192.0.2.7' })).statusCode).toBe(401);
});

test('only our own host names are answered', async () => {
  for (const host of ['evil.example', '127.0.0.1@evil.example', 'localhost.evil.example', '10.0.0.1']) {
    expect((await get('/healthz', { host })).statusCode, host).toBe(421);
  }
  for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
    expect((await get('/healthz', { host })).statusCode, host).toBe(200);
});

test('people and strangers are slowed at 60 a second, a token not even at 1,000', async () => {
  const many = async (n: number, headers: Record<string, string>, question = 'GET /api/v1/session') => {
    const [method, url] = question.split(' ') as ['GET' | 'POST', string];
    const answers = await Promise.all(
      Array.from({ length: n }, () => trial.app.inject({ method, url, headers })),
    );
    return answers.filter((answer) => answer.statusCode === 429);
  };
  expect(await many(1_000, auth, 'GET /healthz')).toEqual([]);
  const principal = trial.deps.access.verifyToken(ADMIN)!;
  const cookie = `${trial.deps.access.cookieName}=${trial.deps.access.openSessionFor(principal, NOW).cookieValue}`;
  const slowed = await many(70, { cookie });
  expect(slowed.length).toBeGreaterThanOrEqual(5);
  expect(slowed[0]!.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
  expect(slowed[0]!.headers['retry-after']).toBeDefined();
  expect((await many(70, {})).length).toBeGreaterThanOrEqual(5);
  expect(
    (await many(70, {}, 'POST /api/v1/nothing')).length,
    'addresses that do not exist',
  ).toBeGreaterThanOrEqual(5);
  expect(await many(70, {}, 'GET /assets/app-1a2b.js'), 'files of the client').toEqual([]);
  expect((await many(700, {}, 'GET /nothing')).length, 'even files').toBeGreaterThanOrEqual(5);
});

test('a refusal has its status: a full disk 507, a moment 503, a fault of ours 500 and a line in the log', async () => {
  const act = () =>
    trial.app.inject({
      method: 'POST',
      url: '/api/v1/incidents/SC-1/actions',
      headers: auth,
      payload: { action: 'claim', expectedRevision: 1 },
    });
  for (const [code, status] of [
    ['insufficient-storage', 507],
    ['journal-busy', 503],
    ['journal-stopped', 503],
    ['pipeline-gone', 503],
    ['pipeline-timeout', 503],
    ['history-unavailable', 503],
    ['history-expired', 410],
    ['internal', 500],
  ] as const) {
    trial.refusal = new PipelineRefusal(code, 'why');
    const answer = await act();
    expect([answer.statusCode, answer.json()['code']], code).toEqual([status, code]);
  }
  expect(trial.reports).toEqual([expect.stringContaining('POST /api/v1/incidents/SC-1/actions')]);
});

test('an agency sees and touches no incident that is not its own; nobody reads what an exercise sends as live', async () => {
  const agency = tokenOf('agency', { agency: 'police' });
  expect((await get('/api/v1/incidents/SC-1', agency)).statusCode).toBe(404);
  const act = { method: 'POST', url: '/api/v1/incidents/SC-1/actions', headers: agency } as const;
  expect(
    (await trial.app.inject({ ...act, payload: { action: 'claim', expectedRevision: 1 } })).statusCode,
  ).toBe(404);
  // It was looked up, and nothing was done.
  expect(new Set(trial.calls.map(({ name }) => name))).toEqual(new Set(['incident']));
  const post = { method: 'POST', url: '/api/v1/observations', headers: tokenOf('simulator') } as const;
  const answer = await trial.app.inject({ ...post, payload: { t: NOW, v: { x: 1 } } });
  expect([answer.statusCode, answer.json()['code']]).toEqual([404, 'unknown-realm']);
  expect(trial.calls.map(({ name }) => name)).toEqual(['incident', 'incident']);
});

test('an offset whose plus was not escaped is understood, and an empty CSV has its columns', async () => {
  const answer = await get(
    '/api/v1/windows?domain=a&metric=x&window=P1D&from=2025-11-23T00:00:00+07:00&to=2025-11-24T00:00:00%2B07:00&format=csv',
  );
  expect(answer.statusCode).toBe(200);
  expect(trial.questions[0]).toMatchObject({
    fromMs: Date.UTC(2025, 10, 22, 17),
    toMs: Date.UTC(2025, 10, 23, 17),
  });
  expect(answer.body).toBe('start,end,n,sum,mean,min,max,first,last,p50,p95,revision,late,final,exact\n');
});

test('the OpenAPI document is 3.1 and names the parameters of every question', async () => {
  const document = (await get('/api/v1/openapi.json', {})).json() as {
    openapi: string;
    info: object;
    paths: Record<string, Record<string, { parameters?: { in: string; name: string }[]; responses: object }>>;
  };
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: expect.any(String), version: expect.any(String) },
  });
  const parametersOf = (path: string) =>
    (document.paths[path]!['get']!.parameters ?? []).map(({ name }) => name).toSorted();
  expect(parametersOf('/api/v1/windows')).toEqual([
    'domain',
    'entity',
    'format',
    'from',
    'metric',
    'realm',
    'to',
    'window',
  ]);
  expect(parametersOf('/api/v1/entities')).toEqual(['bbox', 'cursor', 'domain', 'limit', 'q', 'realm']);
  expect(parametersOf('/api/v1/incidents')).toEqual([
    ...['category', 'cursor', 'limit', 'phase', 'priority', 'q', 'realm', 'state'],
  ]);
  expect(parametersOf('/api/v1/dead-letters')).toEqual(['code', 'cursor', 'feed', 'limit', 'realm']);
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      expect(Object.keys(operation.responses), `${method} ${path}`).not.toEqual([]);
      for (const parameter of operation.parameters ?? [])
        expect(parameter, path).toMatchObject({ schema: expect.anything() });
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
        expect(operation.parameters, path).toContainEqual(
          expect.objectContaining({ in: 'path', name, required: true }),
        );
      }
    }
  }
});

test('a payload that is not kept is 404, a damaged one 410, and viewers get none', async () => {
  expect((await get('/api/v1/payloads/700')).json()).toMatchObject({ status: 404, code: 'not-kept' });
  expect((await get('/api/v1/payloads/x')).json()).toMatchObject({ status: 400, parameter: 'offset' });
  trial.refusal = new PipelineRefusal('payload-damaged', 'bad-crc');
  expect((await get('/api/v1/payloads/700')).json()).toMatchObject({ status: 410, code: 'payload-damaged' });
  trial.refusal = new PipelineRefusal('payloads-unavailable', 'gone');
  expect((await get('/api/v1/payloads/700')).statusCode).toBe(503);
  const [payload, place] = [Uint8Array.of(1), { fromOffset: 700, toOffset: 701 }];
  [trial.refusal, trial.kept] = [null, { topic: 't', feed: 'mqtt', payload, arrivalMs: NOW, ...place }];
  for (const [role, status] of [
    ['operator', 200],
    ['supervisor', 200],
    ['viewer', 403],
    ['feed', 403],
  ] as const) {
    expect((await get('/api/v1/payloads/700', tokenOf(role))).statusCode, role).toBe(status);
  }
});
