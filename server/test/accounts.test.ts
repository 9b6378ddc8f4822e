import { afterAll, beforeAll, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
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
  admin(['user', 'create', 'root', '--role', 'admin'], PASSWORD);
}, 60_000);
afterAll(async () => {
  await centre?.stop();
});

test('a person signs in with name and password and is who the account says', async () => {
  const answer = await signIn('LAN');
  const cookie = answer.headers.get('set-cookie')!;
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Strict/);
  expect(cookie).toMatch(/; Path=\//);
  const me = await ask('GET', '/api/v1/session', { cookie: cookie.split(';')[0]! });
  expect(await me.json()).toMatchObject({ role: 'operator', name: 'lan', account: 'lan', position: 'p1' });
  expect(me.headers.get('cache-control')).toBe('no-store');
  expect(await (await ask('GET', '/api/v1/session')).json()).toMatchObject({
    role: null,
    methods: ['password'],
  });
});

test('a page of another origin can neither sign in nor out', async () => {
  const cookie = await cookieOf('minh');
  const origin = 'https://evil.example';
  for (const [method, body] of [
    ['POST', { user: 'minh', password: PASSWORD }],
    ['DELETE', undefined],
  ] as const)
    expect((await ask(method, '/api/v1/session', { cookie, origin, ...(body && { body }) })).status).toBe(
      403,
    );
  expect((await ask('GET', '/api/v1/city', { cookie })).status).toBe(200);
  expect((await ask('DELETE', '/api/v1/session', { cookie })).status).toBe(204);
  expect((await ask('GET', '/api/v1/city', { cookie })).status).toBe(401);
});

