import { expect, test } from 'vitest';
import { MAX_CHANNELS, parseActionMessage, parseCredit, parseHello, parseInterest } from './parse-up.ts';

const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  '',
  'x'.repeat(100_000),
  [],
  [[[[]]]],
  {},
  new Map(),
  () => 1,
  new Uint8Array(4),
  JSON.parse('{"__proto__":{"polluted":1}}'),
  { protocol: 1, realm: 'live', resume: { epoch: -1, seq: 0 } },
  { upTo: Infinity },
];

test('[P14] hostile input is refused with a short reason and pollutes nothing', () => {
  for (const parse of [parseHello, parseInterest, parseCredit, parseActionMessage]) {
    for (const raw of HOSTILE) {
      const parsed = parse(raw);
      expect(parsed).toMatchObject({ ok: false, code: 'bad-message' });
      expect(!parsed.ok && parsed.message.length).toBeLessThan(200);
    }
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('[P14] a hello is read field by field, unknown fields are left out', () => {
  const raw = {
    protocol: 1,
    realm: 'exercise:flood-1',
    resume: { epoch: 4, seq: 17, extra: 1 },
    channels: ['records:incident', 'layer:traffic', 'records:incident'],
    room: 'main',
    screen: '1',
    admin: true,
  };
  expect(parseHello(raw)).toEqual({
    ok: true,
    value: {
      protocol: 1,
      realm: 'exercise:flood-1',
      resume: { epoch: 4, seq: 17 },
      channels: ['records:incident', 'layer:traffic'],
      room: 'main',
      screen: '1',
    },
  });
  expect(parseHello({ protocol: 99, realm: 'live' }).ok).toBe(true);
});

test.each([
  ['another realm', { realm: 'LIVE' }],
  ['a room with a slash', { room: '../x' }],
  ['an unknown table', { channels: ['records:users'] }],
  ['channels as text', { channels: 'records:incident' }],
  ['half a resume', { resume: { epoch: 1 } }],
  ['a fractional protocol', { protocol: 1.5 }],
])('[P14] a hello with %s is bad', (_, fields) => {
  expect(parseHello({ protocol: 1, realm: 'live', ...fields }).ok).toBe(false);
});

test('[P14] more channels than a screen may watch have a code of their own', () => {
  const channels = (count: number): string[] =>
    Array.from({ length: count }, (_, x) => `layer:transit@15/${x}/15397`);
  expect(parseInterest({ channels: channels(MAX_CHANNELS) }).ok).toBe(true);
  for (const parsed of [
    parseInterest({ channels: channels(MAX_CHANNELS + 1) }),
    parseHello({ protocol: 1, realm: 'live', channels: channels(MAX_CHANNELS + 1) }),
  ]) {
    expect(parsed).toMatchObject({ ok: false, code: 'too-many-channels' });
  }
});

test('[P16] a map cell of a layer is a channel, a cell of another grid is none', () => {
  const channels = ['layer:transit@15/26096/15397', 'layer:transit@none'];
  expect(parseInterest({ channels })).toEqual({ ok: true, value: { channels } });
  for (const name of ['layer:transit@13/6524/3849', 'layer:transit@15/99999/1', 'records:feed@none']) {
    expect(parseInterest({ channels: [name] })).toMatchObject({ ok: false, code: 'bad-message' });
  }
});

test('[P14] a credit may say when the screen last painted', () => {
  expect(parseCredit({ upTo: 5, paintedMs: 1.5, x: 1 })).toEqual({
    ok: true,
    value: { upTo: 5, paintedMs: 1.5 },
  });
  expect(parseCredit({ upTo: 5 })).toEqual({ ok: true, value: { upTo: 5 } });
  expect(parseCredit({ upTo: 5, paintedMs: '1' }).ok).toBe(false);
});

test('[P22] a credit may say which publish the screen has painted, and when', () => {
  const shown = { seq: 4, atMs: 1_763_881_500_000.5 };
  expect(parseCredit({ upTo: 5, paintedMs: 7, shown: { ...shown, x: 1 } })).toEqual({
    ok: true,
    value: { upTo: 5, paintedMs: 7, shown },
  });
  for (const bad of [null, 4, { seq: 4 }, { seq: -1, atMs: 1 }, { seq: 4, atMs: Number.NaN }])
    expect(parseCredit({ upTo: 5, shown: bad }).ok).toBe(false);
});

test('[P14] an action keeps what an act may need and nothing else', () => {
  const act = { incidentId: 'SC-000412', action: 'close', expectedRevision: 3 };
  expect(parseActionMessage({ ...act, reason: 'báo nhầm', actionId: 'k1', actor: 'somebody else' })).toEqual({
    ok: true,
    value: { ...act, reason: 'báo nhầm', actionId: 'k1' },
  });
  expect(parseActionMessage({ ...act, incidentId: '../../x' }).ok).toBe(false);
  expect(parseActionMessage({ ...act, text: 'x'.repeat(4_001) }).ok).toBe(false);
  expect(parseActionMessage({ ...act, expectedRevision: -1 }).ok).toBe(false);
});

test('[P14] an action names an incident or an alarm, and an act on an incident may name an alarm too', () => {
  const alarmId = '0123456789abcdef0123456789abcdef';
  const shelve = {
    alarmId,
    action: 'shelve',
    expectedRevision: 2,
    reason: 'sửa trạm',
    untilMs: 1_763_881_500_000,
  };
  expect(parseActionMessage({ ...shelve, by: 'x' })).toEqual({ ok: true, value: shelve });
  const move = {
    incidentId: 'SC-000412',
    alarmId,
    action: 'move-alarm',
    target: 'SC-000413',
    expectedRevision: 3,
  };
  expect(parseActionMessage(move)).toEqual({ ok: true, value: move });
  expect(parseActionMessage({ action: 'acknowledge', expectedRevision: 1 }).ok).toBe(false);
  expect(parseActionMessage({ ...shelve, alarmId: 'SC-000412' }).ok).toBe(false);
  expect(parseActionMessage({ ...shelve, untilMs: 1.5 }).ok).toBe(false);
});
