import { expect, test } from 'vitest';
import { CALL_HOLD_MS } from './held-calls.ts';
import {
  ACT_CTX,
  alarmCtx,
  alarmOf,
  BEN_THANH,
  hashOf,
  place,
  REPORT_CTX,
  reportOf,
  T0,
} from './incident-fixture.ts';
import { Incidents } from './incidents.ts';
import type { TopologyLink } from './topology.ts';

const TOPOLOGY: readonly TopologyLink[] = [
  { kind: 'feeder', from: 'power/F', to: 'power/S1' },
  { kind: 'feeder', from: 'power/S1', to: 'power/S2' },
];
const jam = alarmOf({ key: 'traffic/x', category: 'traffic-jam', loc: BEN_THANH, priority: 3 });
const signal = alarmOf({ key: 'power/S1', category: 'traffic-signal', loc: place(0, 9_000), priority: 3 });

/** Ids of the alarms that call since the last look. */
function passUntil(incidents: Incidents, ms: number): string[] {
  incidents.takeMovedAlarms();
  incidents.tick(T0 + ms, TOPOLOGY);
  return incidents
    .takeMovedAlarms()
    .filter(({ isAnnunciated }) => isAnnunciated)
    .map(({ alarmId }) => alarmId);
}
const told = (incidents: Incidents, alarm: typeof jam, ms = 0): boolean =>
  incidents.applyAlarm(alarm, alarmCtx({ topology: TOPOLOGY, atMs: T0 + ms })).isAnnunciated;

test('[I29] a P3 or P4 that may be an effect waits for its cause and calls when none has come; it is shown at once', () => {
  const incidents = new Incidents();
  expect(told(incidents, jam)).toBe(false);
  expect(incidents.get('SC-000001')).toMatchObject({ state: 'new', alarms: [{ isAnnunciated: false }] });
  expect(passUntil(incidents, CALL_HOLD_MS)).toEqual([]);
  expect(passUntil(incidents, CALL_HOLD_MS + 1)).toEqual([jam.id]);
  expect(incidents.get('SC-000001')).toMatchObject({ revision: 1, alarms: [{ isAnnunciated: true }] });
  expect(passUntil(incidents, 60_000)).toEqual([]);
});

test("[I29] what is urgent, endangers lives or is nobody's effect calls at once", () => {
  for (const alarm of [
    { ...jam, priority: 2 as const },
    alarmOf({ key: 'cam/1', category: 'fire', priority: 3 }),
    alarmOf({ key: 'cam/2', category: 'road-works', priority: 3 }),
  ])
    expect(told(new Incidents(), alarm), alarm.key).toBe(true);
  const severe = new Incidents().applyAlarm(jam, alarmCtx({ severity: 1 }));
  expect(severe.isAnnunciated).toBe(true);
});

test('[I29] the cause that comes in time calls, and its effects do not', () => {
  const incidents = new Incidents();
  told(incidents, signal);
  const feeder = alarmOf({ key: 'power/F', category: 'power', loc: place(0, 12_000), priority: 2 });
  expect(told(incidents, feeder, 3_000)).toBe(true);
  expect(passUntil(incidents, 60_000)).toEqual([]);
  expect(incidents.get('SC-000001')).toMatchObject({ category: 'power', alarmsJoined: 2 });
});

test('[I29] a caller who tells the cause in time is heard instead of its effect, which goes to that incident', () => {
  const incidents = new Incidents();
  told(incidents, jam);
  const fire = reportOf({ id: 'r', category: 'fire', loc: place(100, 0) });
  incidents.applyReport(fire, { ...REPORT_CTX, atMs: T0 + 2_000 });
  expect(incidents.get('SC-000002')).toMatchObject({ category: 'fire', reports: 1 });
  expect(passUntil(incidents, CALL_HOLD_MS + 1)).toEqual([]);
  expect(incidents.get('SC-000001')).toMatchObject({ state: 'closed' });
  expect(incidents.get('SC-000002')).toMatchObject({ category: 'fire', reports: 1, alarmsJoined: 1 });
});

test('[I29] a cause that explains only one of two leaves the other its call', () => {
  const incidents = new Incidents();
  const source = alarmOf({ key: 'power/S1', category: 'power', loc: BEN_THANH, priority: 3 });
  const other = alarmOf({ key: 'power/T', category: 'power', loc: place(100, 0), priority: 3 });
  const links: TopologyLink[] = [...TOPOLOGY, { kind: 'feeder', from: 'power/T', to: 'power/T1' }];
  const put = (alarm: typeof jam): unknown => incidents.applyAlarm(alarm, alarmCtx({ topology: links }));
  put(source);
  put(other);
  put(alarmOf({ key: 'power/F', category: 'power', loc: place(50, 0), priority: 2 }));
  expect(passUntil(incidents, CALL_HOLD_MS + 1)).toContain(other.id);
});

test('[I29] growing worse and being seen end the wait', () => {
  const incidents = new Incidents();
  told(incidents, jam);
  expect(incidents.alarmChanged({ ...jam, priority: 2 }, T0 + 100)).toBe(true);
  expect(passUntil(incidents, 60_000)).toEqual([]);
  const seen = new Incidents();
  told(seen, jam);
  const isAcknowledged = {
    ...jam,
    isAcknowledged: true,
    acknowledgedBy: 'An',
    state: 'acknowledged',
  } as const;
  seen.alarmChanged(isAcknowledged, T0 + 100);
  expect(seen.get('SC-000001')).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'An' });
  expect(passUntil(seen, 60_000)).toEqual([]);
});

test('[I29] an incident that somebody works on keeps its effects, and they call', () => {
  const incidents = new Incidents();
  told(incidents, jam);
  incidents.applyAction('SC-000001', { action: 'note', text: 'x', expectedRevision: 1 }, ACT_CTX);
  incidents.applyReport(reportOf({ id: 'r', category: 'fire', loc: BEN_THANH }), REPORT_CTX);
  expect(passUntil(incidents, CALL_HOLD_MS + 1)).toEqual([jam.id]);
  expect(incidents.get('SC-000001')!.state).toBe('new');
});

test('[I25] [I29] restored while a call waits, it comes at the same tick', () => {
  const incidents = new Incidents();
  told(incidents, signal);
  const restored = new Incidents();
  restored.restore(structuredClone(incidents.snapshot()));
  expect(passUntil(restored, CALL_HOLD_MS + 1)).toEqual([signal.id]);
  expect(passUntil(incidents, CALL_HOLD_MS + 1)).toEqual([signal.id]);
  expect(hashOf(restored)).toBe(hashOf(incidents));
});
