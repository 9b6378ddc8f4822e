import { afterEach, beforeEach, expect, test } from 'vitest';
import { ADMIN, type HttpTrial, openHttpTrial } from '../http-server-fixture.ts';

const PASSWORD = 'con mèo đen trên mái nhà';
let trial: HttpTrial;
beforeEach(async () => {
  trial = await openHttpTrial();
});
afterEach(() => trial.close());

type As = { authorization: string } | { cookie: string };
const admin: As = { authorization: `Bearer ${ADMIN}` };
// oxlint-disable-next-line max-params -- reads as a request: method, path, body, who asks
function ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object, as?: As) {
  return trial.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { ...as } as Record<string, string>,
    ...(payload && { payload }),
  });
}
const notes = () => trial.calls.filter((call) => call.name === 'note');
async function cookieOf(user: string): Promise<As> {
  const answer = await ask('POST', '/session', { user, password: PASSWORD });
  expect(answer.statusCode).toBe(200);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]! };
}
const make = (name: string, role: string) =>
  ask('POST', '/accounts', { name, password: PASSWORD, role }, admin);

test('the last admin who can sign in can neither be locked nor demoted; nobody changes the own rights', async () => {
  await make('root', 'admin');
  for (const change of [{ disabled: true }, { role: 'viewer' }])
    expect((await ask('PATCH', '/accounts/root', change, admin)).json()).toMatchObject({
      status: 409,
      code: 'last-admin',
    });
  await make('second', 'admin');
  const root = await cookieOf('root');
  for (const [method, url, body] of [
    ['PATCH', '/accounts/root', { role: 'viewer' }],
    ['PATCH', '/accounts/root', { position: 'p1' }],
    ['PATCH', '/accounts/root', { disabled: true }],
    ['PUT', '/accounts/root/password', { password: `${PASSWORD} 2` }],
    ['POST', '/accounts/root/password-link', {}],
  ] as const)
    expect((await ask(method, url, body, root)).json(), `${method} ${url}`).toMatchObject({
      status: 409,
      code: 'own-account',
    });
  // Of two, one may be locked; then the other is the last.
  expect((await ask('PATCH', '/accounts/second', { disabled: true }, root)).statusCode).toBe(200);
  expect((await ask('PATCH', '/accounts/root', { disabled: true }, admin)).json()).toMatchObject({
    code: 'last-admin',
  });
});

test('a person chooses a password by a link that works once; the old sessions end, and the admin never knew it', async () => {
  const made = await ask('POST', '/accounts', { name: 'lan', role: 'operator' }, admin);
  expect(made.statusCode).toBe(201);
  const linkOf = async (): Promise<string> => {
    const { path } = (await ask('POST', '/accounts/lan/password-link', {}, admin)).json<{ path: string }>();
    expect(path).toMatch(/^\/desk#password=[\w-]{43}$/);
    return path.split('=')[1]!;
  };
  const replaced = await linkOf();
  const link = await linkOf();
  const redeem = (used: string, newPassword = PASSWORD) =>
    ask('POST', '/session/password-link', { link: used, newPassword });
  expect((await redeem(replaced)).json()).toMatchObject({ status: 401, code: 'unknown-link' });
  expect((await redeem(link, 'short')).json()).toMatchObject({ status: 422, code: 'password-short' });
  const [first, second] = await Promise.all([redeem(link), redeem(link)]);
  expect([first.statusCode, second.statusCode].toSorted((a, b) => a - b)).toEqual([204, 401]);
  const lan = await cookieOf('lan');
  await redeem(await linkOf(), `${PASSWORD} mới`);
  expect((await ask('GET', '/city', undefined, lan)).statusCode).toBe(401);
  const told = JSON.stringify(notes());
  expect(told).toContain('"set-password-by-link"');
  expect(told).not.toContain(link);
  expect(told).not.toContain(PASSWORD);
  await ask('PATCH', '/accounts/lan', { disabled: true }, admin);
  expect((await ask('POST', '/accounts/lan/password-link', {}, admin)).json()).toMatchObject({
    code: 'account-disabled',
  });
});

test('a token is made with role, scope and end, shown once, used, revoked; all of it is journalled without the secret', async () => {
  const wanted = { role: 'wall', label: 'tường phòng chính', room: 'main', screen: '1', days: 30 };
  const made = await ask('POST', '/tokens', wanted, admin);
  const { id, secret } = made.json<{ id: string; secret: string }>();
  expect(made.statusCode).toBe(201);
  expect(made.headers['cache-control']).toBe('no-store');
  const listed = async () =>
    (await ask('GET', '/tokens', undefined, admin)).json<{ items: Record<string, unknown>[] }>().items;
  expect((await listed())[0]).not.toHaveProperty('used');
  expect((await ask('GET', '/city', undefined, { authorization: `Bearer ${secret}` })).statusCode).toBe(200);
  const [token] = await listed();
  expect(token).toMatchObject({ id, role: 'wall', room: 'main', screen: '1', madeBy: 'METROPANE_TOKEN' });
  expect(token).toHaveProperty('used');
  expect(JSON.stringify(await listed())).not.toContain(secret);
  expect(Date.parse(String(token!['expires'])) - Date.parse(String(token!['created']))).toBe(30 * 86_400_000);
  expect((await ask('DELETE', `/tokens/${id}`, undefined, admin)).statusCode).toBe(204);
  expect((await ask('DELETE', `/tokens/${id}`, undefined, admin)).statusCode).toBe(404);
  expect((await ask('GET', '/city', undefined, { authorization: `Bearer ${secret}` })).statusCode).toBe(401);
  expect(notes()).toMatchObject([
    { kind: 'token', actor: 'METROPANE_TOKEN', body: { act: 'create', token: id, role: 'wall' } },
    { kind: 'token', body: { act: 'revoke', token: id } },
  ]);
  expect(JSON.stringify(notes())).not.toContain(secret);
  for (const [body, code] of [
    [{ role: 'wall', label: 'x' }, 'wall-needs-screen'],
    [{ role: 'agency', label: 'x' }, 'agency-needed'],
    [{ role: 'feed', label: ' ' }, 'bad-label'],
    [{ role: 'feed', label: 'x', realm: 'exercise:x' }, 'bad-realm'],
  ] as const)
    expect((await ask('POST', '/tokens', body, admin)).json()).toMatchObject({ status: 422, code });
  expect((await ask('GET', '/tokens', undefined, trial.tokenOf('supervisor'))).statusCode).toBe(403);
});

test('an ended session of somebody is journalled with who ended it', async () => {
  await make('lan', 'operator');
  const lan = await cookieOf('lan');
  const { items } = (await ask('GET', '/sessions', undefined, admin)).json<{ items: { id: string }[] }>();
  expect((await ask('DELETE', `/sessions/${items[0]!.id}`, undefined, admin)).statusCode).toBe(204);
  expect((await ask('GET', '/city', undefined, lan)).statusCode).toBe(401);
  expect(notes().at(-1)).toMatchObject({ kind: 'session', body: { act: 'end', of: 'lan' } });
});
