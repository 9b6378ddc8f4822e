import type { IncidentRecord } from '@metropane/live-state';
import { emptyDiff } from '@metropane/live-state';
import type { ActionMessage, ActionReply } from '@metropane/protocol';
import { io } from 'socket.io-client';
import { afterEach, expect, test } from 'vitest';
import { wallIncident } from '../view/wall-forms.ts';
import { FanoutHarness } from './fanout-fixture.ts';
import { EPOCH, incidentRow } from './random-city-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

let harness: FanoutHarness;
afterEach(() => harness.stop());

const ACT: ActionMessage = { incidentId: 'SC-000001', action: 'acknowledge', expectedRevision: 1 };

function act(client: TestClient, message: unknown = ACT): Promise<ActionReply> {
  return new Promise((resolve) => client.socket.emit('action', message as ActionMessage, resolve));
}

function publishIncident(): void {
  const { seq } = harness.truth;
  const diff = emptyDiff({ epoch: EPOCH, from: seq, seq: seq + 1, atMs: 1 });
  const row = incidentRow('SC-000001', seq);
  diff.records.incident = { upserts: new Map([[row.id, row]]), removed: new Set() };
  const items = [{ atMs: 1, kind: 'note' as const, actor: 'An', text: 'x', journalSeq: 1 }];
  diff.records.timeline = { upserts: new Map([[row.id, { incidentId: row.id, items }]]), removed: new Set() };
  harness.publish(diff);
}

test.each([
  ['none', ''],
  ['unknown', 'nonsense'],
  ['a prototype name', '__proto__'],
])('without a session (%s token) nobody gets in', async (_, token) => {
  harness = await FanoutHarness.start();
  const client = harness.client(token);
  expect(await client.refused()).toBe('unauthenticated');
  expect(harness.fanout.stats().clients).toBe(0);
});

test('a failing sign-in check lets nobody in and is reported', async () => {
  harness = await FanoutHarness.start({ authenticate: () => Promise.reject(new Error('database locked')) });
  expect(await harness.client('admin').refused()).toBe('internal');
  expect(harness.failures).toMatchObject([{ part: 'authenticate' }]);
});

