/** Settings of a person at the real program: they outlive a kill, and go with the account. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, peopleAt } from './people-fixture.ts';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

const VIEWS = [{ name: 'Ngập tuần này', href: '/desk/compare?domain=flood&days=7' }];
const dataDir = mkdtempSync(join(tmpdir(), 'metropane-settings-'));
let centre: TestCentre;
const { admin, cookieOf, ask } = peopleAt(() => centre);

beforeAll(async () => {
  centre = await startCentre({ dataDir });
  admin(['user', 'create', 'lan', '--role', 'operator'], PASSWORD);
}, 60_000);
afterAll(async () => {
  await centre?.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function viewsOf(cookie: string): Promise<unknown> {
  const answer = await ask('GET', '/api/v1/me/settings', { cookie });
  return ((await answer.json()) as { items: { views?: { value: unknown } } }).items.views?.value;
}

test('what was answered is there after a kill, in every realm, and gone when the account is locked', async () => {
  const before = await cookieOf('lan');
  const put = await ask('PUT', '/api/v1/me/settings/views?realm=live', {
    cookie: before,
    body: { expectedRevision: 0, value: VIEWS },
  });
  expect(put.status).toBe(200);
  await centre.kill();
  centre = await startCentre({ dataDir });
  const lan = await cookieOf('lan');
  expect(await viewsOf(lan)).toEqual(VIEWS);
  const openapi = (await (await ask('GET', '/api/v1/openapi.json')).json()) as { paths: object };
  expect(Object.keys(openapi.paths)).toContain('/api/v1/me/settings/{key}');
  // From another process, as an administrator would.
  admin(['user', 'disable', 'lan']);
  admin(['user', 'enable', 'lan']);
  expect(await viewsOf(await cookieOf('lan'))).toBeUndefined();
});
