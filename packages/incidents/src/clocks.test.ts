import { expect, test } from 'vitest';
import {
  alarmCtx,
  alarmOf,
  BEN_THANH,
  FIRE_SOP,
  hashOf,
  place,
  REPORT_CTX,
  reportOf,
  T0,
} from './incident-fixture.ts';
import type { IncidentClockName } from './incident-parts.ts';
import type { IncidentTimelineItem } from './incident.ts';
import { Incidents } from './incidents.ts';

const MIN = 60_000;
const ID = 'SC-000001';

/** One P1 fire, known at T0. */
function fire(): Incidents {
  const incidents = new Incidents();
  incidents.configure({ sops: [FIRE_SOP] });
  incidents.applyReport(
    reportOf({ id: 'r', category: 'fire', severity: 1, tMs: T0 - 30_000, loc: BEN_THANH }),
    REPORT_CTX,
  );
  incidents.takeEvents();
  return incidents;
}

function act(
  incidents: Incidents,
  atMs: number,
  { by = 'An', ...action }: { action: string; by?: string; [field: string]: unknown },
): ReturnType<Incidents['applyAction']> {
  const expectedRevision = incidents.get(ID)!.revision;
  return incidents.applyAction(ID, { expectedRevision, ...action }, { atMs, actor: by, journalSeq: 9 });
}

function clock(incidents: Incidents, name: IncidentClockName): object | undefined {
  return incidents.get(ID)!.clocks?.find((each) => each.name === name);
}

function kindsOf(incidents: Incidents, kind: IncidentTimelineItem['kind']): IncidentTimelineItem[] {
  return incidents.timeline(ID)!.items.filter((item) => item.kind === kind);
}

test('[I5] clocks are reached once, due from when the centre knew, and passed over without a time', () => {
  const incidents = fire();
  expect(clock(incidents, 'detected')).toEqual({ name: 'detected', atMs: T0 - 30_000, isBreached: false });
  expect(clock(incidents, 'acknowledged')).toEqual({
    name: 'acknowledged',
    dueMs: T0 + MIN,
    isBreached: false,
  });
  act(incidents, T0 + MIN, { action: 'acknowledge' });
  expect(clock(incidents, 'acknowledged')).toMatchObject({ atMs: T0 + MIN, isBreached: false });
  act(incidents, T0 + 2 * MIN, { action: 'status', to: 'mitigated' });
  expect(clock(incidents, 'on-scene')).toEqual({ name: 'on-scene', isBreached: false });
  expect(clock(incidents, 'mitigated')).toMatchObject({ atMs: T0 + 2 * MIN, dueMs: T0 + 60 * MIN });
  act(incidents, T0 + 3 * MIN, { action: 'status', to: 'on-scene' });
  act(incidents, T0 + 4 * MIN, { action: 'status', to: 'mitigated' });
  expect(clock(incidents, 'mitigated')).toMatchObject({ atMs: T0 + 2 * MIN });
  act(incidents, T0 + 241 * MIN, { action: 'close', reason: 'xong' });
  expect(clock(incidents, 'closed')).toMatchObject({ atMs: T0 + 241 * MIN, isBreached: true });
  expect(incidents.tick(T0 + 9_999 * MIN)).toEqual([]);
});

test('[I5] a raised priority makes clocks due sooner, a reopening starts them anew', () => {
  const incidents = new Incidents();
  incidents.applyReport(reportOf({ id: 'r', category: 'flood', severity: 4 }), REPORT_CTX);
  expect(clock(incidents, 'routed')).toEqual({ name: 'routed', isBreached: false });
  act(incidents, T0 + MIN, { action: 'set-seriousness', severity: 2, urgency: 'within-hour' });
  expect(incidents.get(ID)).toMatchObject({ priority: 2, severity: 2, urgency: 'within-hour' });
  expect(clock(incidents, 'routed')).toEqual({ name: 'routed', dueMs: T0 + 15 * MIN, isBreached: false });
  act(incidents, T0 + 2 * MIN, { action: 'close', reason: 'x' });
  act(incidents, T0 + 600 * MIN, { action: 'reopen' });
  expect(clock(incidents, 'routed')).toEqual({ name: 'routed', dueMs: T0 + 615 * MIN, isBreached: false });
  expect(incidents.tick(T0 + 610 * MIN)).toEqual([]);
});

