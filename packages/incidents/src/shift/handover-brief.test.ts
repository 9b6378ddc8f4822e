import { describe, expect, test } from 'vitest';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../incident.ts';
import { handoverBrief, MOST_OF_A_LIST, NEAR_BREACH_MS } from './handover-brief.ts';
import type { BriefSources } from './handover-brief.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const MINUTE_MS = 60_000;

function brief(sources: Partial<BriefSources> = {}) {
  return handoverBrief({
    position: 'traffic',
    answersFor: (category) => category === 'crash',
    nowMs: NOW,
    incidents: [],
    alarms: [],
    feeds: [],
    notes: [],
    warnings: null,
    ...sources,
  });
}

function incident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    revision: 1,
    priority: 1,
    state: 'acknowledged',
    category: 'crash',
    title: `sự cố ${id}`,
    source: 'test',
    reports: 1,
    openedAtMs: NOW - 10 * MINUTE_MS,
    knownAtMs: NOW - 10 * MINUTE_MS,
    updatedAtMs: NOW,
    simulated: false,
    ...more,
  };
}

function alarm(id: string, more: Partial<Alarm> = {}): Alarm {
  const measure = { value: 1.4, limit: 1.2, unit: 'm', tMs: NOW - MINUTE_MS };
  return {
    id,
    revision: 1,
    ruleId: 'flood',
    ruleRevision: 1,
    key: `flood/${id}`,
    domain: 'flood',
    category: 'crash',
    priority: 2,
    state: 'unacknowledged',
    isActive: true,
    isAcknowledged: false,
    isLatching: false,
    isAnnunciated: true,
    onsetMs: NOW - 5 * MINUTE_MS,
    raisedAtMs: NOW - 5 * MINUTE_MS,
    changedAtMs: NOW,
    trigger: measure,
    latest: measure,
    activations: 1,
    isChattering: false,
    position: 'traffic',
    simulated: false,
    ...more,
  };
}

