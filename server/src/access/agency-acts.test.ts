import type { Assignment, SopStepProgress } from '@metropane/incidents';
import { INCIDENT_ACTIONS } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { agencyAct } from './agency-acts.ts';

const asked = (assignee: string, state: Assignment['state']): Assignment => ({
  assignee,
  state,
  by: 'An',
  askedAtMs: 1,
  changedAtMs: 1,
});
const step = (id: string, role: SopStepProgress['role'], agency?: string): SopStepProgress => ({
  id,
  role,
  text: { vi: id, en: id },
  isTwoPerson: false,
  state: 'open',
  confirmed: [],
  ...(agency === undefined ? {} : { agency }),
});
const steps = [step('own', 'agency', 'fire'), step('other', 'agency', 'police'), step('room', 'operator')];
const sop = { sop: 'flood', name: { vi: '', en: '' }, steps };
const incident = { assignments: [asked('fire', 'accepted'), asked('police', 'waiting')], sop };

test('of all acts an officer has answer, note, attach and the own steps', () => {
  const allowed = INCIDENT_ACTIONS.filter(
    (action) => agencyAct('fire', incident, { action, step: 'own' }).kind === 'allowed',
  );
  expect(allowed).toEqual(['note', 'answer', 'sop-step', 'attach']);
  expect(agencyAct('fire', incident, { action: 7 })).toMatchObject({ kind: 'forbidden' });
  expect(agencyAct('fire', incident, {})).toMatchObject({ kind: 'forbidden' });
});

test('an agency answers for itself, also when it does not say for whom, and for nobody else', () => {
  expect(agencyAct('fire', incident, { action: 'answer', answer: 'done' })).toEqual({
    kind: 'allowed',
    action: { action: 'answer', answer: 'done', assignee: 'fire' },
  });
  for (const assignee of ['police', '', null, ['fire']])
    expect(agencyAct('fire', incident, { action: 'answer', assignee })).toMatchObject({ kind: 'forbidden' });
});

test.each([
  ['own', 'allowed'],
  ['other', 'forbidden'],
  ['room', 'forbidden'],
  // The book refuses it, with its own words.
  ['none', 'allowed'],
])('the step %s is %s', (id, kind) => {
  expect(agencyAct('fire', incident, { action: 'sop-step', step: id, outcome: 'done' })).toMatchObject({
    kind,
  });
});

test('what was not given, or was taken back, is not there', () => {
  const note = { action: 'note', text: 'x' };
  for (const there of [
    null,
    {},
    { assignments: [asked('fire', 'withdrawn')] },
    { assignments: [asked('fire-2', 'accepted')] },
  ])
    expect(agencyAct('fire', there, note)).toEqual({ kind: 'unknown' });
  expect(agencyAct('', { assignments: [asked('', 'accepted')] }, note)).toEqual({ kind: 'unknown' });
  const again = { assignments: [asked('fire', 'withdrawn'), asked('fire', 'waiting')] };
  expect(agencyAct('fire', again, note).kind).toBe('allowed');
});