test('nothing is served outside the namespace', async () => {
  harness = await FanoutHarness.start();
  for (const path of ['/', '/admin']) {
    const socket = io(`${harness.url}${path}`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    const message = await new Promise<string>((resolve) =>
      socket.on('connect_error', (e) => resolve(e.message)),
    );
    expect(['forbidden', 'Invalid namespace']).toContain(message);
    socket.disconnect();
  }
});

test('an upgrade that the Host and Origin check refuses does not connect', async () => {
  harness = await FanoutHarness.start({ allowRequest: (request) => request.headers.origin === undefined });
  const foreign = harness.client('operator', { headers: { origin: 'https://evil.example' } });
  expect(await foreign.refused()).toBe('websocket error');
  await harness.client('operator').connected();
});

test('long polling is not spoken', async () => {
  harness = await FanoutHarness.start();
  const response = await fetch(`${harness.url}/socket.io/?EIO=4&transport=polling`);
  expect(response.status).toBe(400);
});

test('a revoked session is cut on the next beat, and may do nothing before it', async () => {
  harness = await FanoutHarness.start();
  publishIncident();
  const client = await harness.watching('operator', ['records:incident']);
  const other = await harness.watching('supervisor', ['records:incident']);
  const late = await harness.watching('operator', ['records:incident']);
  harness.revoked.add('t-operator');
  const beat = harness.beat(other);
  await client.ended();
  await beat;
  expect(client.errors).toMatchObject([{ code: 'revoked', isFinal: true }]);
  await late.ended();
  expect(await harness.client('operator').refused()).toBe('unauthenticated');
  expect(harness.fanout.stats().clients).toBe(1);
});

test('a session revoked between two beats can not act', async () => {
  let acted = 0;
  harness = await FanoutHarness.start({
    onAction: () => {
      acted += 1;
      return Promise.resolve({ ok: false, code: 'x', message: 'x' });
    },
  });
  publishIncident();
  const client = await harness.watching('operator', ['records:incident']);
  harness.revoked.add('t-operator');
  client.socket.emit('action', ACT, () => undefined);
  await client.error('revoked');
  await client.ended();
  expect(acted).toBe(0);
});

test('a wall shows its own screen only, no timeline, and incidents without people', async () => {
  harness = await FanoutHarness.start();
  publishIncident();
  const wall = harness.client('wall');
  await wall.connected();
  wall.hello({ room: 'main', screen: '1', channels: ['records:incident', 'records:timeline'] });
  await wall.frames(1);
  expect(wall.errors).toMatchObject([{ code: 'forbidden', isFinal: false }]);
  const desk = await harness.watching('operator', ['records:incident', 'records:timeline']);
  publishIncident();
  await harness.settle(wall, desk);
  const shown = wall.state.records.incident.get('SC-000001')!;
  expect(wall.state.records.timeline.size).toBe(0);
  expect(Object.keys(shown).sort()).toEqual(
    Object.keys(incidentRow('x', 1))
      .filter((key) => key !== 'description' && key !== 'claimedBy')
      .sort(),
  );
  expect(shown).toMatchObject({ title: 'Cháy nhà, gọi •••, xe •••', loc: [106.701, 10.777], revision: 1 });
  expect(desk.state.records.incident.get('SC-000001')).toEqual(incidentRow('SC-000001', 1));
  expect(harness.fanout.stats().screens).toMatchObject([{ room: 'main', screen: '1', seq: 2 }]);
});

test('what a wall missed is redacted too', async () => {
  harness = await FanoutHarness.start();
  publishIncident();
  const wall = await harness.watching('wall', ['records:incident']);
  wall.givesCredit = false;
  await harness.settle(wall);
  for (let i = 0; i < 8; i++) publishIncident();
  await harness.beat(wall);
  wall.givesCredit = true;
  wall.credit();
  await harness.settle(wall);
  expect(harness.fanout.stats().mergedFrames).toBe(1);
  const shown = wall.state.records.incident.get('SC-000001')!;
  expect(shown).toEqual(wallIncident(incidentRow('SC-000001', 8)));
});

test('titles lose phone numbers and plates, not years, counts or road numbers', () => {
  const titleOf = (title: string): string => wallIncident({ ...incidentRow('x', 1), title }).title;
  expect(titleOf('gọi +84 903 123 456 gấp')).toBe('gọi ••• gấp');
  expect(titleOf('xe 59X1-234.56 và 51F12345')).toBe('xe ••• và •••');
  expect(titleOf('Ngập 0,4 m trên QL1A lúc 17:30 ngày 23/11/2026')).toBe(
    'Ngập 0,4 m trên QL1A lúc 17:30 ngày 23/11/2026',
  );
  const { loc: _, ...unplaced } = incidentRow('x', 1);
  expect('loc' in wallIncident(unplaced satisfies IncidentRecord)).toBe(false);
});

test('a wall token can not pose as another screen', async () => {
  harness = await FanoutHarness.start();
  for (const place of [{ room: 'other' }, { room: 'main', screen: '2' }]) {
    const wall = harness.client('wall');
    await wall.connected();
    wall.hello({ ...place, channels: ['layer:air'] });
    await wall.ended();
    expect(wall.errors).toMatchObject([{ code: 'forbidden', isFinal: true }]);
    expect(wall.log).toEqual([]);
  }
});

test('an officer without an agency sees no incident, and no agency sees alarms or duty posts', async () => {
  harness = await FanoutHarness.start();
  publishIncident();
  const agency = await harness.watching('agency', ['records:incident', 'records:timeline', 'records:feed']);
  expect(agency.errors).toEqual([]);
  expect(agency.partCount).toBe(0);
  agency.socket.emit('interest', { channels: ['records:alarm', 'records:position'] });
  await agency.error('forbidden');
});

test('roles that may not watch are sent away, roles that may not act are refused and stay', async () => {
  harness = await FanoutHarness.start();
  for (const role of ['simulator', 'feed']) {
    const client = harness.client(role);
    await client.connected();
    client.hello();
    await client.ended();
    expect(client.errors).toMatchObject([{ code: 'forbidden', isFinal: true }]);
  }
  for (const role of ['viewer', 'wall']) {
    const client = await harness.watching(role);
    expect(await act(client)).toMatchObject({ ok: false, code: 'forbidden' });
    await client.error('forbidden');
    await harness.beat(client);
  }
  expect(await act(await harness.watching('operator'))).toEqual({
    ok: true,
    incidentId: 'SC-000001',
    revision: 2,
  });
});

test('an action reaches the desk behind with its sender, and its refusal comes back', async () => {
  const seen: unknown[] = [];
  const refusal: ActionReply = { ok: false, code: 'illegal-transition', message: 'no', allowed: ['reopen'] };
  harness = await FanoutHarness.start({
    onAction: (principal, action) => {
      seen.push([principal.id, action]);
      return action.action === 'close' ? Promise.reject(new Error('journal down')) : Promise.resolve(refusal);
    },
  });
  const client = await harness.watching('operator', []);
  expect(await act(client, { ...ACT, actor: 'somebody else' })).toEqual(refusal);
  expect(seen).toEqual([['t-operator', ACT]]);
  expect(await act(client, { ...ACT, action: 'close' })).toMatchObject({ ok: false, code: 'internal' });
  expect(harness.failures).toMatchObject([{ part: 'action' }]);
  expect(await act(client, { action: 7 })).toMatchObject({ ok: false, code: 'bad-message' });
});

test('[P14] another protocol, realm or an unreadable hello is cut with its code', async () => {
  harness = await FanoutHarness.start();
  for (const [hello, code] of [
    [{ protocol: 2 }, 'protocol'],
    [{ realm: 'exercise:flood' }, 'realm'],
    [{ channels: ['users'] }, 'bad-message'],
  ] as const) {
    const client = harness.client('operator');
    await client.connected();
    client.hello(hello as { protocol: number });
    await client.ended();
    expect(client.errors).toMatchObject([{ code, isFinal: true }]);
  }
});

test('[P14] events that are none, and messages out of turn, are refused and harm nothing', async () => {
  harness = await FanoutHarness.start();
  const client = harness.client('operator');
  await client.connected();
  const emit = (event: string, ...args: unknown[]): unknown =>
    (client.socket as unknown as { emit(name: string, ...rest: unknown[]): unknown }).emit(event, ...args);
  const noEvents = ['error', '__proto__', 'constructor', 'join', ''];
  for (const event of noEvents) emit(event, { x: 1 });
  emit('interest', { channels: [] });
  emit('credit', { upTo: 1 });
  await expect.poll(() => client.errors.length).toBe(7);
  expect(new Set(client.errors.map((error) => error.code))).toEqual(new Set(['bad-message']));
  harness.nowMs += 10_000;
  client.hello({ channels: ['layer:air'] });
  await client.frames(1);
  emit('interest', 'x');
  emit('credit');
  emit('action', ACT);
  for (const event of noEvents) emit(event, { x: 1 });
  await expect.poll(() => client.errors.length).toBe(15);
  await harness.beat(client);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

test('[P14] a flood of messages, or one that is too large, ends the connection and no other', async () => {
  harness = await FanoutHarness.start();
  const other = await harness.watching('operator', []);
  const flooder = await harness.watching('operator', []);
  for (let i = 0; i < 500; i++) flooder.socket.emit('credit', { upTo: i });
  await flooder.error('rate');
  await flooder.ended();
  const fat = await harness.watching('operator', []);
  fat.socket.emit('interest', { channels: ['x'.repeat(70_000)] });
  await fat.ended();
  await harness.beat(other);
  expect(harness.fanout.stats()).toMatchObject({ clients: 1, cuts: { rate: 1 } });
});

test('who never says hello, or is one too many, is not kept', async () => {
  harness = await FanoutHarness.start({ limits: { maxClients: 1 } });
  const mute = harness.client('operator');
  await mute.connected();
  expect(await harness.client('operator').refused()).toBe('too-many');
  harness.nowMs += 10_001;
  void harness.beat();
  await mute.ended();
  expect(mute.errors).toMatchObject([{ code: 'bad-message' }]);
});

test('a screen tells when it last painted', async () => {
  harness = await FanoutHarness.start();
  publishIncident();
  const wall = await harness.watching('wall', ['records:incident']);
  wall.socket.emit('credit', { upTo: 1, paintedMs: 999_500 });
  await wall.roundTrip();
  expect(harness.fanout.stats().screens).toMatchObject([
    { room: 'main', screen: '1', paintedMs: 999_500, lastCreditMs: 1_000_000 },
  ]);
});
