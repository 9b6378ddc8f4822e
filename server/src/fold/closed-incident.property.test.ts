import type { Rng } from '@metropane/base';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf } from './alarm-room-fixture.ts';
import { ControlRoom } from './control-room.ts';
import { T0 } from './room-fixture.ts';

const own = { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' } as const;
const ENTITIES = ['g', 'a', 'b', 'far'];
const ACTS = ['acknowledge', 'close', 'close', 'reopen', 'note', 'claim', 'merge'];
const ALARM_ACTS = ['acknowledge', 'shelve', 'unshelve', 'out-of-service', 'in-service', 'reset', 'note'];
const STEPS = 60;
const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const RUNS = isFull ? 400 : 25;

function newRoom(rng: Rng): ControlRoom {
  const severities = [{ when: 'depth > 50', severity: 1 as const }];
  return alarmRoom(
    [
      ruleOf({ inputs: { depth: own }, severity: 3, severities, respondWithinMs: 300_000 }),
      ruleOf({ id: 'kept', inputs: { depth: own }, isLatching: true, when: `depth > ${5 + rng.int(20)}` }),
    ],
    { topology: ['a', 'b'].map((to) => ({ kind: 'drain', from: 'flood/g', to: `flood/${to}` }) as const) },
  );
}

interface Acted {
  room: ControlRoom;
  seq: number;
}

function act(acted: Acted, rng: Rng): void {
  const { room } = acted;
  const seq = (acted.seq += 1);
  const fact = (kind: string, body: object): void =>
    room.fold(
      { kind: 'journal', seq, entry: { kind, atMs: room.nowMs + seq, actor: 'An', body } as never },
      3,
    );
  if (rng.int(3) === 0) {
    const alarms = [...room.alarms.values()];
    const alarm = alarms[rng.int(Math.max(1, alarms.length))];
    if (alarm === undefined) return;
    const action = ALARM_ACTS[rng.int(ALARM_ACTS.length)]!;
    const untilMs = room.nowMs + seq + 60_000 * (1 + rng.int(20));
    const body = { action, reason: 'x', text: 'x', untilMs, expectedRevision: alarm.revision };
    fact('alarm-action', { alarmId: alarm.id, action: body });
    return;
  }
  const incidents = [...room.incidents.values()];
  const incident = incidents[rng.int(Math.max(1, incidents.length))];
  if (incident === undefined) return;
  const action = ACTS[rng.int(ACTS.length)]!;
  const target = incidents[rng.int(incidents.length)]!.id;
  const { id: incidentId, revision: expectedRevision } = incident;
  fact('action', { incidentId, action: { action, reason: 'x', text: 'x', target, expectedRevision } });
}

/** What the condition does: how often it began, and how urgent it is. */
function conditions(room: ControlRoom): Map<string, { activations: number; priority: number }> {
  return new Map(
    [...room.alarms.values()].map(({ id, activations, priority }) => [id, { activations, priority }]),
  );
}

test(
  '[I28] whatever people close: who calls has an open incident, and no condition begins or grows worse unheard',
  () => {
    let cameBack = 0;
    forSeeds('closed incidents', RUNS, (rng, seed) => {
      const acted: Acted = { room: newRoom(rng), seq: 0 };
      let ms = 0;
      for (let step = 0; step < STEPS; step++) {
        const { room } = acted;
        const before = conditions(room);
        if (rng.int(12) === 0) {
          acted.room = new ControlRoom();
          acted.room.restore(room.snapshot());
          expect(acted.room.stateHash(), seed).toBe(room.stateHash());
          continue;
        }
        const isAct = rng.int(2) === 0;
        if (isAct) act(acted, rng);
        else {
          ms += 15_000 + rng.int(400_000);
          depths(room, ENTITIES[rng.int(ENTITIES.length)]!, [[ms, [1, 12, 30, 70][rng.int(4)]!]]);
        }
        const called = room
          .takeDerived()
          .flatMap((one) =>
            one.kind === 'derived.alarm' && one.body.isAnnunciated ? [one.body.alarmId] : [],
          );
        const owner = (id: string): string | undefined => room.incidents.incidentOfAlarm(id)?.state;
        const isHeard = (id: string): boolean => owner(id) !== undefined && owner(id) !== 'closed';
        for (const id of called) expect(isHeard(id), `${seed} step ${step}: ${id} calls`).toBe(true);
        for (const alarm of room.alarms.values()) {
          expect(alarm.incidentId, `${seed} step ${step}`).toBe(room.incidents.incidentOfAlarm(alarm.id)?.id);
          const was = before.get(alarm.id) ?? { activations: 0, priority: alarm.priority };
          const isNews = alarm.activations > was.activations || alarm.priority < was.priority;
          if (isAct || !isNews || alarm.isChattering || alarm.state !== 'unacknowledged') continue;
          expect(isHeard(alarm.id), `${seed} step ${step}: ${alarm.id} is news`).toBe(true);
          cameBack += Number(room.incidents.incidentOfAlarm(alarm.id)?.alarms?.[0]?.why.kind === 'came-back');
        }
      }
      expect(T0 + ms).toBeLessThanOrEqual(acted.room.nowMs);
    });
    // The test has seen what it is about.
    expect(cameBack).toBeGreaterThan(RUNS);
  },
  isFull ? 300_000 : 60_000,
);
