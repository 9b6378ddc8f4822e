import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf } from './alarm-room-fixture.ts';

const MIN = 60_000;

test('[R5] it grows worse: the alarm that stands is raised in priority, and lowered only by what is known', () => {
  const rule = ruleOf({ severity: 3, severities: [{ when: 'depth > 30', severity: 1 }] });
  const room = alarmRoom([rule]);
  depths(room, 'a', [[0, 12]]);
  expect([...room.alarms.values()][0]?.priority).toBe(3);
  depths(room, 'a', [[MIN, 40]]);
  expect([...room.alarms.values()][0]?.priority).toBe(1);
  depths(room, 'a', [
    [2 * MIN, 12],
    [3 * MIN, 12],
  ]);
  expect([...room.alarms.values()][0]?.priority).toBe(3);
});

test('[R21] a worse severity is told at once, a milder one when it has lasted: what swings about a limit keeps its rank', () => {
  const rule = ruleOf({
    severity: 3,
    severities: [{ when: 'depth > 30', severity: 1 }],
    offDelayMs: 2 * MIN,
  });
  const room = alarmRoom([rule]);
  const ranks = (): (number | undefined)[] => [...room.alarms.values()].map(({ priority }) => priority);
  depths(room, 'a', [[0, 12]]);
  const mild = ranks();
  depths(room, 'a', [[MIN, 40]]);
  const worst = ranks();
  expect(worst).not.toEqual(mild);
  for (let i = 2; i < 12; i++) depths(room, 'a', [[i * MIN, i % 2 === 0 ? 12 : 40]]);
  expect(ranks()).toEqual(worst);
  depths(room, 'a', [
    [12 * MIN, 12],
    [13.9 * MIN, 12],
  ]);
  expect(ranks()).toEqual(worst);
  depths(room, 'a', [[14 * MIN, 12]]);
  expect(ranks()).toEqual(mild);
});

test('[A6] [I22] an alarm that stands and calls already grows worse: its incident follows in the same tick, without a second call', () => {
  const rule = ruleOf({ severity: 3, severities: [{ when: 'depth > 30', severity: 1 }] });
  const room = alarmRoom([rule]);
  depths(room, 'a', [
    [0, 12],
    [10_000, 12],
  ]);
  const calls = room.takeDerived().filter((one) => one.kind === 'derived.alarm' && one.body.isAnnunciated);
  expect(calls).toHaveLength(1);
  const before = room.incidents.get('SC-000001')!;
  depths(room, 'a', [[MIN, 40]]);
  const after = room.incidents.get('SC-000001')!;
  expect([before.priority, after.priority, after.revision]).toEqual([3, 1, before.revision]);
  const told = room.takeDerived().flatMap((one) => (one.kind === 'derived.alarm' ? [one.body] : []));
  expect(told).toMatchObject([
    { priority: 1, from: 'unacknowledged', to: 'unacknowledged', isAnnunciated: false },
  ]);
});

test('[R17] [R21] a new revision whose priority is worse raises the alarm that stands and its incident; a milder one waits', () => {
  const room = alarmRoom([ruleOf({ severity: 3 })]);
  depths(room, 'a', [[0, 12]]);
  const ranks = (): (number | undefined)[] => [
    [...room.alarms.values()][0]?.priority,
    room.incidents.get('SC-000001')?.priority,
  ];
  const write = (revision: number, severity: 1 | 3): void =>
    room.fold(
      {
        kind: 'journal',
        seq: revision,
        entry: {
          kind: 'rule',
          atMs: room.nowMs,
          actor: 'An',
          body: { rule: ruleOf({ severity }), revision, by: 'An' },
        } as never,
      },
      3,
    );
  write(2, 1);
  depths(room, 'a', [[MIN, 12]]);
  expect(ranks()).toEqual([1, 1]);
  write(3, 3);
  depths(room, 'a', [[1.5 * MIN, 12]]);
  expect(ranks()).toEqual([1, 1]);
  depths(room, 'a', [[2.5 * MIN + 1, 12]]);
  // Of an incident the most urgent that it ever was: milder is a person's act.
  expect(ranks()).toEqual([3, 1]);
});
