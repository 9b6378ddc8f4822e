import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, peopleAt } from './people-fixture.ts';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

let centre: TestCentre;
const { admin, refusalOf, signIn, cookieOf, ask, watch } = peopleAt(() => centre);

beforeAll(async () => {
  centre = await startCentre({ args: ['--no-simulators', '--log-level', 'debug'] });
  admin(['user', 'create', 'Lan', '--role', 'operator', '--position', 'p1'], PASSWORD);
  admin(['user', 'create', 'minh', '--role', 'viewer'], PASSWORD);
  admin(['user', 'create', 'fire.1', '--role', 'agency', '--agency', 'fire'], PASSWORD);
  admin(['user', 'create', 'police.1', '--role', 'agency', '--agency', 'police'], PASSWORD);
}, 60_000);
afterAll(async () => {
  await centre?.stop();
});

test('an agency is shown an incident when it is given to it, and no more when it is taken back', async () => {
  const report = { id: 'r1', t: Date.now(), category: 'flood', title: 'Ngập sâu', loc: [106.7, 10.77] };
  const other = { ...report, id: 'r2', category: 'fire', title: 'Cháy nhà', loc: [106.62, 10.85] };
  expect((await centre.post('/api/v1/reports', [report, other])).status).toBe(202);
  const { items } = await centre.get<{ items: { id: string; category: string; revision: number }[] }>(
    '/api/v1/incidents',
  );
  const flood = items.find(({ category }) => category === 'flood')!;
  const fire = await cookieOf('fire.1');
  const socket = await watch(fire, ['records:incident', 'records:timeline']);
  const shown = (): string[] => [...socket.state.records.incident.keys()];
  const listed = async (): Promise<string[]> =>
    (
      (await (await ask('GET', '/api/v1/incidents', { cookie: fire })).json()) as typeof items extends infer T
        ? { items: T }
        : never
    ).items.map(({ id }) => id);
  expect([shown(), await listed()]).toEqual([[], []]);
  let { revision } = flood;
  const act = async (action: object): Promise<void> => {
    const answer = await centre.post(`/api/v1/incidents/${flood.id}/actions`, {
      ...action,
      expectedRevision: revision,
    });
    const told = (await answer.json()) as { revision: number };
    expect(answer.status, JSON.stringify(told)).toBe(200);
    ({ revision } = told);
  };
  await act({ action: 'acknowledge' });
  await act({ action: 'assign', assignee: 'fire' });
  await expect.poll(shown).toEqual([flood.id]);
  await expect.poll(() => [...socket.state.records.timeline.keys()]).toEqual([flood.id]);
  expect(await listed()).toEqual([flood.id]);
  expect((await ask('GET', `/api/v1/incidents/${flood.id}`, { cookie: fire })).status).toBe(200);
  const police = await cookieOf('police.1');
  expect((await ask('GET', `/api/v1/incidents/${flood.id}`, { cookie: police })).status).toBe(404);
  const actAs = async (cookie: string, action: object): Promise<number> =>
    (
      await ask('POST', `/api/v1/incidents/${flood.id}/actions`, {
        cookie,
        body: { ...action, expectedRevision: revision },
      })
    ).status;
  expect(await actAs(police, { action: 'note', text: 'x' })).toBe(404);
  expect(await actAs(fire, { action: 'close', reason: 'x' })).toBe(403);
  expect(await actAs(fire, { action: 'answer', assignee: 'police', answer: 'accepted' })).toBe(403);
  const answered = await ask('POST', `/api/v1/incidents/${flood.id}/actions`, {
    cookie: fire,
    body: { action: 'answer', answer: 'accepted', expectedRevision: revision },
  });
  expect(answered.status).toBe(200);
  ({ revision } = (await answered.json()) as { revision: number });
  expect((await ask('GET', '/api/v1/journal', { cookie: fire })).status).toBe(403);
  expect(
    (
      await ask('POST', `/api/v1/incidents/${flood.id}/personal`, {
        cookie: fire,
        body: { reason: 'call back' },
      })
    ).status,
  ).toBe(403);
  await act({ action: 'withdraw', assignee: 'fire', reason: 'not theirs' });
  await expect.poll(shown).toEqual([]);
  expect([...socket.state.records.timeline.keys()]).toEqual([]);
  expect(await listed()).toEqual([]);
  expect((await ask('GET', `/api/v1/incidents/${flood.id}`, { cookie: fire })).status).toBe(404);
  socket.close();
}, 30_000);

