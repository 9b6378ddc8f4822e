import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Handover, HandoverBrief, ShiftPosition } from '@metropane/incidents';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre, TOKEN } from './start-centre-fixture.ts';

type Kept = Handover & { brief: Handover['brief'] & { content: HandoverBrief } };
interface Shift {
  positions: (ShiftPosition & { name: { vi: string } })[];
}

/** One city of five positions, and people with tokens of their own. */
describe('the shift of a real centre', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-shift-'));
  const people = new Map<string, string>();
  let centre: TestCentre;

  beforeAll(async () => {
    centre = await startCentre({ dataDir });
    for (const [name, role] of [
      ['Lan', 'operator'],
      ['Minh', 'operator'],
      ['Hạnh', 'supervisor'],
      ['Khách', 'viewer'],
    ] as const)
      people.set(name, createToken(dataDir, { name, role }));
  }, 60_000);
  afterAll(async () => {
    await centre?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  function ask(person: string, path: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${people.get(person) ?? TOKEN}` };
    return fetch(`${centre.http}/api/v1${path}`, {
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  }

  async function positionOf(id: string): Promise<ShiftPosition> {
    const { positions } = await centre.get<Shift>('/api/v1/shift');
    return positions.find((position) => position.id === id)!;
  }

  /** Acts on `water` as the room has it now. */
  async function act(person: string, action: object): Promise<{ status: number; body: ActBody }> {
    const { revision } = await positionOf('water');
    const sent = { position: 'water', expectedRevision: revision, actionId: crypto.randomUUID(), ...action };
    const answer = await ask(person, '/shift/actions', sent);
    return { status: answer.status, body: (await answer.json()) as ActBody };
  }

  interface ActBody extends Partial<ShiftPosition> {
    code?: string;
    allowed?: string[];
    position?: ShiftPosition;
  }

  test('supervisors plan, operators do not, and viewers see none of it', async () => {
    const stretch = { action: 'plan', person: 'Lan', fromMs: Date.now(), toMs: Date.now() + 8 * 3_600_000 };
    expect(await act('Lan', stretch)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await act('Hạnh', stretch)).body.roster?.map(({ person }) => person)).toEqual(['Lan']);
    expect(await act('Hạnh', stretch)).toMatchObject({ status: 422, body: { code: 'roster-overlap' } });
    expect((await ask('Khách', '/shift')).status).toBe(403);
    expect((await ask('Khách', '/handovers')).status).toBe(403);
  });

  test('a position has one holder; an old revision is answered with the position as it is', async () => {
    expect((await act('Lan', { action: 'claim' })).body.holder?.person).toBe('Lan');
    expect(await act('Minh', { action: 'claim' })).toMatchObject({
      status: 422,
      body: { code: 'reason-required', allowed: ['plan', 'unplan', 'note', 'claim'] },
    });
    const stale = await act('Minh', { action: 'claim', reason: 'vắng', expectedRevision: 0 });
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale-revision' } });
    expect(stale.body.position?.holder?.person).toBe('Lan');
    expect(await act('Lan', { action: 'claim', position: 'moon' })).toMatchObject({
      status: 404,
      body: { code: 'no-position' },
    });
  });

  test('the brief tells the open incident and the note, and is frozen as it was when the handover began', async () => {
    await postFlood(centre, 'first');
    await act('Lan', { action: 'note', text: 'Trạm An Lạc nhấp nháy' });
    const live = (await (await ask('Lan', '/shift/brief?position=water')).json()) as HandoverBrief;
    expect(live.incidents.items.map(({ title }) => title)).toContain('Ngập first');
    expect(live.notes.map(({ text }) => text)).toEqual(['Trạm An Lạc nhấp nháy']);
    expect((await ask('Lan', '/shift/brief?position=moon')).status).toBe(404);

    const begun = await act('Lan', { action: 'begin', brief: { forged: true } });
    expect(begun.body.handover).toMatchObject({ id: 'BG-000001', from: 'Lan', state: 'begun' });
    await postFlood(centre, 'second');
    const kept = (await (await ask('Minh', '/handovers/BG-000001')).json()) as Kept;
    expect(kept.brief.content.incidents.items.map(({ title }) => title)).toEqual(['Ngập first']);
    expect(kept.brief.content.asOfMs).toBe(kept.brief.asOfMs);
  });

  test('kill -9 between the two signatures loses neither the first one nor the brief', async () => {
    const { handover } = await positionOf('water');
    const read = { briefHash: handover!.brief.hash };
    expect(await act('Minh', { action: 'sign-take', ...read })).toMatchObject({ status: 422 });
    expect((await act('Lan', { action: 'sign-give', ...read, text: 'đã nói rõ' })).status).toBe(200);
    const before = await (await ask('Lan', '/handovers/BG-000001')).json();
    await centre.kill();
    centre = await startCentre({ dataDir });

    const after = await positionOf('water');
    expect(after.holder?.person).toBe('Lan');
    expect(after.handover).toMatchObject({ state: 'given', given: { by: 'Lan', text: 'đã nói rõ' } });
    expect(await (await ask('Lan', '/handovers/BG-000001')).json()).toEqual(before);
    expect(await act('Lan', { action: 'sign-take', ...read })).toMatchObject({
      status: 422,
      body: { code: 'same-person' },
    });
    const taken = await act('Minh', { action: 'sign-take', ...read });
    expect(taken.body.holder).toMatchObject({ person: 'Minh', how: 'handover', handoverId: 'BG-000001' });
    expect(taken.body.handover).toBeNull();
  });

  test('handovers are found by time and position, and a repeated act has one effect', async () => {
    const list = (await (await ask('Hạnh', '/handovers?position=water')).json()) as { items: Handover[] };
    expect(list.items).toMatchObject([{ id: 'BG-000001', state: 'taken', taken: { by: 'Minh' } }]);
    const past = await ask('Hạnh', '/handovers?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
    expect(await past.json()).toEqual({ items: [] });
    expect((await ask('Hạnh', '/handovers/BG-999999')).status).toBe(404);
    const note = { action: 'note', text: 'hai lần', actionId: 'same' };
    const { revision } = await positionOf('water');
    await act('Minh', { ...note, expectedRevision: revision });
    expect((await act('Minh', { ...note, expectedRevision: revision })).status).toBe(200);
    const notes = (await positionOf('water')).notes.filter(({ text }) => text === 'hai lần');
    expect(notes).toHaveLength(1);
  });
});

async function postFlood(centre: TestCentre, id: string): Promise<void> {
  const place = id === 'first' ? [106.7175, 10.7905] : [106.61, 10.87];
  const answer = await centre.post('/api/v1/reports', {
    id,
    t: new Date().toISOString(),
    category: 'flood',
    severity: 1,
    title: `Ngập ${id}`,
    loc: place,
  });
  expect(answer.status, await answer.text()).toBe(202);
}

function createToken(dataDir: string, { name, role }: { name: string; role: string }): string {
  const admin = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
  const args = [admin, 'token', 'create', '--role', role, '--label', name, '--data', dataDir, '--json'];
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { secret: string })
    .secret;
}
