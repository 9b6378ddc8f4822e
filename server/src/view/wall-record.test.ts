import { expect, test } from 'vitest';
import { openRoom } from '../fold/walls/wall-room.ts';
import { wallRecord } from './wall-record.ts';

const CONFIG = { id: 'main', playlist: ['day', 'water'], dwellMs: {} };
const ROOM = openRoom(CONFIG, 1_000);

test('a room as screens see it', () => {
  expect(wallRecord(ROOM, CONFIG)).toEqual({
    id: 'main',
    scene: 'day',
    sinceMs: 1_000,
    untilMs: 31_000,
    playlist: ['day', 'water'],
    index: 0,
    heldBy: null,
    sentUntilMs: null,
    incidentId: null,
    isFrozen: false,
  });
});

test('an incident that holds goes before one that was sent, and nobody is named', () => {
  const sent = { scene: 'incident', incidentId: 'SC-000002', by: 'Nguyễn Văn A', untilMs: 9_000 };
  const held = { incidentId: 'SC-000001', sinceMs: 2_000 };
  const frozen = { by: 'Nguyễn Văn A', sinceMs: 0 };
  const record = wallRecord({ ...ROOM, sent, held, frozen }, CONFIG);
  expect(record).toMatchObject({ incidentId: 'SC-000001', heldBy: 'SC-000001', isFrozen: true });
  expect(JSON.stringify(record)).not.toContain('Nguyễn');
  expect(wallRecord({ ...ROOM, sent }, CONFIG).incidentId).toBe('SC-000002');
});