test('[I6] only a pause with a reason moves what is due; while it lasts nothing is late', () => {
  const incidents = fire();
  expect(act(incidents, T0 + 1, { action: 'pause', reason: 'weather' })).toMatchObject({
    code: 'illegal-transition',
  });
  act(incidents, T0 + 30_000, { action: 'acknowledge' });
  expect(act(incidents, T0 + 2 * MIN, { action: 'pause' })).toMatchObject({ code: 'bad-action' });
  expect(act(incidents, T0 + 2 * MIN, { action: 'pause', reason: 'lunch' })).toMatchObject({
    code: 'bad-action',
  });
  act(incidents, T0 + 2 * MIN, { action: 'pause', reason: 'unsafe', text: 'khói độc' });
  expect(act(incidents, T0 + 2 * MIN, { action: 'pause', reason: 'unsafe' })).toMatchObject({
    code: 'illegal-transition',
  });
  expect(incidents.tick(T0 + 500 * MIN)).toEqual([]);
  act(incidents, T0 + 502 * MIN, { action: 'resume' });
  expect(clock(incidents, 'routed')).toMatchObject({ dueMs: T0 + 505 * MIN });
  expect(clock(incidents, 'closed')).toMatchObject({ dueMs: T0 + 740 * MIN });
  expect(incidents.get(ID)!.pauses).toMatchObject([{ reason: 'unsafe', by: 'An', toMs: T0 + 502 * MIN }]);
  expect(incidents.tick(T0 + 505 * MIN)).toEqual([]);
  expect(incidents.tick(T0 + 505 * MIN + 1)).toEqual([ID]);
  act(incidents, T0 + 506 * MIN, { action: 'pause', reason: 'unsafe' });
  act(incidents, T0 + 507 * MIN, { action: 'close', reason: 'xong' });
  expect(incidents.get(ID)!.pauses?.[1]).toMatchObject({ toMs: T0 + 507 * MIN });
});

test('[I7] each clock is marked late once and told to the supervisor, the acknowledgement to the duty leader too', () => {
  const incidents = fire();
  expect(incidents.tick(T0 + MIN)).toEqual([]);
  expect(incidents.tick(T0 + MIN + 100)).toEqual([ID]);
  expect(incidents.tick(T0 + MIN + 200)).toEqual([]);
  expect(incidents.get(ID)!.escalations).toEqual([
    { level: 1, reason: 'acknowledged', atMs: T0 + MIN + 100 },
  ]);
  expect(incidents.tick(T0 + 2 * MIN + 100)).toEqual([ID]);
  expect(incidents.get(ID)!.escalations?.map(({ level }) => level)).toEqual([1, 2]);
  expect(kindsOf(incidents, 'breached')).toMatchObject([
    { to: 'acknowledged', actor: 'centre', journalSeq: 0 },
  ]);
  expect(kindsOf(incidents, 'escalated')).toHaveLength(2);
  expect(incidents.get(ID)!.revision).toBe(1);
  expect(incidents.takeEvents().map(({ kind, n }) => `${n} ${kind}`)).toEqual([
    '2 breached',
    '3 escalated',
    '4 escalated',
  ]);
  act(incidents, T0 + 3 * MIN, { action: 'acknowledge' });
  expect(clock(incidents, 'acknowledged')).toMatchObject({ atMs: T0 + 3 * MIN, isBreached: true });
});

test('[I7] an agency that does not answer is told about once per request', () => {
  const incidents = fire();
  act(incidents, T0 + 10_000, { action: 'assign', assignee: 'pccc' });
  expect(incidents.tick(T0 + 10_000 + 2 * MIN)).toEqual([]);
  expect(incidents.tick(T0 + 10_001 + 2 * MIN)).toEqual([ID]);
  expect(incidents.get(ID)!.escalations).toMatchObject([
    { level: 1, reason: 'agency-silent', assignee: 'pccc' },
  ]);
  expect(incidents.tick(T0 + 10_000 + 14 * MIN)).toEqual([]);
  act(incidents, T0 + 14 * MIN, { action: 'withdraw', assignee: 'pccc', reason: 'không trả lời' });
  expect(incidents.get(ID)).toMatchObject({ state: 'acknowledged' });
  expect(incidents.get(ID)!.assignedTo).toBeUndefined();
  act(incidents, T0 + 14 * MIN, { action: 'assign', assignee: 'pccc' });
  incidents.tick(T0 + 17 * MIN);
  expect(incidents.get(ID)!.escalations?.filter(({ reason }) => reason === 'agency-silent')).toHaveLength(2);
});

test('[I8] a tick touches what is due only, in the same order after a restore', () => {
  const incidents = new Incidents();
  for (let n = 0; n < 200; n++) {
    const loc = place(n * 1_000, 0);
    const at = { ...REPORT_CTX, atMs: T0 + ((n * 37) % 200) * 1_000 };
    incidents.applyReport(reportOf({ id: `r${n}`, category: 'fire', severity: 1, loc }), at);
  }
  const restored = new Incidents();
  restored.restore(JSON.parse(JSON.stringify(incidents.snapshot())) as ReturnType<Incidents['snapshot']>);
  let touched = 0;
  for (let s = 0; s <= 400; s++) {
    const changed = incidents.tick(T0 + s * 1_000);
    expect(changed.length).toBeLessThanOrEqual(2);
    expect(restored.tick(T0 + s * 1_000)).toEqual(changed);
    touched += changed.length;
  }
  // Each is late after 1 min and told on after 2; for the first hundred the 5 min of the next clock are over too.
  expect(touched).toBe(500);
  expect(hashOf(restored)).toBe(hashOf(incidents));
});