describe('what belongs to the position', () => {
  test('its own open P1 and P2, the most urgent first; P3, closed ones and those of others only where they count', () => {
    const { incidents, openIncidents } = brief({
      incidents: [
        incident('SC-1', { priority: 2 }),
        incident('SC-2', { priority: 1, state: 'new' }),
        incident('SC-3', { priority: 3 }),
        incident('SC-4', { state: 'closed' }),
        incident('SC-5', { position: 'water' }),
        incident('SC-6', { category: 'fire' }),
        incident('SC-7', { category: 'fire', position: 'traffic', priority: 2 }),
      ],
    });
    expect(incidents.items.map(({ id }) => id)).toEqual(['SC-2', 'SC-1', 'SC-7']);
    expect(incidents.items[0]?.isUnacknowledged).toBe(true);
    expect(openIncidents).toEqual([1, 2, 1, 0]);
  });

  test('its standing alarms; hidden ones are told apart with reason, person and expiry', () => {
    const by = { by: 'Lan', reason: 'đang sửa', sinceMs: NOW - MINUTE_MS };
    const told = brief({
      alarms: [
        alarm('a'),
        alarm('b', { state: 'shelved', shelved: { ...by, untilMs: NOW + 60 * MINUTE_MS } }),
        alarm('c', { state: 'shelved', shelved: { ...by, untilMs: NOW + MINUTE_MS } }),
        alarm('d', { state: 'suppressed', suppressed: { reason: 'mất điện', sinceMs: NOW } }),
        alarm('e', { state: 'out-of-service', outOfService: by, isActive: false }),
        alarm('f', { isChattering: true, priority: 4 }),
        alarm('g', { position: 'water' }),
        alarm('h', { state: 'normal' }),
      ],
    });
    expect(told.alarms.items.map(({ id }) => id)).toEqual(['a']);
    expect(told.standingAlarms).toEqual([0, 1, 0, 1]);
    expect(told.shelved.items.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(told.shelved.items[1]).toMatchObject({
      by: 'Lan',
      reason: 'đang sửa',
      untilMs: NOW + 60 * MINUTE_MS,
    });
    expect(told.suppressed.items).toMatchObject([{ id: 'd', reason: 'mất điện', isActive: true }]);
    expect(told.outOfService.items).toMatchObject([{ id: 'e', by: 'Lan', isActive: false }]);
    expect(told.chattering.items.map(({ id }) => id)).toEqual(['f']);
  });
});

test('clocks that run out within 15 minutes or have run out, the soonest first; reached and unlimited ones are not there', () => {
  const clock = (name: 'acknowledged' | 'routed' | 'on-scene', leftMs: number) => ({
    name,
    dueMs: NOW + leftMs,
    isBreached: leftMs < 0,
  });
  const { clocks } = brief({
    incidents: [
      incident('SC-1', {
        clocks: [
          { ...clock('acknowledged', 0), atMs: NOW - MINUTE_MS },
          clock('routed', NEAR_BREACH_MS - 1),
          { name: 'mitigated', isBreached: false },
        ],
      }),
      incident('SC-2', { clocks: [clock('routed', NEAR_BREACH_MS)] }),
      incident('SC-3', {
        clocks: [clock('on-scene', -MINUTE_MS)],
        pauses: [{ reason: 'weather', by: 'Lan', fromMs: NOW }],
      }),
    ],
  });
  expect(clocks.items.map(({ incidentId, clock: name, leftMs }) => [incidentId, name, leftMs])).toEqual([
    ['SC-3', 'on-scene', -MINUTE_MS],
    ['SC-1', 'routed', NEAR_BREACH_MS - 1],
  ]);
  expect(clocks.items[0]?.isPaused).toBe(true);
});

test('decisions that wait: agencies that have not answered and steps that two people must confirm', () => {
  const asked = { by: 'Lan', askedAtMs: NOW - MINUTE_MS, changedAtMs: NOW };
  const step = { role: 'operator' as const, text: { vi: 'Cắt điện', en: 'Cut power' } };
  const { decisions } = brief({
    incidents: [
      incident('SC-1', {
        assignments: [
          { assignee: 'PC08', state: 'waiting', dueMs: NOW + MINUTE_MS, ...asked },
          { assignee: 'SGTVT', state: 'accepted', ...asked },
        ],
        sop: {
          sop: 'flood',
          name: { vi: 'Ngập', en: 'Flood' },
          steps: [
            {
              ...step,
              id: 's1',
              isTwoPerson: true,
              state: 'open',
              confirmed: [{ by: 'Lan', atMs: NOW }],
              dueMs: NOW,
            },
            { ...step, id: 's2', isTwoPerson: false, state: 'open', confirmed: [] },
            { ...step, id: 's3', isTwoPerson: true, state: 'done', confirmed: [] },
          ],
        },
      }),
    ],
  });
  expect(decisions.items).toMatchObject([
    { kind: 'two-person', step: 's1', confirmedBy: ['Lan'] },
    { kind: 'agency', assignee: 'PC08' },
  ]);
});

test('feeds that are not up, and only those, with what was last heard of them', () => {
  const { feeds } = brief({
    feeds: [
      { id: 'tide', status: 'silent', lastEventMs: NOW - 60 * MINUTE_MS, lastArrivalMs: null },
      { id: 'http', status: 'up', lastEventMs: NOW, lastArrivalMs: NOW },
      { id: 'air', status: 'never', lastEventMs: null, lastArrivalMs: null },
    ],
  });
  expect(feeds.items).toEqual([
    { id: 'air', status: 'never', lastEventMs: null, lastArrivalMs: null },
    { id: 'tide', status: 'silent', lastEventMs: NOW - 60 * MINUTE_MS, lastArrivalMs: null },
  ]);
});

test('warnings that nobody tells of are unknown, not none', () => {
  expect(brief({ warnings: null }).warnings).toBeNull();
  expect(brief({ warnings: [] }).warnings).toEqual({ total: 0, items: [] });
});

test('[S9] a list that is cut says how long it was', () => {
  const many = Array.from({ length: MOST_OF_A_LIST + 5 }, (_, i) => incident(`SC-${i}`));
  const { incidents } = brief({ incidents: many });
  expect(incidents.items.length).toBe(MOST_OF_A_LIST);
  expect(incidents.total).toBe(MOST_OF_A_LIST + 5);
});
