import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../access/principal.ts';
import { ADMIN, type HttpTrial, openHttpTrial } from '../http-server-fixture.ts';

let trial: HttpTrial;
const notes: object[] = [];
beforeEach(async () => {
  trial = await openHttpTrial();
  notes.length = 0;
  Object.assign(trial.deps.realms.live.pipeline, {
    call(call: { name: string }) {
      if (call.name === 'note') notes.push(call);
      return Promise.resolve(call.name === 'walls' ? [{ id: 'main' }] : null);
    },
  });
});
afterEach(() => trial.close());

const admin = { authorization: `Bearer ${ADMIN}` };
// oxlint-disable-next-line max-params -- reads as a request: method, path, body, who asks
function ask(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers: object = {}) {
  return trial.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: headers as Record<string, string>,
    ...(payload && { payload }),
  });
}
const begin = async (screen = '1') =>
  (await ask('POST', '/devices/codes', { room: 'main', screen })).json<{
    deviceCode: string;
    userCode: string;
  }>();
const poll = (deviceCode: string) => ask('POST', '/devices/session', { deviceCode });

test('a wall shows a code, a supervisor lets it in, it has its one screen and nothing more', async () => {
  const begun = await ask('POST', '/devices/codes', { room: 'main', screen: '2' });
  expect(begun.statusCode).toBe(201);
  expect(begun.headers['cache-control']).toBe('no-store');
  const { deviceCode, userCode, path } = begun.json<Record<string, string>>();
  expect(path).toBe(`/desk/accounts/devices/${userCode}`);
  expect(path).not.toContain(deviceCode);
  expect((await poll(deviceCode!)).json()).toEqual({ code: 'authorization_pending' });
  const supervisor = trial.tokenOf('supervisor');
  const shown = await ask('GET', `/devices/codes/${userCode}`, undefined, supervisor);
  expect(shown.json()).toMatchObject({ room: 'main', screen: '2', userCode, address: '127.0.0.1' });
  const approved = await ask('POST', `/devices/codes/${userCode}`, { decision: 'approve' }, supervisor);
  expect(approved.statusCode).toBe(200);
  const opened = await poll(deviceCode!);
  const cookie = String(opened.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  const as = { cookie: cookie.split(';')[0]! };
  const me = await ask('GET', '/session', undefined, as);
  expect(me.json()).toMatchObject({ role: 'wall', room: 'main', screen: '2' });
  // At each start it stays in for as long again.
  expect(String(me.headers['set-cookie'])).toContain(as.cookie);
  expect((await ask('GET', '/city', undefined, as)).statusCode).toBe(200);
  for (const url of ['/devices', '/accounts', '/journal', '/sessions'])
    expect((await ask('GET', url, undefined, as)).statusCode, url).toBe(403);
  expect((await poll(deviceCode!)).json()).toMatchObject({ code: 'expired_token' });
  const [wall] = (await ask('GET', '/devices', undefined, supervisor)).json<{ items: { id: string }[] }>()
    .items;
  expect(wall).toMatchObject({ room: 'main', screen: '2', grantedBy: 'supervisor' });
  expect((await ask('DELETE', `/devices/${wall!.id}`, undefined, supervisor)).statusCode).toBe(204);
  expect((await ask('GET', '/city', undefined, as)).statusCode).toBe(401);
  expect(notes).toMatchObject([
    { kind: 'device', actor: 'supervisor', body: { act: 'approve', room: 'main', screen: '2' } },
    { kind: 'device', actor: 'supervisor', body: { act: 'revoke', room: 'main', screen: '2' } },
  ]);
});

test('only who may decide sees a code, and decides it once; a refusal reaches the screen', async () => {
  const { deviceCode, userCode } = await begin();
  for (const role of ['viewer', 'wall', 'operator', 'agency', 'feed'] as Role[]) {
    const as = trial.tokenOf(
      role,
      role === 'agency' ? { agency: 'fire' } : ({ room: 'main', screen: '1' } as never),
    );
    expect((await ask('GET', `/devices/codes/${userCode}`, undefined, as)).statusCode, role).toBe(403);
    const tried = await ask('POST', `/devices/codes/${userCode}`, { decision: 'approve' }, as);
    expect(tried.statusCode, role).toBe(403);
  }
  expect((await ask('POST', `/devices/codes/${userCode}`, { decision: 'deny' }, admin)).statusCode).toBe(200);
  const again = await ask('POST', `/devices/codes/${userCode}`, { decision: 'approve' }, admin);
  expect(again.json()).toMatchObject({ status: 404, code: 'unknown-code' });
  expect((await poll(deviceCode)).json()).toMatchObject({ code: 'access_denied' });
  expect(notes).toHaveLength(1);
});

test('a room that the city has not, a name that is none, a foreign page, a guess: refused with a code', async () => {
  expect((await ask('POST', '/devices/codes', { room: 'cellar', screen: '1' })).json()).toMatchObject({
    status: 404,
    code: 'unknown-room',
  });
  for (const screen of ['', '../1', 'x'.repeat(33), 1])
    expect((await ask('POST', '/devices/codes', { room: 'main', screen })).statusCode).toBe(400);
  const origin = { origin: 'https://evil.example' };
  expect((await ask('POST', '/devices/codes', { room: 'main', screen: '1' }, origin)).statusCode).toBe(403);
  const statuses: number[] = [];
  for (let i = 0; i < 31; i++)
    statuses.push((await ask('GET', '/devices/codes/BBBB-BBBB', undefined, admin)).statusCode);
  expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 404));
  expect(statuses[30]).toBe(429);
});
