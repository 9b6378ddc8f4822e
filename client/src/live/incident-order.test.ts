import { expect, test } from 'vitest';
import type { IncidentRecord } from '@metropane/live-state';
import { byUrgency, countByPriority, holdingIncident, openIncidents, queueOrder } from './incident-order.ts';

function incident(id: string, fields: Partial<IncidentRecord>): IncidentRecord {
  return {
    id,
    revision: 1,
    priority: 3,
    state: 'new',
    category: 'fire',
    title: id,
    source: 'test',
    reports: 1,
    openedAtMs: 1_000,
    knownAtMs: 1_000,
    updatedAtMs: 1_000,
    simulated: false,
    ...fields,
  };
}

test('most urgent first: priority, then unacknowledged, then the longest wait', () => {
  const list = [
    incident('d', { priority: 2 }),
    incident('c', { priority: 1, state: 'assigned', openedAtMs: 1 }),
    incident('b', { priority: 1, openedAtMs: 9 }),
    incident('a', { priority: 1, openedAtMs: 5 }),
  ];
  expect(list.sort(byUrgency).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
});

test('the queue has three groups and closed ones are newest first', () => {
  const queue = queueOrder([
    incident('old', { state: 'closed', closedAtMs: 10 }),
    incident('young', { state: 'closed', closedAtMs: 20 }),
    incident('mine', { state: 'on-scene' }),
    incident('fresh', {}),
  ]);
  expect(queue.unacknowledged.map(({ id }) => id)).toEqual(['fresh']);
  expect(queue.open.map(({ id }) => id)).toEqual(['mine']);
  expect(queue.closed.map(({ id }) => id)).toEqual(['young', 'old']);
});

test('only an unacknowledged P1 holds the scene', () => {
  const acknowledged = incident('a', { priority: 1, state: 'acknowledged' });
  expect(holdingIncident([acknowledged, incident('b', { priority: 2 })])).toBeNull();
  const waiting = incident('c', { priority: 1, openedAtMs: 3 });
  expect(holdingIncident([incident('d', { priority: 1, openedAtMs: 8 }), waiting])).toBe(waiting);
});

test('closed incidents are not open and are not counted as such', () => {
  const open = openIncidents([
    incident('a', { priority: 1 }),
    incident('b', { state: 'closed', priority: 1 }),
  ]);
  expect(open.map(({ id }) => id)).toEqual(['a']);
  expect(countByPriority(open)).toEqual([1, 0, 0, 0]);
});
