import { CanonicalWriter } from '@metropane/base';
import type { RingPoint } from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { ControlRoom } from '../control-room.ts';
import type { LogEntry } from '../log-entry.ts';
import { makeRoom, T0 } from '../room-fixture.ts';
import { Geofences, MOST_FENCES } from './geofences.ts';

const HOUR_MS = 3_600_000;
const RING: RingPoint[] = [
  [106.69, 10.77],
  [106.71, 10.77],
  [106.71, 10.79],
];
const FENCE = { name: 'Chợ', purpose: 'Cháy lan', kind: 'closed', ring: RING, expiresAtMs: null };

function book(): { fences: Geofences; act: (action: object, actor?: string, atMs?: number) => unknown } {
  const fences = new Geofences();
  const act = (action: object, actor = 'Lan', atMs = T0): unknown => {
    const outcome = fences.act({ action, units: [{ code: '26740', name: 'Sài Gòn' }] }, { atMs, actor });
    return outcome.ok ? (outcome.fence ?? 'gone') : outcome.code;
  };
  return { fences, act };
}

test('a fence is drawn, changed and removed; who and when are kept', () => {
  const { fences, act } = book();
  expect(act({ action: 'draw', fence: FENCE })).toMatchObject({ id: 'VG-000001', revision: 1 });
  const change = { action: 'change', id: 'VG-000001', expectedRevision: 1 };
  act({ ...change, fence: { ...FENCE, kind: 'evacuation' } }, 'Minh', T0 + 5);
  expect(fences.get('VG-000001')).toEqual({
    ...{
      ...FENCE,
      id: 'VG-000001',
      revision: 2,
      kind: 'evacuation',
      units: [{ code: '26740', name: 'Sài Gòn' }],
    },
    ...{ createdBy: 'Lan', createdAtMs: T0, changedBy: 'Minh', changedAtMs: T0 + 5 },
  });
  expect(act({ action: 'remove', id: 'VG-000001', expectedRevision: 2 })).toBe('gone');
  expect([...fences.values()]).toEqual([]);
  // A number is never given twice: papers name it.
  expect(act({ action: 'draw', fence: FENCE })).toMatchObject({ id: 'VG-000002' });
});

test.each([
  ['stale-revision', { action: 'change', id: 'VG-000001', expectedRevision: 0, fence: FENCE }],
  ['stale-revision', { action: 'remove', id: 'VG-000001', expectedRevision: 9 }],
  ['no-geofence', { action: 'remove', id: 'VG-000009', expectedRevision: 1 }],
  ['bad-action', { action: 'explode', id: 'VG-000001', expectedRevision: 1 }],
  ['bad-action', { action: 'remove', id: 'VG-000001' }],
  ['bad-action', { action: 'remove', id: 'VG-000001', expectedRevision: 1, actionId: 7 }],
  ['bad-ring', { action: 'change', id: 'VG-000001', expectedRevision: 1, fence: { ...FENCE, ring: [] } }],
  ['bad-ring', { action: 'draw' }],
])('%s: nothing changes by %j', (code, action) => {
  const { fences, act } = book();
  act({ action: 'draw', fence: FENCE });
  fences.takeChanged();
  const before = fences.snapshot();
  expect(act(action)).toBe(code);
  expect([fences.snapshot(), fences.takeChanged()]).toEqual([before, []]);
});

test('an act that is told again has one effect, also after its fence is gone', () => {
  const { fences, act } = book();
  const draw = { action: 'draw', actionId: 'a', fence: FENCE };
  expect(act(draw)).toEqual(act(draw));
  const remove = { action: 'remove', actionId: 'b', id: 'VG-000001', expectedRevision: 1 };
  expect([act(remove), act(remove), act(draw)]).toEqual(['gone', 'gone', 'gone']);
  expect(fences.snapshot()).toMatchObject({ nextNumber: 2, fences: [] });
});

