import { expect, test } from 'vitest';
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

/** SC-000001: two alarms and a report of a flood; SC-000002: a fire far away. */
function twoIncidents(): Incidents {
  const incidents = new Incidents();
  for (const n of [1, 2]) {
    const alarm = alarmOf({ key: `flood/${n}`, category: 'flood', loc: place(n * 50, 0), onsetMs: T0 + n });
    incidents.applyAlarm({ ...alarm, id: `a${n}` }, alarmCtx());
  }
  incidents.applyReport(reportOf({ id: 'r1', category: 'flood', loc: BEN_THANH }), REPORT_CTX);
  incidents.applyReport(
    reportOf({ id: 'r2', category: 'fire', loc: place(9_000, 0), severity: 1 }),
    REPORT_CTX,
  );
  incidents.takeMovedAlarms();
  return incidents;
}

function act(incidents: Incidents, id: string, action: object): ReturnType<Incidents['applyAction']> {
  const expectedRevision = incidents.get(id)?.revision ?? 0;
  return incidents.applyAction(id, { expectedRevision, ...action }, ACT_CTX);
}

test('[I12] a merge loses nothing: reports, alarms, requests, files and history live on, with a link both ways', () => {
  const incidents = twoIncidents();
  act(incidents, 'SC-000001', { action: 'assign', assignee: 'ttctn' });
  act(incidents, 'SC-000001', { action: 'note', text: 'nước lên' });
  act(incidents, 'SC-000002', { action: 'assign', assignee: 'pccc' });
  const attachment = { id: 'f', name: 'a.jpg', type: 'image/jpeg', bytes: 1, sha256: '0'.repeat(64) };
  act(incidents, 'SC-000001', { action: 'attach', attachment });
  const before = incidents.timeline('SC-000001')!.items;
  expect(act(incidents, 'SC-000001', { action: 'merge', target: 'SC-000002' })).toMatchObject({ ok: true });
  const from = incidents.get('SC-000001')!;
  const into = incidents.get('SC-000002')!;
  expect(from).toMatchObject({ state: 'closed', revision: 5, reports: 0, closedAtMs: ACT_CTX.atMs });
  expect(from.links).toMatchObject([{ kind: 'merged-into', incidentId: 'SC-000002' }]);
  expect(into).toMatchObject({ state: 'assigned', revision: 3, reports: 2, alarmsJoined: 2, priority: 1 });
  expect(into.links).toMatchObject([{ kind: 'merged-from', incidentId: 'SC-000001' }]);
  expect(into.assignments?.map(({ assignee }) => assignee)).toEqual(['pccc', 'ttctn']);
  expect(into.attachments?.map(({ id }) => id)).toEqual(['f']);
  expect(into.alarms?.map(({ alarmId }) => alarmId)).toEqual(['a1', 'a2']);
  const items = incidents.timeline('SC-000002')!.items;
  for (const item of before) expect(items).toContainEqual({ ...item, of: 'SC-000001' });
  expect(incidents.timeline('SC-000001')!.items).toEqual([
    ...before,
    expect.objectContaining({ kind: 'merge' }),
  ]);
  expect(incidents.takeMovedAlarms().map(({ alarmId, incidentId }) => [alarmId, incidentId])).toEqual([
    ['a1', 'SC-000002'],
    ['a2', 'SC-000002'],
  ]);
  expect(incidents.incidentOfAlarm('a1')?.id).toBe('SC-000002');
  const again = reportOf({ id: 'r1', category: 'flood', loc: BEN_THANH });
  expect(incidents.applyReport(again, REPORT_CTX)).toMatchObject({
    kind: 'duplicate',
    incident: { id: 'SC-000002' },
  });
});

test('[I12] what was merged is not reopened, and nothing merges into itself, into nothing or into the closed', () => {
  const incidents = twoIncidents();
  for (const target of ['SC-000001', 'SC-000077']) {
    expect(act(incidents, 'SC-000001', { action: 'merge', target })).toMatchObject({
      code: 'illegal-transition',
    });
  }
  act(incidents, 'SC-000001', { action: 'merge', target: 'SC-000002' });
  const reopened = act(incidents, 'SC-000001', { action: 'reopen' });
  expect(reopened).toMatchObject({ code: 'illegal-transition', allowed: ['note', 'attach', 'link'] });
  expect(act(incidents, 'SC-000002', { action: 'merge', target: 'SC-000001' })).toMatchObject({
    code: 'illegal-transition',
  });
});

