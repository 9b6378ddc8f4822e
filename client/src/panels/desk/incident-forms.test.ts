import { parseAction } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { describe, expect, test } from 'vitest';
import { offeredForms, toAct } from './incident-forms.tsx';

const incident: IncidentRecord = {
  id: 'SC-1',
  revision: 1,
  state: 'assigned',
  priority: 2,
  category: 'flood',
  title: 'Ngập',
  source: '1022',
  reports: 1,
  openedAtMs: 0,
  knownAtMs: 0,
  updatedAtMs: 0,
  simulated: false,
};

describe('the forms of an incident', () => {
  test('a form is offered where there is something to choose, and nowhere else', () => {
    const assigned = (state: 'waiting' | 'declined'): IncidentRecord => ({
      ...incident,
      assignments: [{ assignee: 'pccc', state, askedAtMs: 0, changedAtMs: 0, by: 'An' }],
    });
    const link = {
      alarmId: 'a',
      ruleId: 'r',
      key: 'k',
      priority: 2 as const,
      isAnnunciated: true,
      category: 'flood',
    };
    const alarmed = {
      ...incident,
      alarms: [{ ...link, atMs: 0, why: { kind: 'first' as const } }],
    };
    expect(offeredForms(incident)).not.toContain('withdraw');
    expect(offeredForms(assigned('declined'))).not.toContain('withdraw');
    expect(offeredForms(assigned('waiting'))).toContain('withdraw');
    expect(offeredForms(incident)).not.toContain('move-alarm');
    expect(offeredForms(alarmed)).toContain('move-alarm');
    expect(offeredForms({ ...incident, state: 'closed' })).toEqual(['link', 'reopen']);
  });

  test('what the forms make is what the centre understands', () => {
    const parsed = (act: object) => parseAction({ ...act, expectedRevision: 1 });
    expect(parsed(toAct('withdraw', { assignment: 'pccc\nq1', reason: 'nhầm' }))).toMatchObject({
      ok: true,
      value: { action: 'withdraw', assignee: 'pccc', post: 'q1', reason: 'nhầm' },
    });
    expect(parsed(toAct('withdraw', { assignment: 'pccc', reason: 'nhầm' }))).toMatchObject({
      ok: true,
      value: { assignee: 'pccc', reason: 'nhầm' },
    });
    expect(parsed(toAct('move-alarm', { alarmId: 'a1', target: 'SC-2', text: '' }))).toMatchObject({
      ok: true,
      value: { action: 'move-alarm', alarmId: 'a1', target: 'SC-2' },
    });
    expect(parsed(toAct('move-alarm', { target: 'SC-2' })).ok).toBe(false);
  });
});
