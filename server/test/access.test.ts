import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHTS } from '../src/access/roles.ts';
import { ROLES, type Role } from '../src/access/principal.ts';
import { startCentre, TOKEN, type TestCentre } from './start-centre-fixture.ts';

let centre: TestCentre;
const tokens = new Map<Role, string>();

beforeAll(async () => {
  centre = await startCentre();
  for (const role of ROLES) tokens.set(role, createToken(role));
}, 60_000);
afterAll(async () => {
  await centre?.stop();
});

/** Through the administration command, beside the running centre, as an administrator would. */
function createToken(role: Role): string {
  const admin = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
  const bounds =
    role === 'wall' ? ['--room', 'main', '--screen', '1'] : role === 'agency' ? ['--agency', 'police'] : [];
  const args = [admin, 'token', 'create', '--role', role, '--data', centre.dataDir, '--json', ...bounds];
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { secret: string })
    .secret;
}

const routes = RIGHTS.filter((right) => right.kind === 'http').filter((right) =>
  right.route.startsWith('/api/'),
);

test('every route is granted to exactly the roles of the table', async () => {
  const openapi = (await (await fetch(`${centre.http}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const built = new Set(
    Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    ),
  );
  const checked = routes.filter((right) => built.has(`${right.method} ${right.route}`));
  expect(checked.length).toBeGreaterThan(12);
  for (const right of checked) {
    for (const role of ROLES) {
      const response = await fetch(centre.http + right.route.replaceAll(/:\w+/g, 'x'), {
        method: right.method,
        headers: {
          authorization: `Bearer ${tokens.get(role)}`,
          ...(right.method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        ...(right.method === 'POST' ? { body: '{}' } : {}),
      });
      const isGranted = right.roles.includes(role) || right.roles.includes('anonymous');
      expect(response.status === 403, `${role} ${right.method} ${right.route}: ${response.status}`).toBe(
        !isGranted,
      );
    }
  }
});

test('every built API route has a row in the table', async () => {
  const openapi = (await (await fetch(`${centre.http}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const rows = new Set(routes.map((right) => `${right.method} ${right.route}`));
  for (const [path, methods] of Object.entries(openapi.paths)) {
    if (!path.startsWith('/api/')) continue;
    for (const method of Object.keys(methods))
      expect(rows).toContain(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  }
});

test('MQTT: an operator may tell reports but no readings, a feed may, a stranger may not sign in', async () => {
  const publish = async (password: string, topic: string): Promise<void> => {
    const client = await mqtt.connectAsync(centre.mqtt, {
      username: 'x',
      password,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    await client.publishAsync(topic, JSON.stringify({ t: Date.now(), v: { x: 1 } }), { qos: 1 });
    await client.endAsync();
  };
  await publish(tokens.get('operator')!, 'city/v1/obs/air/a');
  await publish(tokens.get('feed')!, 'city/v1/obs/air/a');
  const { items } = await centre.get<{ items: { id: string; counted: number; rejected: object }[] }>(
    '/api/v1/feeds',
  );
  expect(items.find((feed) => feed.id === 'mqtt')).toMatchObject({ counted: 1, rejected: { forbidden: 1 } });
  await expect(
    publish('wrong-password-of-a-stranger-000000000000', 'city/v1/obs/air/a'),
  ).rejects.toMatchObject({ code: 5 });
});

test('the one-time link signs an admin in once, with a cookie that scripts cannot read', async () => {
  const link = new URL(centre.signIn!).hash.replace('#signin=', '');
  const redeem = () =>
    fetch(`${centre.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ link }),
    });
  const first = await redeem();
  expect(first.status).toBe(200);
  const cookie = first.headers.get('set-cookie')!;
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  const me = await fetch(`${centre.http}/api/v1/session`, { headers: { cookie: cookie.split(';')[0]! } });
  expect(await me.json()).toMatchObject({ role: 'admin' });
  expect((await redeem()).status).toBe(401);
});

test('a host name that is not ours is refused, pages carry a strict policy', async () => {
  const page = await fetch(`${centre.http}/healthz`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(
    (await fetch(`${centre.http}/api/v1/feeds`, { headers: { authorization: `Bearer ${TOKEN}x` } })).status,
  ).toBe(401);
});