test('[I13] a split gives what was chosen to a new incident with clocks of its own, and leaves the rest', () => {
  const incidents = twoIncidents();
  const chosen = { alarms: ['a2'], reports: [{ source: '1022', id: 'r1' }], title: 'Ngập hầm' };
  const outcome = act(incidents, 'SC-000001', { action: 'split', ...chosen, actionId: 's' });
  expect(outcome).toMatchObject({ ok: true, value: { incident: { alarmsJoined: 1, reports: 0 } } });
  const made = incidents.get('SC-000003')!;
  expect(made).toMatchObject({
    title: 'Ngập hầm',
    category: 'flood',
    state: 'new',
    revision: 1,
    reports: 1,
    alarmsJoined: 1,
    knownAtMs: ACT_CTX.atMs,
    openedAtMs: T0,
  });
  expect(made.links).toMatchObject([{ kind: 'split-from', incidentId: 'SC-000001' }]);
  expect(made.clocks?.find(({ name }) => name === 'acknowledged')?.dueMs).toBe(ACT_CTX.atMs + 15 * 60_000);
  expect(incidents.get('SC-000001')!.links).toMatchObject([{ kind: 'split-into', incidentId: 'SC-000003' }]);
  expect(incidents.takeMovedAlarms()).toMatchObject([{ alarmId: 'a2', incidentId: 'SC-000003' }]);
  const kinds = incidents.timeline('SC-000003')!.items.map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['alarm', 'report', 'split-from']);
  // A retry makes no second one.
  expect(act(incidents, 'SC-000001', { action: 'split', ...chosen, actionId: 's' }).isRepeat).toBe(true);
  expect(incidents.get('SC-000004')).toBeUndefined();
});

test('[I13] a split of everything, or of what is not there, is refused', () => {
  const incidents = twoIncidents();
  const all = { alarms: ['a1', 'a2'], reports: [{ source: '1022', id: 'r1' }] };
  for (const chosen of [all, { alarms: ['zz'] }, { alarms: ['a1'], reports: [{ source: 'x', id: 'r1' }] }]) {
    const before = hashOf(incidents);
    expect(act(incidents, 'SC-000001', { action: 'split', ...chosen })).toMatchObject({
      code: 'illegal-transition',
    });
    expect(hashOf(incidents)).toBe(before);
  }
});

test('[I13] an alarm moved by hand leaves one incident and joins the other', () => {
  const incidents = twoIncidents();
  act(incidents, 'SC-000001', { action: 'move-alarm', alarmId: 'a2', target: 'SC-000002' });
  expect(incidents.get('SC-000001')).toMatchObject({ alarmsJoined: 1, revision: 2 });
  expect(incidents.get('SC-000002')).toMatchObject({ alarmsJoined: 1, revision: 1 });
  expect(incidents.get('SC-000002')!.alarms).toMatchObject([{ alarmId: 'a2', why: { kind: 'by-hand' } }]);
  expect(incidents.takeMovedAlarms()).toMatchObject([{ alarmId: 'a2', incidentId: 'SC-000002' }]);
  expect(
    act(incidents, 'SC-000001', { action: 'move-alarm', alarmId: 'a2', target: 'SC-000002' }),
  ).toMatchObject({
    code: 'illegal-transition',
  });
});

