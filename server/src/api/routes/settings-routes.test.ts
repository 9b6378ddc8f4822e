import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROLES } from '../../access/principal.ts';
import { ADMIN, type HttpTrial, openHttpTrial } from '../http-server-fixture.ts';

const PASSWORD = 'con mèo đen trên mái nhà';
const LAYOUT = { left: 30, right: 35, order: ['map', 'queue', 'detail'], hidden: ['stats'] };
const VIEWS = [{ name: 'Ngập tuần này', href: '/desk/compare?domain=flood&days=7' }];
const MAP = { hidden: ['air'], opacity: { rain: 0.4 }, area: null, hasTails: true, fixed: ['cameras'] };

let trial: HttpTrial;
beforeEach(async () => {
  trial = await openHttpTrial();
});
afterEach(() => trial.close());

type As = { authorization: string } | { cookie: string };
const read = (as?: As) => trial.app.inject({ method: 'GET', url: '/api/v1/me/settings', headers: { ...as } });
const write = (as: As | undefined, key: string, payload: object) =>
  trial.app.inject({ method: 'PUT', url: `/api/v1/me/settings/${key}`, headers: { ...as }, payload });
const itemsOf = async (as: As) => (await read(as)).json<{ items: Record<string, unknown> }>().items;

async function signIn(body: object): Promise<As> {
  const answer = await trial.app.inject({ method: 'POST', url: '/api/v1/session', payload: body });
  expect(answer.statusCode).toBe(200);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]! };
}
async function accountOf(name: string): Promise<() => Promise<As>> {
  const made = await trial.app.inject({
    ...{ method: 'POST', url: '/api/v1/accounts', headers: { authorization: `Bearer ${ADMIN}` } },
    payload: { name, password: PASSWORD, role: 'operator' },
  });
  expect(made.statusCode).toBe(201);
  return () => signIn({ user: name, password: PASSWORD });
}

test('people read and write their own settings; walls, sources and strangers none', async () => {
  const people = new Set(['viewer', 'operator', 'supervisor', 'admin', 'agency']);
  for (const role of ROLES) {
    const as = trial.tokenOf(role, {
      ...(role === 'agency' ? { agency: 'fire' } : {}),
      ...(role === 'wall' ? { room: 'main', screen: '1' } : {}),
    });
    const status = people.has(role) ? 200 : 403;
    expect((await read(as)).statusCode, role).toBe(status);
    expect((await write(as, 'views', { expectedRevision: 0, value: VIEWS })).statusCode, role).toBe(status);
  }
  expect((await read()).statusCode).toBe(401);
  expect((await write(undefined, 'views', { expectedRevision: 0, value: [] })).statusCode).toBe(401);
});

test('settings follow the account to another browser, and are nobody else’s', async () => {
  const [lan, minh] = [await accountOf('lan'), await accountOf('minh')];
  const here = await lan();
  expect(await itemsOf(here)).toEqual({});
  for (const [key, value] of Object.entries({ layout: LAYOUT, views: VIEWS, map: MAP }))
    expect((await write(here, key, { expectedRevision: 0, value })).json()).toMatchObject({ value });
  expect(await itemsOf(await lan())).toMatchObject({
    layout: { value: LAYOUT },
    views: { value: VIEWS },
    map: { value: MAP },
  });
  expect(await itemsOf(await minh())).toEqual({});
  expect((await read(here)).headers['cache-control']).toBe('no-store');
});

test('of two windows on one revision the second is refused and told what there is now', async () => {
  const as = await (await accountOf('lan'))();
  const first = await write(as, 'views', { expectedRevision: 0, value: VIEWS });
  const { revision } = first.json<{ revision: number }>();
  const second = await write(as, 'views', { expectedRevision: 0, value: [] });
  expect([second.statusCode, second.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'stale-revision', revision, value: VIEWS }),
  ]);
  const merged = await write(as, 'views', { expectedRevision: revision, value: [] });
  expect(merged.json<{ revision: number }>().revision).toBeGreaterThan(revision);
  // Keys have revisions of their own: what moves a column does not stand in the way of a view.
  expect((await write(as, 'layout', { expectedRevision: 0, value: LAYOUT })).statusCode).toBe(200);
});

