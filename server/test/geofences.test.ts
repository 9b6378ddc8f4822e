import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeofenceRecord } from '@metropane/live-state';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

const DAY_MS = 86_400_000;
/** Round the market of Bến Thành. */
const RING = [
  [106.695, 10.77],
  [106.7, 10.77],
  [106.7, 10.775],
  [106.695, 10.775],
];
const FENCE = { name: 'Chợ Bến Thành', purpose: 'Cháy lan, gọi 0903 123 456', kind: 'closed', ring: RING };

interface Answer {
  status: number;
  body: Partial<GeofenceRecord> & { code?: string; detail?: string; fence?: GeofenceRecord; removed?: true };
}

describe('fences of a real centre', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-geofences-'));
  const people = new Map<string, string>();
  let centre: TestCentre;

  beforeAll(async () => {
    centre = await startCentre({ dataDir });
    for (const [name, ...args] of [
      ['Lan', '--role', 'operator'],
      ['Hạnh', '--role', 'supervisor'],
      ['Khách', '--role', 'viewer'],
      ['Tường', '--role', 'wall', '--room', 'main', '--screen', '1'],
    ] as const)
      people.set(name, createToken(dataDir, name, args));
  }, 60_000);
  afterAll(async () => {
    await centre?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  async function ask(person: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${people.get(person)!}` };
    const answer = await fetch(`${centre.http}/api/v1/geofences${path}`, {
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  }

  async function listed(person: string): Promise<GeofenceRecord[]> {
    return ((await ask(person, '')).body as { items?: GeofenceRecord[] }).items ?? [];
  }

  test('an operator draws, a viewer looks and may not draw, a wall gets shape and name alone', async () => {
    const drawn = await ask('Lan', '', { ...FENCE, expiresAtMs: Date.now() + DAY_MS, note: 'not kept' });
    expect(drawn.status).toBe(201);
    expect(drawn.body).toMatchObject({ ...FENCE, id: 'VG-000001', revision: 1, createdBy: 'Lan' });
    // 0.005° of longitude and latitude at 10.77° north.
    expect(drawn.body.areaM2! / 1e6).toBeCloseTo(0.3025, 3);
    expect(drawn.body.units!.length).toBeGreaterThan(0);
    expect((await ask('Khách', '', FENCE)).status).toBe(403);
    expect((await ask('Tường', '', FENCE)).status).toBe(403);
    expect((await listed('Khách')).map(({ purpose, createdBy }) => [purpose, createdBy])).toEqual([
      [FENCE.purpose, 'Lan'],
    ]);
    const [hung] = await listed('Tường');
    expect(hung).toMatchObject({ name: FENCE.name, kind: 'closed', ring: RING });
    expect(JSON.stringify(hung)).not.toMatch(/0903|Lan|purpose|note/);
    expect(JSON.stringify(await centre.get('/api/v1/journal'))).not.toContain('not kept');
  });

  test.each([
    [422, 'bad-name', { name: '  ' }],
    [422, 'bad-purpose', { purpose: 'x'.repeat(501) }],
    [422, 'bad-kind', { kind: 'war' }],
    [422, 'bad-ring', { ring: RING.slice(0, 2) }],
    [422, 'ring-meets-itself', { ring: [RING[0], RING[2], RING[1], RING[3]] }],
    [422, 'outside-city', { ring: RING.map(([lon, lat]) => [lon! + 3, lat]) }],
    [422, 'bad-expiry', { expiresAtMs: Date.now() + 31 * DAY_MS }],
    [400, 'bad-request', { name: 7 }],
    [400, 'bad-request', { ring: 'POLYGON((…))' }],
  ])('%s %s: %j is refused with a sentence, and nothing is drawn', async (status, code, over) => {
    const before = await listed('Lan');
    const refused = await ask('Lan', '', { ...FENCE, ...over });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(refused.body.detail!.length).toBeGreaterThan(10);
    expect(await listed('Lan')).toEqual(before);
  });

  test('an old revision is answered with the fence as it is; an act told again has one effect', async () => {
    const fence = { ...FENCE, kind: 'evacuation' };
    const change = { action: 'change', expectedRevision: 1, actionId: 'one', fence };
    const changed = await ask('Hạnh', '/VG-000001/actions', change);
    expect(changed.body).toMatchObject({
      revision: 2,
      kind: 'evacuation',
      createdBy: 'Lan',
      changedBy: 'Hạnh',
    });
    expect(await ask('Hạnh', '/VG-000001/actions', change)).toEqual(changed);
    const stale = await ask('Lan', '/VG-000001/actions', { ...change, actionId: 'two' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale-revision', fence: { revision: 2 } } });
    expect((await ask('Khách', '/VG-000001/actions', change)).status).toBe(403);
    const gone = await ask('Lan', '/VG-000099/actions', { ...change, actionId: 'three' });
    expect(gone).toMatchObject({ status: 404, body: { code: 'no-geofence' } });
  });

  test('kill -9 loses no fence that was shown as drawn; a removed one stays gone', async () => {
    const before = await listed('Lan');
    await centre.kill();
    centre = await startCentre({ dataDir });
    expect(await listed('Lan')).toEqual(before);
    const remove = { action: 'remove', expectedRevision: 2 };
    expect((await ask('Lan', '/VG-000001/actions', remove)).body).toEqual({ removed: true });
    await centre.kill();
    centre = await startCentre({ dataDir });
    expect(await listed('Lan')).toEqual([]);
    expect((await ask('Lan', '', FENCE)).body.id).toBe('VG-000002');
  });
});

/** As an administrator at the command line does it, beside the running centre. */
function createToken(dataDir: string, name: string, args: readonly string[]): string {
  const admin = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
  const told = execFileSync(
    process.execPath,
    [admin, 'token', 'create', '--label', name, ...args, '--data', dataDir, '--json'],
    { encoding: 'utf8' },
  );
  return (JSON.parse(told) as { secret: string }).secret;
}