test('[I14] related incidents are linked both ways, a cause one way; a file is attached once', () => {
  const incidents = twoIncidents();
  act(incidents, 'SC-000001', { action: 'link', target: 'SC-000002', kind: 'related' });
  act(incidents, 'SC-000001', { action: 'link', target: 'SC-000002', kind: 'caused-by' });
  expect(incidents.get('SC-000001')!.links?.map(({ kind }) => kind)).toEqual(['related', 'caused-by']);
  expect(incidents.get('SC-000002')).toMatchObject({ revision: 1, links: [{ kind: 'related' }] });
  expect(incidents.timeline('SC-000002')!.items.at(-1)).toMatchObject({ kind: 'linked', to: 'SC-000001' });
  const attachment = { id: 'f', name: 'a.jpg', type: 'image/jpeg', bytes: 1, sha256: '0'.repeat(64) };
  expect(act(incidents, 'SC-000001', { action: 'attach', attachment })).toMatchObject({ ok: true });
  expect(incidents.get('SC-000001')!.attachments).toMatchObject([{ ...attachment, by: 'An' }]);
  expect(act(incidents, 'SC-000001', { action: 'attach', attachment })).toMatchObject({
    code: 'illegal-transition',
  });
  for (const bad of [{ sha256: 'xyz' }, { bytes: 0 }, { name: '' }, { bytes: 1.5 }]) {
    expect(
      act(incidents, 'SC-000001', { action: 'attach', attachment: { ...attachment, ...bad } }),
    ).toMatchObject({
      code: 'bad-action',
    });
  }
});

test('[I15] who acknowledges an incident is owed the acknowledgement of its alarms, and the other way round', () => {
  const incidents = twoIncidents();
  expect(incidents.alarmsToAcknowledge('SC-000001')).toEqual([]);
  act(incidents, 'SC-000001', { action: 'acknowledge' });
  expect(incidents.alarmsToAcknowledge('SC-000001')).toEqual(['a1', 'a2']);
  const alarm = alarmOf({ key: 'flood/1', category: 'flood' });
  incidents.alarmChanged({ ...alarm, id: 'a1', isAcknowledged: true, acknowledgedBy: 'An' }, T0 + 2_000);
  expect(incidents.alarmsToAcknowledge('SC-000001')).toEqual(['a2']);
  incidents.alarmChanged({ ...alarm, id: 'a2', isActive: false, state: 'normal' }, T0 + 2_000);
  expect(incidents.alarmsToAcknowledge('SC-000001')).toEqual([]);

  // What calls after that is for the next acknowledgement; what joins silently is not.
  const worse = alarmOf({
    key: 'flood/3',
    category: 'flood',
    loc: BEN_THANH,
    priority: 1,
    onsetMs: T0 + 3_000,
  });
  const later = alarmCtx({ atMs: T0 + 3_000 });
  expect(incidents.applyAlarm({ ...worse, id: 'a3' }, later)).toMatchObject({
    kind: 'joined',
    isAnnunciated: true,
  });
  expect(incidents.applyAlarm({ ...worse, id: 'a4' }, later)).toMatchObject({
    kind: 'joined',
    isAnnunciated: false,
  });
  expect(incidents.alarmsToAcknowledge('SC-000001')).toEqual(['a4']);

  const other = new Incidents();
  const power = alarmOf({ key: 'power/1', category: 'power' });
  other.applyAlarm(power, alarmCtx());
  const seen = { ...power, isAcknowledged: true, acknowledgedBy: 'Bình', acknowledgedAtMs: T0 + 5_000 };
  other.alarmChanged(seen, T0 + 5_100);
  expect(other.get('SC-000001')).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: 'Bình',
    acknowledgedAtMs: T0 + 5_000,
    revision: 2,
  });
  expect(other.timeline('SC-000001')!.items.at(-1)).toMatchObject({
    kind: 'alarm-acknowledged',
    actor: 'Bình',
  });
});

test('[I16] an incident opened by hand has the priority of the matrix, its procedure, and opens once per request', () => {
  const incidents = new Incidents();
  const request = { requestId: 'q1', title: 'Cháy chợ', category: 'fire', loc: BEN_THANH };
  const opened = incidents.openByHand(request, ACT_CTX);
  expect(opened).toMatchObject({ id: 'SC-000001', priority: 1, severity: 1, source: 'by-hand', reports: 0 });
  expect(incidents.openByHand(request, { ...ACT_CTX, atMs: T0 + 9_000 })).toBe(opened);
  const local = { title: 'x', category: 'waste', severity: 3, urgency: 'immediate' } as const;
  expect(incidents.openByHand(local, ACT_CTX)).toMatchObject({ id: 'SC-000002', priority: 2 });
  const resumed = new Incidents();
  resumed.restore(JSON.parse(JSON.stringify(incidents.snapshot())) as ReturnType<Incidents['snapshot']>);
  expect(resumed.openByHand(request, ACT_CTX).id).toBe('SC-000001');
  expect(resumed.size).toBe(2);
});