test('[I9] an assignee is asked once while its request stands; a post of it is another one', () => {
  const incidents = fire();
  act(incidents, T0 + 1, { action: 'assign', assignee: 'pccc' });
  const twice = act(incidents, T0 + 2, { action: 'assign', assignee: 'pccc' });
  expect(twice).toMatchObject({ code: 'illegal-transition' });
  expect(!twice.ok && 'allowed' in twice && twice.allowed).toContain('answer:pccc:accepted');
  expect(act(incidents, T0 + 3, { action: 'assign', assignee: 'pccc', post: 'dong' })).toMatchObject({
    ok: true,
  });
  act(incidents, T0 + 4, { action: 'answer', assignee: 'pccc', answer: 'declined' });
  expect(act(incidents, T0 + 5, { action: 'assign', assignee: 'pccc' })).toMatchObject({ ok: true });
});

test('[I10] an agency that arrives is on scene; when the last one declines nobody is sent any more', () => {
  const incidents = fire();
  act(incidents, T0 + 1, { action: 'assign', assignee: 'pccc' });
  act(incidents, T0 + 2, { action: 'assign', assignee: 'cc115' });
  act(incidents, T0 + 3, { action: 'answer', assignee: 'cc115', answer: 'declined', text: 'hết xe' });
  expect(incidents.get(ID)).toMatchObject({ state: 'assigned', assignedTo: 'pccc' });
  act(incidents, T0 + 4, { action: 'answer', assignee: 'pccc', answer: 'accepted' });
  expect(act(incidents, T0 + 5, { action: 'answer', assignee: 'pccc', answer: 'accepted' })).toMatchObject({
    code: 'illegal-transition',
  });
  act(incidents, T0 + 6, { action: 'answer', assignee: 'pccc', answer: 'on-scene' });
  expect(incidents.get(ID)!.state).toBe('on-scene');
  expect(clock(incidents, 'on-scene')).toMatchObject({ atMs: T0 + 6 });
  const other = fire();
  act(other, T0 + 1, { action: 'assign', assignee: 'pccc' });
  act(other, T0 + 2, { action: 'answer', assignee: 'pccc', answer: 'declined' });
  expect(other.get(ID)!.state).toBe('acknowledged');
  expect(other.get(ID)!.assignedTo).toBeUndefined();
});

test('[I11] the procedure is that of the beginning; two-person steps need two people, skipping a reason', () => {
  const incidents = fire();
  incidents.configure({ sops: [{ ...FIRE_SOP, steps: [] }] });
  const steps = (): unknown[] => incidents.get(ID)!.sop!.steps.map(({ id, state }) => `${id} ${state}`);
  expect(incidents.get(ID)!.sop!.steps[0]).toMatchObject({ dueMs: T0 + MIN });
  act(incidents, T0 + 1, { action: 'sop-step', step: 'dispatch', outcome: 'done' });
  expect(incidents.get(ID)!.state).toBe('acknowledged');
  act(incidents, T0 + 2, { action: 'sop-step', step: 'power', outcome: 'done' });
  expect(steps()).toEqual(['dispatch done', 'power open', 'report open']);
  const alone = act(incidents, T0 + 3, { action: 'sop-step', step: 'power', outcome: 'done' });
  expect(alone).toMatchObject({ code: 'illegal-transition' });
  expect(!alone.ok && alone.message).toContain('second person');
  act(incidents, T0 + 4, { action: 'sop-step', step: 'power', outcome: 'done', by: 'Bình' });
  expect(act(incidents, T0 + 5, { action: 'sop-step', step: 'report', outcome: 'skip' })).toMatchObject({
    code: 'bad-action',
  });
  act(incidents, T0 + 5, { action: 'sop-step', step: 'report', outcome: 'skip', reason: 'đội khác báo' });
  expect(steps()).toEqual(['dispatch done', 'power done', 'report skipped']);
  expect(act(incidents, T0 + 6, { action: 'sop-step', step: 'x', outcome: 'done' })).toMatchObject({
    code: 'illegal-transition',
  });
});

test('[I11] the procedure that the rule names goes before that of the category', () => {
  const incidents = new Incidents();
  incidents.configure({ sops: [FIRE_SOP, { ...FIRE_SOP, id: 'forest', categories: [] }] });
  const alarm = alarmOf({ key: 'cam/1', category: 'fire', priority: 1 });
  expect(incidents.applyAlarm(alarm, alarmCtx({ sop: 'forest' })).incident.sop?.sop).toBe('forest');
});
