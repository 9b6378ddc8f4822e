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