test('a wrong password and an unknown name get one answer; guessing gets 429 and a time to wait', async () => {
  const answers: Response[] = [];
  for (const user of ['minh', 'nobody'])
    for (let i = 0; i < 6; i++) answers.push(await signIn(user, `guess number ${i}`));
  const [minh, nobody] = [answers.slice(0, 6), answers.slice(6)];
  for (const list of [minh, nobody])
    expect(list!.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
  expect(await minh![0]!.text()).toBe(await nobody![0]!.text());
  expect(Number(minh![5]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

test('who is disabled is out within five seconds, open sockets included; enabled again one signs in anew', async () => {
  admin(['user', 'create', 'tam', '--role', 'operator'], PASSWORD);
  const cookie = await cookieOf('tam');
  const sockets = [
    await watch(cookie, ['records:feed']),
    await watch(await cookieOf('tam'), ['records:feed']),
  ];
  expect(admin(['user', 'disable', 'tam'])).toMatchObject({ name: 'tam', sessionsEnded: 2 });
  const startMs = performance.now();
  await Promise.all(sockets.map((socket) => socket.ended()));
  expect(performance.now() - startMs).toBeLessThan(promisedMs(5_000));
  expect(sockets.map(({ errors }) => errors.map(({ code }) => code))).toEqual([['revoked'], ['revoked']]);
  expect((await ask('GET', '/api/v1/city', { cookie })).status).toBe(401);
  expect((await signIn('tam')).status).toBe(401);
  admin(['user', 'enable', 'tam']);
  expect((await signIn('tam')).status).toBe(200);
}, 20_000);

test('another role or password ends the sessions that the old one opened', async () => {
  const cookie = await cookieOf('tam');
  expect(admin(['user', 'set-role', 'tam', '--role', 'supervisor'])).toMatchObject({ role: 'supervisor' });
  await expect.poll(async () => (await ask('GET', '/api/v1/city', { cookie })).status).toBe(401);
  expect(await (await signIn('tam')).json()).toMatchObject({ role: 'supervisor' });
  admin(['user', 'set-password', 'tam'], 'hai con chó vàng ngoài sân');
  expect((await signIn('tam')).status).toBe(401);
  expect((await signIn('tam', 'hai con chó vàng ngoài sân')).status).toBe(200);
});

test('one sees and ends the own sessions, an admin all, nobody else those of others', async () => {
  const [here, there] = [await cookieOf('lan'), await cookieOf('lan')];
  type Listed = { items: { id: string; account: string; isOwn: boolean }[] };
  const listOf = async (cookie: string): Promise<Listed['items']> =>
    ((await (await ask('GET', '/api/v1/sessions', { cookie })).json()) as Listed).items;
  const own = await listOf(here);
  expect(new Set(own.map(({ account }) => account))).toEqual(new Set(['lan']));
  expect(own.filter(({ isOwn }) => isOwn)).toHaveLength(1);
  const thereId = (await listOf(there)).find(({ isOwn }) => isOwn)!.id;
  const minh = await cookieOf('root');
  const viewer = await cookieOf('police.1');
  expect((await ask('DELETE', `/api/v1/sessions/${thereId}`, { cookie: viewer })).status).toBe(404);
  expect((await ask('DELETE', `/api/v1/sessions/${thereId}`, { cookie: here })).status).toBe(204);
  expect((await ask('GET', '/api/v1/city', { cookie: there })).status).toBe(401);
  expect((await listOf(minh)).some(({ account }) => account === 'lan')).toBe(true);
});

test('one changes the own password; a trivial one is refused with its reason', async () => {
  const cookie = await cookieOf('root');
  const change = (password: string, newPassword: string): Promise<Response> =>
    ask('PUT', '/api/v1/session/password', { cookie, body: { password, newPassword } });
  expect(await (await change(PASSWORD, 'password1234')).json()).toMatchObject({ code: 'password-trivial' });
  expect((await change('not the old one', 'ba cái thuyền trên sông')).status).toBe(401);
  expect((await change(PASSWORD, 'ba cái thuyền trên sông')).status).toBe(204);
  expect((await signIn('root')).status).toBe(401);
  expect((await signIn('root', 'ba cái thuyền trên sông')).status).toBe(200);
});

test('an admin makes and disables accounts over HTTP, and the journal says who did', async () => {
  const cookie = await cookieOf('root', 'ba cái thuyền trên sông');
  const body = { name: 'hoa', password: 'bốn bông hoa sen hồng', role: 'viewer' };
  expect((await ask('POST', '/api/v1/accounts', { cookie, body })).status).toBe(201);
  expect((await ask('POST', '/api/v1/accounts', { cookie, body })).status).toBe(409);
  const hoa = await cookieOf('hoa', body.password);
  expect((await ask('GET', '/api/v1/accounts', { cookie: hoa })).status).toBe(403);
  const disabled = await ask('PATCH', '/api/v1/accounts/hoa', { cookie, body: { disabled: true } });
  expect(await disabled.json()).toMatchObject({ name: 'hoa', disabled: expect.any(String) });
  expect((await ask('GET', '/api/v1/city', { cookie: hoa })).status).toBe(401);
  const { items } = await centre.get<{ items: { kind: string; actor: string; body: string }[] }>(
    '/api/v1/journal?limit=1000',
  );
  const noted = items.filter(({ kind }) => kind === 'account');
  expect(noted.map(({ actor, body: text }) => [actor, (JSON.parse(text) as { act: string }).act])).toEqual([
    ['root', 'create'],
    ['root', 'change'],
  ]);
  expect(JSON.stringify(noted)).not.toContain('bông');
});

test.each([
  [['user', 'create', 'x', '--role', 'viewer'], 'a name has 2 to 64 characters'],
  [['user', 'create', 'lan', '--role', 'viewer'], 'there is an account lan already'],
  [['user', 'create', 'son', '--role', 'king'], '--role must be one of'],
  [['user', 'create', 'son', '--role', 'agency'], 'the role agency needs the id of an agency'],
  [['user', 'create', 'wall1', '--role', 'wall'], 'the role wall is for a machine'],
  [['user', 'disable', 'nobody'], 'there is no account nobody'],
  [['user', 'disable'], 'give the name of the account'],
  [['erase', '--report', 'http', '--reason', 'asked'], '--report must be like'],
  [['erase', '--report', 'http/nothing', '--reason', 'asked for'], 'the journal has no such report'],
])('bad input is told in one sentence: %j', (args, sentence) => {
  const told = refusalOf(args, PASSWORD);
  expect(told).toContain(sentence);
  expect(told.split('\n')).toHaveLength(1);
});
