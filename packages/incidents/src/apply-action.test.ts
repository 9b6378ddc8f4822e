import { expect, test } from 'vitest';
import { applyAction } from './apply-action.ts';
import type { Incident } from './incident.ts';

const CTX = { atMs: 5_000, actor: 'Bình', journalSeq: 7 };
const FRESH: Incident = {
  id: 'SC-000001',
  revision: 1,
  priority: 2,
  state: 'new',
  category: 'flood',
  title: 'Ngập đường',
  source: '1022',
  reports: 1,
  openedAtMs: 1_000,
  knownAtMs: 1_100,
  updatedAtMs: 1_100,
  simulated: false,
};

function after(incident: Incident, action: object): Incident {
  const outcome = applyAction(incident, { expectedRevision: incident.revision, ...action }, CTX);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value.incident;
}

test('acknowledging, claiming and assigning all put the acknowledgement on record, once', () => {
  for (const action of [
    { action: 'acknowledge' },
    { action: 'claim' },
    { action: 'assign', assignee: 'Đội 1' },
  ]) {
    const incident = after(FRESH, action);
    expect(incident).toMatchObject({ acknowledgedAtMs: 5_000, acknowledgedBy: 'Bình' });
    const outcome = applyAction(
      incident,
      { action: 'claim', expectedRevision: 2 },
      { atMs: 9_000, actor: 'Chi', journalSeq: 8 },
    );
    expect(outcome.ok && outcome.value.incident).toMatchObject({
      acknowledgedAtMs: 5_000,
      acknowledgedBy: 'Bình',
      claimedBy: 'Chi',
    });
  }
});

test('a take-over says from whom to whom', () => {
  const claimed = after(FRESH, { action: 'claim' });
  const outcome = applyAction(
    claimed,
    { action: 'claim', expectedRevision: 2 },
    { atMs: 9_000, actor: 'Chi', journalSeq: 8 },
  );
  expect(outcome.ok && outcome.value.timelineItem).toMatchObject({ from: 'Bình', to: 'Chi' });
});

test('[I2] refusals come in order: bad action, stale revision, illegal transition', () => {
  const closed = after(FRESH, { action: 'close', reason: 'báo nhầm' });
  const refused = (action: object) => applyAction(closed, action, CTX);
  expect(refused({ action: 'close', expectedRevision: 1 })).toMatchObject({ code: 'bad-action' });
  expect(refused({ action: 'close', reason: 'x', expectedRevision: 1 })).toMatchObject({
    code: 'stale-revision',
  });
  const illegal = refused({ action: 'close', reason: 'x', expectedRevision: 2 });
  expect(illegal).toMatchObject({
    code: 'illegal-transition',
    allowed: ['reopen', 'note', 'attach', 'link'],
  });
});

test('closing keeps its reason, reopening takes the closing time away', () => {
  const outcome = applyAction(FRESH, { action: 'close', reason: ' báo nhầm ', expectedRevision: 1 }, CTX);
  expect(outcome.ok && outcome.value.timelineItem).toMatchObject({
    text: 'báo nhầm',
    from: 'new',
    to: 'closed',
  });
  const closed = after(FRESH, { action: 'close', reason: 'báo nhầm' });
  expect(closed.closedAtMs).toBe(5_000);
  const reopened = after(closed, { action: 'reopen' });
  expect(reopened.state).toBe('acknowledged');
  expect('closedAtMs' in reopened).toBe(false);
  expect(reopened.acknowledgedBy).toBe('Bình');
});

test('a team that is stood down is no longer assigned; one that moves to the scene still is', () => {
  const assigned = after(FRESH, { action: 'assign', assignee: 'Đội 1' });
  expect(after(assigned, { action: 'status', to: 'on-scene' }).assignedTo).toBe('Đội 1');
  expect('assignedTo' in after(assigned, { action: 'status', to: 'acknowledged' })).toBe(false);
});

test('escalating goes up one step or to a named priority, never down, never above P1', () => {
  expect(after(FRESH, { action: 'escalate' }).priority).toBe(1);
  const p4: Incident = { ...FRESH, priority: 4 };
  expect(after(p4, { action: 'escalate', priority: 1 }).priority).toBe(1);
  for (const [priority, incident] of [
    [3, FRESH],
    [2, FRESH],
    [undefined, { ...FRESH, priority: 1 as const }],
  ] as const) {
    const outcome = applyAction(incident, { action: 'escalate', expectedRevision: 1, priority }, CTX);
    expect(outcome).toMatchObject({ code: 'illegal-transition' });
    expect(!outcome.ok && outcome.allowed?.includes('escalate')).toBe(incident.priority !== 1);
  }
});

test.each([
  ['text', null],
  ['no action', { expectedRevision: 1 }],
  ['a prototype name', { action: '__proto__', expectedRevision: 1 }],
  ['no revision', { action: 'acknowledge' }],
  ['a fractional revision', { action: 'acknowledge', expectedRevision: 1.5 }],
  ['a note without text', { action: 'note', expectedRevision: 1, text: '   ' }],
  ['a note that is too long', { action: 'note', expectedRevision: 1, text: 'x'.repeat(4_001) }],
  ['an assignment to nobody', { action: 'assign', expectedRevision: 1 }],
  ['a status without target', { action: 'status', expectedRevision: 1 }],
  ['an unknown status', { action: 'status', expectedRevision: 1, to: 'done' }],
  ['closing without reason', { action: 'close', expectedRevision: 1, reason: '' }],
  ['priority 0', { action: 'escalate', expectedRevision: 1, priority: 0 }],
  ['an action id that is no text', { action: 'acknowledge', expectedRevision: 1, actionId: 7 }],
])('%s is a bad action, and the message says what was expected', (_, action) => {
  const outcome = applyAction(FRESH, action, CTX);
  expect(outcome).toMatchObject({ ok: false, code: 'bad-action' });
  expect(!outcome.ok && outcome.message).toMatch(/; came /);
});

test('the incident given is never changed', () => {
  const before = structuredClone(FRESH);
  after(FRESH, { action: 'close', reason: 'x' });
  expect(FRESH).toEqual(before);
});