test.each([
  ['layout', { ...LAYOUT, left: 3 }, 'value.left'],
  ['layout', { ...LAYOUT, order: ['map', 'map', 'queue'] }, 'value.order'],
  ['layout', { ...LAYOUT, hidden: ['queue'] }, 'value.hidden.0'],
  ['layout', { ...LAYOUT, script: 'x' }, 'value'],
  ['layout', null, 'value'],
  ['views', [{ name: 'x', href: 'https://example.org/desk' }], 'value.0.href'],
  ['views', [{ name: 'x', href: '//example.org' }], 'value.0.href'],
  ['views', [{ name: 'x', href: '/deskx' }], 'value.0.href'],
  ['views', [{ name: ' ', href: '/desk' }], 'value.0.name'],
  ['views', [...VIEWS, ...VIEWS], 'value'],
  ['views', Array.from({ length: 51 }, (_, i) => ({ name: `n${i}`, href: '/desk' })), 'value'],
  ['map', { ...MAP, opacity: { rain: 0 } }, 'value.opacity.rain'],
  ['map', { ...MAP, hidden: 'all' }, 'value.hidden'],
  ['map', undefined, 'value'],
])('%s %j is refused with the place of the fault', async (key, value, parameter) => {
  const as = await (await accountOf('lan'))();
  const answer = await write(as, key, { expectedRevision: 0, value });
  expect([answer.statusCode, answer.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'bad-request', parameter }),
  ]);
  expect(await itemsOf(as)).toEqual({});
});

test('an unknown key, a revision that is none, and more than 64 KiB are refused', async () => {
  const as = await (await accountOf('lan'))();
  expect((await write(as, 'theme', { expectedRevision: 0, value: {} })).statusCode).toBe(400);
  expect((await write(as, 'views', { value: [] })).json()).toMatchObject({ parameter: 'expectedRevision' });
  const long = Array.from({ length: 50 }, (_, i) => ({
    name: `n${i}`,
    href: `/desk?q=${'x'.repeat(1_500)}`,
  }));
  const refused = await write(as, 'views', { expectedRevision: 0, value: long });
  expect([refused.statusCode, refused.json()]).toMatchObject([413, { code: 'settings-too-large' }]);
  expect((await write(as, 'views', { expectedRevision: 0, value: long.slice(0, 40) })).statusCode).toBe(200);
  // What counts is all of a person together, measured as it is kept: in bytes, not letters.
  const map = { ...MAP, hidden: Array.from({ length: 100 }, (_, i) => 'đ'.repeat(60) + i) };
  expect((await write(as, 'map', { expectedRevision: 0, value: map })).json()).toMatchObject({
    code: 'settings-too-large',
  });
});

test('a locked account loses its settings, a token that is revoked too', async () => {
  const signInLan = await accountOf('lan');
  await accountOf('other-admin');
  const as = await signInLan();
  await write(as, 'views', { expectedRevision: 0, value: VIEWS });
  const change = (disabled: boolean) =>
    trial.app.inject({
      ...{ method: 'PATCH', url: '/api/v1/accounts/lan', headers: { authorization: `Bearer ${ADMIN}` } },
      payload: { disabled },
    });
  expect((await change(true)).statusCode).toBe(200);
  await change(false);
  const again = await signInLan();
  expect(await itemsOf(again)).toEqual({});
  // A window from before must not bring back by accident what is gone: its revision is used for ever.
  const first = await write(again, 'views', { expectedRevision: 0, value: [] });
  expect(first.json<{ revision: number }>().revision).toBeGreaterThan(1);

  const made = trial.deps.access.createToken({ role: 'operator', label: 'bàn 2' });
  if (!made.ok) throw new Error(made.message);
  const { id, secret } = made.value;
  const desk = await signIn({ token: secret });
  await write(desk, 'views', { expectedRevision: 0, value: VIEWS });
  // Signed in again by the same token, it is the same desk.
  expect(await itemsOf(await signIn({ token: secret }))).toMatchObject({ views: { value: VIEWS } });
  trial.deps.access.revokeToken(id);
  expect(trial.deps.access.settings.read(`token:${id}`)).toEqual({});
});

test('settings of a sign-in by link last as long as it does', async () => {
  const { access } = trial.deps;
  const { token } = access.inviteWithLink({ role: 'operator', label: 'khách' }, trial.deps.clock.nowMs());
  const as = await signIn({ link: token });
  await write(as, 'views', { expectedRevision: 0, value: VIEWS });
  const [session] = access.sessions.list();
  access.settings.dropForgotten();
  expect(await itemsOf(as)).toMatchObject({ views: { value: VIEWS } });
  expect(access.settings.read(`session:${session!.id}`)).toHaveProperty('views');
  access.settings.write('session:gone', { key: 'views', value: VIEWS, expectedRevision: 0 });
  access.settings.dropForgotten();
  expect(access.settings.read('session:gone')).toEqual({});
});
