import { beforeEach, expect, test } from 'vitest';
import { DeviceGrants, GRANT_TTL_MS, POLL_EVERY_MS } from './device-grants.ts';
import type { BegunGrant } from './device-grants.ts';

const WALL = { room: 'main', screen: '1' };
let nowMs = 0;
let grants = new DeviceGrants({ nowMs: () => nowMs });
beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 23);
  grants = new DeviceGrants({ nowMs: () => nowMs });
});

function begin(place = WALL, address = '10.0.0.5'): BegunGrant {
  const begun = grants.begin(place, address);
  if (!begun.ok) throw new Error(begun.message);
  return begun.value;
}
const codeOf = ({ deviceSecret }: BegunGrant): string => {
  const polled = grants.poll(deviceSecret);
  return polled.ok ? 'let in' : polled.code;
};

test('a screen waits, somebody lets it in, and it gets its place once', () => {
  const begun = begin();
  expect(begun.userCode).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
  expect(codeOf(begun)).toBe('authorization_pending');
  expect(grants.find(begun.userCode)).toMatchObject({ ...WALL, address: '10.0.0.5' });
  // However it is typed.
  expect(
    grants.decide(` ${begun.userCode.toLowerCase().replace('-', ' ')}`, { approvedBy: 'lan' }),
  ).toMatchObject(WALL);
  expect(grants.poll(begun.deviceSecret)).toMatchObject({ ok: true, value: { ...WALL, approvedBy: 'lan' } });
  expect(codeOf(begun)).toBe('expired_token');
  expect(grants.size).toBe(0);
});

test('a code is decided once, by the first', () => {
  const begun = begin();
  expect(grants.decide(begun.userCode, 'deny')).toBeDefined();
  expect(grants.decide(begun.userCode, { approvedBy: 'minh' })).toBeUndefined();
  expect(grants.find(begun.userCode)).toBeUndefined();
  expect(codeOf(begun)).toBe('access_denied');
  expect(codeOf(begun)).toBe('expired_token');
});

test('after ten minutes a code names nothing and opens nothing, also one that was approved', () => {
  const [waiting, approved] = [begin(), begin({ room: 'main', screen: '2' })];
  grants.decide(approved.userCode, { approvedBy: 'lan' });
  nowMs += GRANT_TTL_MS;
  expect(grants.find(waiting.userCode)).toBeUndefined();
  expect(grants.decide(waiting.userCode, { approvedBy: 'lan' })).toBeUndefined();
  expect([codeOf(waiting), codeOf(approved)]).toEqual(['expired_token', 'expired_token']);
  begin();
  expect(grants.size).toBe(1);
});

test('who asks too often is told so, and is let in all the same', () => {
  const begun = begin();
  expect(codeOf(begun)).toBe('authorization_pending');
  expect(codeOf(begun)).toBe('slow_down');
  nowMs += POLL_EVERY_MS;
  expect(codeOf(begun)).toBe('authorization_pending');
  grants.decide(begun.userCode, { approvedBy: 'lan' });
  expect(codeOf(begun)).toBe('let in');
});

test('a screen that loads again has one code; the short code opens nothing; strangers cannot fill the room', () => {
  const first = begin();
  const second = begin();
  expect(codeOf(first)).toBe('expired_token');
  expect(grants.find(first.userCode)).toBeUndefined();
  expect(grants.poll(second.userCode)).toMatchObject({ code: 'expired_token' });
  for (let i = 0; grants.size < 64; i++) begin({ room: 'main', screen: `x${i}` });
  expect(grants.begin({ room: 'main', screen: 'more' }, '10.0.0.5')).toMatchObject({
    code: 'too-many-devices',
  });
  // A screen that waits already may ask for a new code, and another address may still ask.
  expect(grants.begin({ room: 'main', screen: 'x0' }, '10.0.0.5').ok).toBe(true);
  expect(grants.begin(WALL, '10.0.0.6').ok).toBe(true);
});
