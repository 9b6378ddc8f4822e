import type { Rule } from '@metropane/city';
import { expect, test } from 'vitest';
import { alarmRoom, depths, ruleOf } from './alarm-room-fixture.ts';
import type { ControlRoom } from './control-room.ts';
import { T0 } from './room-fixture.ts';

const MIN = 60_000;
const own = { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' } as const;
/** Feeder-like topology: `g` drains `a` and `b`, so that these join `g` silently. */
const DRAINS = ['a', 'b'].map((to) => ({ kind: 'drain', from: 'flood/g', to: `flood/${to}` }) as const);

function room(over: Partial<Rule> = {}): ControlRoom {
  return alarmRoom([ruleOf({ inputs: { depth: own }, ...over })], { topology: DRAINS });
}

let seq = 0;
function act(to: ControlRoom, kind: 'action' | 'alarm-action', body: object): void {
  seq += 1;
  to.fold({ kind: 'journal', seq, entry: { kind, atMs: to.nowMs, actor: 'An', body } as never }, 3);
}
function onIncident(to: ControlRoom, incidentId: string, action: object): void {
  const expectedRevision = to.incidents.get(incidentId)!.revision;
  act(to, 'action', { incidentId, action: { expectedRevision, ...action } });
}
const close = (to: ControlRoom, id: string): void => onIncident(to, id, { action: 'close', reason: 'xong' });

/** `incident state (why)` in the order in which they were opened. */
function incidents(of: ControlRoom): string[] {
  return [...of.incidents.values()].map(
    ({ id, state, alarms }) => `${id.slice(-1)} ${state} ${alarms?.[0]?.why.kind}`,
  );
}
/** The calls since the last look: `key incident state`. */
function calls(of: ControlRoom): string[] {
  return of.takeDerived().flatMap((one) => {
    if (one.kind !== 'derived.alarm' || !one.body.isAnnunciated) return [];
    const incident = of.incidents.incidentOfAlarm(one.body.alarmId);
    return [`${one.body.key} ${incident?.id.slice(-1)} ${incident?.state}`];
  });
}

test('[I28] an alarm that was acknowledged with a closed incident and comes again opens a new one, linked to the old one', () => {
  const city = room({ isLatching: true });
  depths(city, 'a', [[MIN, 20]]);
  onIncident(city, 'SC-000001', { action: 'acknowledge' });
  close(city, 'SC-000001');
  expect(calls(city)).toEqual(['flood/a 1 closed']);
  // It goes and comes again: latched, so the same alarm.
  depths(city, 'a', [
    [2 * MIN, 1],
    [5 * MIN, 30],
  ]);
  expect(incidents(city)).toEqual(['1 closed first', '2 new came-back']);
  expect(calls(city)).toEqual(['flood/a 2 new']);
  const [before, now] = ['SC-000001', 'SC-000002'].map((id) => city.incidents.get(id)!);
  expect(now!.alarms![0]!.why).toEqual({ kind: 'came-back', of: 'SC-000001', afterMs: 4 * MIN });
  expect(now!.links).toMatchObject([{ incidentId: 'SC-000001', kind: 'related', by: 'centre' }]);
  expect(before!.links).toMatchObject([{ incidentId: 'SC-000002', kind: 'related', by: 'centre' }]);
  expect(city.incidents.timeline('SC-000001')!.items.at(-1)).toMatchObject({
    kind: 'linked',
    to: 'SC-000002',
  });
  // Nothing of what was closed has changed: its revision, its times and what belonged to it.
  expect(before).toMatchObject({ revision: 3, state: 'closed', closedAtMs: T0 + MIN, alarmsJoined: 1 });
});

test('[I28] what only goes on being measured opens nothing', () => {
  const city = room();
  depths(city, 'a', [[MIN, 20]]);
  onIncident(city, 'SC-000001', { action: 'acknowledge' });
  close(city, 'SC-000001');
  depths(city, 'a', [
    [2 * MIN, 25],
    [3 * MIN, 40],
  ]);
  expect(incidents(city)).toEqual(['1 closed first']);
});

test('[I28] an alarm that grows worse after its incident was closed opens a new one, acknowledged or not', () => {
  const worse = { severities: [{ when: 'depth > 50', severity: 1 }], respondWithinMs: 300_000 } as const;
  for (const isAcknowledged of [true, false]) {
    const city = room({ ...worse, severity: 3, severities: [...worse.severities] });
    depths(city, 'a', [[MIN, 20]]);
    if (isAcknowledged) onIncident(city, 'SC-000001', { action: 'acknowledge' });
    close(city, 'SC-000001');
    depths(city, 'a', [[2 * MIN, 60]]);
    expect(incidents(city), String(isAcknowledged)).toEqual(['1 closed first', '2 new came-back']);
    expect(city.incidents.get('SC-000002')).toMatchObject({ priority: 1, alarmsJoined: 1 });
  }
});

test('[I28] what joined silently calls by itself once its incident is closed, and silently again once that is reopened', () => {
  const silent = (): ControlRoom => {
    const city = room({ isLatching: true });
    depths(city, 'g', [[MIN, 20]]);
    depths(city, 'a', [[2 * MIN, 20]]);
    expect(calls(city)).toEqual(['flood/g 1 new']);
    onIncident(city, 'SC-000001', { action: 'acknowledge' });
    close(city, 'SC-000001');
    return city;
  };
  const again = (city: ControlRoom): void =>
    depths(city, 'a', [
      [4 * MIN, 1],
      [5 * MIN, 30],
    ]);
  const closed = silent();
  again(closed);
  expect(calls(closed)).toEqual(['flood/a 2 new']);
  const reopened = silent();
  onIncident(reopened, 'SC-000001', { action: 'reopen' });
  again(reopened);
  expect([calls(reopened), incidents(reopened)]).toEqual([[], ['1 acknowledged first']]);
});

test('[I28] an incident that is reopened after its alarm came back leaves it where it is', () => {
  const city = room({ isLatching: true });
  depths(city, 'a', [[MIN, 20]]);
  close(city, 'SC-000001');
  depths(city, 'a', [
    [2 * MIN, 1],
    [3 * MIN, 30],
  ]);
  onIncident(city, 'SC-000001', { action: 'reopen' });
  const [alarm] = [...city.alarms.values()];
  expect(city.incidents.incidentOfAlarm(alarm!.id)?.id).toBe('SC-000002');
  expect(alarm!.incidentId).toBe('SC-000002');
  // By hand they become one, and from then on the alarm belongs there.
  onIncident(city, 'SC-000002', { action: 'merge', target: 'SC-000001' });
  expect(city.alarms.get(alarm!.id)!.incidentId).toBe('SC-000001');
});

test('[I28] a new alarm on a key whose incident was closed less than 30 min before says so; later it says nothing', () => {
  for (const [minutes, why] of [
    [29, 'came-back'],
    [31, 'first'],
  ] as const) {
    const city = room();
    depths(city, 'a', [[MIN, 20]]);
    onIncident(city, 'SC-000001', { action: 'acknowledge' });
    depths(city, 'a', [[2 * MIN, 1]]);
    expect(city.alarms.standing).toBe(0);
    close(city, 'SC-000001');
    depths(city, 'a', [[(2 + minutes) * MIN, 20]]);
    expect(incidents(city)).toEqual(['1 closed first', `2 new ${why}`]);
  }
});

test('[I15] whoever closes an incident without acknowledging it has acknowledged the alarms that stood then', () => {
  const city = room();
  depths(city, 'g', [[MIN, 20]]);
  depths(city, 'a', [[2 * MIN, 20]]);
  calls(city);
  close(city, 'SC-000001');
  expect([...city.alarms.values()].map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
  expect(calls(city)).toEqual([]);
});

test('[I28] a latched alarm that comes out of its shelf calls with an incident, although it is over', () => {
  const city = room({ isLatching: true });
  depths(city, 'a', [
    [MIN, 20],
    [2 * MIN, 1],
  ]);
  const { id, revision } = [...city.alarms.values()][0]!;
  const shelve = { action: 'shelve', reason: 'x', untilMs: T0 + 60 * MIN, expectedRevision: revision };
  act(city, 'alarm-action', { alarmId: id, action: shelve });
  expect(city.alarms.get(id)!.state).toBe('shelved');
  close(city, 'SC-000001');
  const acked = city.alarms.get(id)!;
  calls(city);
  depths(city, 'a', [
    [3 * MIN, 20],
    [4 * MIN, 1],
  ]);
  act(city, 'alarm-action', {
    alarmId: id,
    action: { action: 'unshelve', expectedRevision: city.alarms.get(id)!.revision },
  });
  expect([acked.isAcknowledged, city.alarms.get(id)!.state]).toEqual([false, 'latched-unacknowledged']);
  expect(calls(city)).toEqual(['flood/a 2 new']);
});
