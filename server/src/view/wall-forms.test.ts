import type { AlarmRecord, IncidentRecord, PositionRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { wallAlarm, wallIncident, wallPosition } from './wall-forms.ts';

/** In every field that a person fills or that names one. */
const SECRET = 'Nguyễn Văn Kín 0903 123 456';

const incident: IncidentRecord = {
  ...{
    id: 'SC-000412',
    revision: 3,
    priority: 1,
    state: 'acknowledged',
    category: 'flood',
    title: `Ngập ${SECRET}`,
  },
  ...{
    description: SECRET,
    loc: [106.701234, 10.776543],
    source: 'hotline-1022',
    reports: 2,
    simulated: false,
  },
  ...{ openedAtMs: 1, knownAtMs: 2, updatedAtMs: 3, acknowledgedAtMs: 3 },
  ...{ acknowledgedBy: SECRET, claimedBy: SECRET, assignedTo: SECRET },
  pauses: [{ reason: 'weather', text: SECRET, by: SECRET, fromMs: 1 }],
  assignments: [
    {
      assignee: SECRET,
      post: SECRET,
      state: 'waiting',
      by: SECRET,
      askedAtMs: 1,
      changedAtMs: 1,
      text: SECRET,
    },
  ],
  attachments: [{ id: 'a', name: SECRET, type: 'image/png', bytes: 1, sha256: '0', by: SECRET, atMs: 1 }],
  links: [{ incidentId: 'SC-000001', kind: 'related', by: SECRET, atMs: 1 }],
  sop: {
    ...{ sop: 'flood', name: { vi: 'Ngập', en: 'Flood' } },
    steps: [
      {
        ...{
          id: '1',
          text: { vi: 'a', en: 'a' },
          role: 'operator',
          isTwoPerson: false,
          state: 'done',
          reason: SECRET,
        },
        confirmed: [{ by: SECRET, atMs: 1 }],
      },
    ],
  },
  escalations: [{ level: 1, reason: 'agency-silent', atMs: 5, assignee: SECRET, post: SECRET }],
};

const alarm: AlarmRecord = {
  ...{
    id: 'a',
    revision: 4,
    ruleId: 'tide',
    ruleRevision: 1,
    key: 'tide/phu-an',
    domain: 'tide',
    category: 'flood',
  },
  ...{
    priority: 1,
    state: 'shelved',
    isActive: true,
    isAcknowledged: true,
    isLatching: false,
    isAnnunciated: false,
  },
  ...{
    onsetMs: 1,
    raisedAtMs: 2,
    changedAtMs: 3,
    acknowledgedAtMs: 3,
    acknowledgedBy: SECRET,
    activations: 1,
  },
  trigger: { value: 1.6, limit: 1.5, unit: 'm', tMs: 1 },
  latest: { value: 1.7, limit: 1.5, unit: 'm', tMs: 2 },
  isChattering: false,
  shelved: { by: SECRET, reason: SECRET, sinceMs: 3, untilMs: 9 },
  outOfService: { by: SECRET, reason: SECRET, sinceMs: 3 },
  useless: { by: SECRET, reason: SECRET, atMs: 3 },
  ...{ position: 'water', simulated: false, name: { vi: 'Triều cao', en: 'High tide' }, place: 'Phú An' },
};

const position: PositionRecord = {
  ...{ id: 'water', order: 1, name: { vi: 'Nước', en: 'Water' }, load: [0, 2] },
  holder: { person: SECRET, sinceMs: 1 },
  handover: { id: 'h', from: SECRET, to: SECRET, given: true, taken: false },
};

test('no field that a person fills or that names one reaches a wall', () => {
  for (const shown of [wallIncident(incident), wallAlarm(alarm), wallPosition(position)]) {
    const text = JSON.stringify(shown);
    expect(text).not.toContain('0903');
    expect(text.replaceAll(/"title":"[^"]*"/g, '')).not.toContain('Kín');
  }
});

test('a wall shows what an alarm is about, and that it is set aside until when', () => {
  expect(wallAlarm(alarm)).toMatchObject({
    ...{ id: 'a', priority: 1, state: 'shelved', place: 'Phú An', latest: { value: 1.7 } },
    shelved: { by: '', reason: '', sinceMs: 3, untilMs: 9 },
  });
  expect(wallPosition(position)).toEqual({
    ...{ id: 'water', order: 1, name: { vi: 'Nước', en: 'Water' }, load: [0, 2] },
  });
});

test('a field that nobody decided about is hidden', () => {
  expect(wallIncident({ ...incident, someday: SECRET } as IncidentRecord)).not.toHaveProperty('someday');
});