test('more fences than a person can look through are refused until one is removed', () => {
  const { act } = book();
  for (let i = 0; i < MOST_FENCES; i++) act({ action: 'draw', fence: FENCE });
  expect(act({ action: 'draw', fence: FENCE })).toBe('too-many-geofences');
  act({ action: 'remove', id: 'VG-000007', expectedRevision: 1 });
  expect(act({ action: 'draw', fence: FENCE })).toMatchObject({ id: `VG-000${MOST_FENCES + 1}` });
});

test('a fence ends when the time of the room reaches its expiry, not before', () => {
  const room = makeRoom();
  fold(room, { action: 'draw', fence: { ...FENCE, expiresAtMs: T0 + HOUR_MS } }, 1);
  room.fold({ kind: 'tick', nowMs: T0 + HOUR_MS - 1 }, 1);
  room.geofences.takeChanged();
  expect(room.geofences.get('VG-000001')?.name).toBe('Chợ');
  room.fold({ kind: 'tick', nowMs: T0 + HOUR_MS }, 2);
  expect(room.geofences.get('VG-000001')).toBeUndefined();
  expect(room.geofences.takeChanged()).toEqual(['VG-000001']);
});

test('every field of a fence is in the state hash', () => {
  const { fences, act } = book();
  act({ action: 'draw', actionId: 'a', fence: { ...FENCE, expiresAtMs: T0 + 1 } });
  const snapshot = fences.snapshot();
  const [fence] = snapshot.fences;
  const others = Object.keys(fence!)
    .filter((field) => field !== 'id')
    .map((field) => ({ ...fence!, [field]: otherThan(fence![field as 'name']) }));
  const hashes = [fence!, ...others].map((one) => {
    const restored = new Geofences();
    restored.restore({ ...snapshot, fences: [one] });
    return hashOf(restored);
  });
  expect(new Set(hashes).size).toBe(hashes.length);
});

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'string' ? `${value}x` : [...(value as unknown[])].slice(1);
}

function hashOf(fences: Geofences): string {
  const writer = new CanonicalWriter().reset();
  fences.forEachCanonical((key, fill) => {
    writer.string(key);
    fill(writer);
  });
  return writer.hash().join(' ');
}

test('a room that was restored in the middle goes on like one that never stopped', () => {
  forSeeds('geofence-rooms', 30, (rng) => {
    const [one, steps] = [makeRoom(), 40];
    const cut = rng.int(steps);
    let other: ControlRoom | null = null;
    let nowMs = T0;
    for (let i = 0; i < steps; i++) {
      nowMs += rng.int(HOUR_MS);
      const tick: LogEntry = { kind: 'tick', nowMs };
      const action = someAct(rng.int, one, nowMs);
      for (const room of other === null ? [one] : [one, other]) {
        room.fold(tick, 0);
        fold(room, action, i + 1);
      }
      if (i === cut) {
        other = new ControlRoom();
        other.restore(one.snapshot());
      }
    }
    expect(other?.stateHash()).toBe(one.stateHash());
    expect([...other!.geofences.values()]).toEqual([...one.geofences.values()]);
  });
});

function someAct(int: (n: number) => number, room: ControlRoom, nowMs: number): object {
  const all = [...room.geofences.values()];
  const on = all[int(Math.max(1, all.length))];
  const fence = {
    ...FENCE,
    name: `V${int(100)}`,
    expiresAtMs: int(2) === 0 ? null : nowMs + 1 + int(9 * HOUR_MS),
  };
  const at = { id: on?.id ?? 'VG-000001', expectedRevision: (on?.revision ?? 1) - int(2) };
  const acts = [
    { action: 'draw', fence, actionId: `a${int(60)}` },
    { action: 'change', ...at, fence },
    { action: 'remove', ...at },
  ];
  return acts[int(acts.length)]!;
}

function fold(room: ControlRoom, action: object, seq: number): void {
  const body = { action, units: [] };
  const entry = { kind: 'geofence-action', v: 1, atMs: room.nowMs, actor: 'Lan', body };
  room.fold({ kind: 'journal', seq, entry } as LogEntry, 0);
}
