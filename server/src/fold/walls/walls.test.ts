import { CanonicalWriter } from '@metropane/base';
import type { Incident } from '@metropane/incidents';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { LONGEST_HOLD_MS, type WallRoomConfig } from './wall-room.ts';
import { Walls } from './walls.ts';

const T0 = Date.UTC(2026, 10, 23, 8);
const MAIN: WallRoomConfig = {
  id: 'main',
  playlist: ['overview', 'traffic', 'water'],
  dwellMs: { overview: 60_000, traffic: 20_000 },
};

function walls(rooms: WallRoomConfig[] = [MAIN]): Walls {
  const made = new Walls();
  made.configure(rooms, ['overview', 'traffic', 'water', 'air']);
  made.tick(T0, []);
  return made;
}

function fire(id: string, knownAtMs: number): Incident {
  return {
    id,
    revision: 0,
    priority: 1,
    state: 'new',
    category: 'fire',
    title: 'Cháy',
    source: '114',
    reports: 1,
    openedAtMs: knownAtMs,
    knownAtMs,
    updatedAtMs: knownAtMs,
    simulated: false,
  };
}

const at = (made: Walls, seconds: number, calling: Incident[] = []) => {
  made.tick(T0 + seconds * 1_000, calling);
  const { scene, untilMs, held } = made.get('main')!;
  return [scene, untilMs === null ? null : (untilMs - T0) / 1_000, held?.incidentId ?? null];
};

test('a playlist turns at the moment that is due, also when ticks come late, and begins again', () => {
  const made = walls();
  expect(at(made, 59.9)).toEqual(['overview', 60, null]);
  expect(at(made, 62)).toEqual(['traffic', 80, null]);
  expect(at(made, 80)).toEqual(['water', 110, null]);
  expect(at(made, 110)).toEqual(['overview', 170, null]);
});

test('after a stop the rota goes on from now instead of racing through what it missed', () => {
  const made = walls();
  expect(at(made, 3_600)).toEqual(['traffic', 3_620, null]);
});

test('a life-threatening incident takes the wall at once, a newer one takes it over, and it is freed when all are acknowledged', () => {
  const made = walls();
  const first = fire('SC-000001', T0 + 10_000);
  const second = fire('SC-000002', T0 + 30_000);
  expect(at(made, 10, [first])).toEqual(['incident', null, 'SC-000001']);
  expect(at(made, 30, [first, second])).toEqual(['incident', null, 'SC-000002']);
  expect(at(made, 40, [first])).toEqual(['incident', null, 'SC-000001']);
  expect(at(made, 50)).toEqual(['overview', 110, null]);
});

test('an incident that nobody acknowledges does not keep the city off the wall for ever', () => {
  const made = walls();
  const unheard = fire('SC-000001', T0);
  expect(at(made, 1, [unheard])[0]).toBe('incident');
  expect(at(made, LONGEST_HOLD_MS / 1_000, [unheard])).toEqual(['overview', 660, null]);
  expect(at(made, LONGEST_HOLD_MS / 1_000 + 1, [unheard])[0]).toBe('overview');
});

test('what a desk sent stays for as long as it said, waits behind an alarm, and can be taken back', () => {
  const made = walls();
  const send = (forMs: number) =>
    made.act('main', { action: 'send', scene: 'air', forMs }, { by: 'Bàn 2', nowMs: T0 + 5_000 });
  send(600_000);
  expect(at(made, 6)).toEqual(['air', null, null]);
  expect(at(made, 10, [fire('SC-000001', T0 + 10_000)])[0]).toBe('incident');
  expect(at(made, 20)[0]).toBe('air');
  expect(at(made, 605)).toEqual(['overview', 665, null]);
  send(600_000);
  made.act('main', { action: 'resume' }, { by: 'Bàn 2', nowMs: T0 + 606_000 });
  expect(at(made, 607)).toEqual(['overview', 666, null]);
});

test('a frozen wall stands, can be turned by hand, and goes on when it is thawed', () => {
  const made = walls();
  const act = (action: string, seconds: number) =>
    made.act('main', { action }, { by: 'Bàn 2', nowMs: T0 + seconds * 1_000 });
  act('freeze', 1);
  expect(at(made, 7_200)).toEqual(['overview', null, null]);
  act('next', 7_201);
  expect(at(made, 9_000)).toEqual(['traffic', null, null]);
  act('previous', 9_001);
  act('unfreeze', 9_002);
  expect(at(made, 9_003)).toEqual(['overview', 9_062, null]);
});

test.each([
  ['main', { action: 'send', scene: 'nowhere', forMs: 60_000 }, 'unknown-scene'],
  ['hall', { action: 'next' }, 'unknown-room'],
  ['main', { action: 'send', scene: 'air' }, 'bad-action'],
  ['main', { action: 'send', scene: 'incident', forMs: 60_000 }, 'bad-action'],
  ['main', { action: 'send', scene: 'air', forMs: 0 }, 'bad-action'],
  ['main', { action: 'send', scene: 'air', forMs: Number.NaN }, 'bad-action'],
  ['main', { action: 'explode' }, 'bad-action'],
  ['main', null, 'bad-action'],
])('room %s refuses %j as %s, and nothing changes', (room, action, code) => {
  const made = walls();
  made.takeChanged();
  expect(made.decide(room, action)).toBe(code);
  made.act(room, action, { by: 'x', nowMs: T0 + 1 });
  expect(made.takeChanged()).toEqual([]);
});

test('a playlist that changed starts over, one that stays goes on, a room that is gone is told as changed', () => {
  const made = walls([MAIN, { ...MAIN, id: 'hall' }]);
  at(made, 61);
  made.takeChanged();
  made.configure([{ ...MAIN, playlist: ['overview', 'traffic'] }], ['overview', 'traffic']);
  expect([made.get('main')?.scene, made.takeChanged()]).toEqual(['traffic', ['hall']]);
  made.configure([{ ...MAIN, playlist: ['air'] }], ['air']);
  made.tick(T0 + 70_000, []);
  expect(made.get('main')).toMatchObject({ scene: 'air', untilMs: null });
});

test('restored anywhere, it goes on as if it had never stopped', () => {
  forSeeds('walls', 40, (rng) => {
    const [one, other] = [walls(), new Walls()];
    const steps = Array.from({ length: 60 }, () => ({
      seconds: 1 + rng.int(90),
      act: rng.int(10),
      calls: rng.int(6) === 0,
    }));
    const cut = rng.int(steps.length);
    let nowMs = T0;
    const doStep = (made: Walls, { act, calls }: (typeof steps)[number]): void => {
      const action = [
        { action: 'next' },
        { action: 'freeze' },
        { action: 'unfreeze' },
        { action: 'send', scene: 'air', forMs: 120_000 },
        { action: 'resume' },
      ][act];
      if (action !== undefined) made.act('main', action, { by: 'Bàn 1', nowMs });
      made.tick(nowMs, calls ? [fire('SC-000001', nowMs)] : []);
    };
    steps.forEach((step, i) => {
      nowMs += step.seconds * 1_000;
      doStep(one, step);
      if (i === cut) {
        other.configure([MAIN], ['overview', 'traffic', 'water', 'air']);
        other.restore(one.snapshot());
      } else if (i > cut) doStep(other, step);
    });
    expect(hashOf(other)).toBe(hashOf(one));
    expect(other.snapshot()).toEqual(one.snapshot());
  });
});

function hashOf(made: Walls): string {
  const writer = new CanonicalWriter().reset();
  made.forEachCanonical((key, fill) => {
    writer.string(key);
    fill(writer);
  });
  return writer.hash().join(' ');
}