test('a caller is read for a reason that is journalled first, and erased for good', async () => {
  const contact = { name: 'Nguyễn Thị Hoà', phone: '0903 777 888' };
  const report = {
    id: 'c1',
    t: Date.now(),
    category: 'noise',
    title: 'Ồn ào',
    description: 'hàng xóm ở số 9',
    loc: [106.65, 10.8],
    contact,
  };
  expect((await centre.post('/api/v1/reports', report)).status).toBe(202);
  const { items } = await centre.get<{ items: { id: string; category: string; description?: string }[] }>(
    '/api/v1/incidents',
  );
  const noise = items.find(({ category }) => category === 'noise')!;
  expect(noise.description).toBeUndefined();
  const lan = await cookieOf('lan');
  const read = (body: object): Promise<Response> =>
    ask('POST', `/api/v1/incidents/${noise.id}/personal`, { cookie: lan, body });
  expect((await read({})).status).toBe(400);
  expect((await read({ reason: ' ' })).status).toBe(400);
  expect(
    (
      await ask('POST', `/api/v1/incidents/${noise.id}/personal`, {
        cookie: await cookieOf('minh'),
        body: { reason: 'curious' },
      })
    ).status,
  ).toBe(403);
  const answer = await read({ reason: 'call back about the address' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({
    items: [{ source: 'http', id: 'c1', status: 'open', contact, description: 'hàng xóm ở số 9' }],
    files: [],
  });
  const notes = async (kind: string) =>
    (
      await centre.get<{ items: { kind: string; actor: string; body: string }[] }>(
        '/api/v1/journal?limit=1000',
      )
    ).items.filter((entry) => entry.kind === kind);
  const [noted] = await notes('personal-read');
  expect(noted).toMatchObject({ actor: 'lan' });
  expect(JSON.parse(noted!.body)).toMatchObject({
    incidentId: noise.id,
    reason: 'call back about the address',
    reports: [{ source: 'http', id: 'c1' }],
  });
  expect(admin(['erase', '--report', 'http/c1', '--reason', 'asked by the caller'])).toMatchObject({
    erased: 'http/c1',
  });
  expect(await (await read({ reason: 'call back again' })).json()).toEqual({
    items: [{ source: 'http', id: 'c1', status: 'erased' }],
    files: [],
  });
  await expect.poll(async () => (await notes('personal-erased')).length).toBe(1);
  expect(JSON.parse((await notes('personal-erased'))[0]!.body)).toMatchObject({
    identity: ['http', 'c1'],
    reason: 'asked by the caller',
  });
  expect(refusalOf(['erase', '--report', 'http/c1', '--reason', 'again please'])).toContain(
    'is erased already',
  );
  expect(admin(['verify-journal'])).toMatchObject({ status: 'intact' });
}, 30_000);

test('no password, cookie, token or caller stands in a log or in any file', async () => {
  const contact = { phone: '0903 777 888' };
  await centre.post('/api/v1/reports', { id: 'bad', t: 'no time', contact });
  await centre.post('/api/v1/reports', '{"contact":{"phone":"0903 777 888"');
  const letters = await centre.get<{ items: { topic: string; payloadBase64: string }[] }>(
    '/api/v1/dead-letters',
  );
  const texts = letters.items.map((letter) => Buffer.from(letter.payloadBase64, 'base64').toString());
  expect(texts.filter((text) => text.includes('0903 777 888'))).toHaveLength(2);
  expect((await signIn('lan', 'guess number 0')).status).toBe(401);
  const cookie = await cookieOf('lan');
  const secrets = [PASSWORD, 'guess number 0', cookie.split('=')[1]!, '0903 777 888', 'Thị Hoà', 'số 9'];
  for (const secret of secrets) expect(centre.stderr(), secret).not.toContain(secret);
  for (const name of readdirSync(centre.dataDir, { recursive: true, encoding: 'utf8' })) {
    const path = join(centre.dataDir, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    for (const secret of secrets) expect(bytes.includes(secret), `${secret} in ${name}`).toBe(false);
  }
});
