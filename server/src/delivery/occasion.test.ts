import { expect, test } from 'vitest';
import { OCCASION_KINDS, occasionOf } from './occasion.ts';

const entryOf = (kind: string, body: string) => ({ seq: 1, hash: 'h', kind, atMs: 5, body });

test('what happened is named by the entry', () => {
  const of = (kind: string, body: object) => occasionOf(entryOf(kind, JSON.stringify(body)));
  const raised = { alarmId: 'a', from: 'normal', to: 'unacknowledged', isAnnunciated: true };
  expect(of('derived.alarm', raised)).toMatchObject({ event: 'alarm-raised', alarmId: 'a', atMs: 5 });
  expect(of('derived.alarm', { ...raised, isAnnunciated: false })).toMatchObject({ event: 'alarm-changed' });
  expect(of('derived.incident', { incidentId: 'i', event: 'opened' })).toMatchObject({
    event: 'incident-opened',
  });
  expect(of('derived.incident', { incidentId: 'i', event: 'joined' })).toMatchObject({
    event: 'incident-changed',
  });
  expect(of('action', { incidentId: 'i', action: { action: 'close' } })).toMatchObject({
    event: 'incident-closed',
  });
  expect(of('report', { report: {} })).toBeNull();
});

test('odd bodies are no occasion and stop nothing', () => {
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{}',
    '{"incidentId":7}',
    '{"incidentId":"i","action":null}',
    '{"alarmId":"a"}',
  ];
  for (const kind of [...OCCASION_KINDS, 'config'])
    for (const body of bodies) expect(occasionOf(entryOf(kind, body))).toBeNull();
});
