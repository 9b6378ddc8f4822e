import { expect, test } from 'vitest';
import { Incidents } from './incidents.ts';

const ctx = { atMs: 1_000, journalSeq: 1, actor: 'kttv', simulated: false };
const report = { source: 'kttv', tMs: 0, category: 'storm', title: 'Bão' };

test('an update joins the incident of what it updates, however far and late; after a close it begins anew', () => {
  const incidents = new Incidents();
  const first = incidents.applyReport({ ...report, id: 'A1', loc: [106, 10] }, ctx).incident;
  const far = { ...report, id: 'A2', tMs: 9e8, category: 'flood', loc: [109, 12] as const };
  expect(
    incidents.applyReport(
      {
        ...far,
        amends: [
          ['kttv', 'gone'],
          ['kttv', 'A1'],
        ],
      },
      ctx,
    ),
  ).toMatchObject({
    kind: 'joined',
    incident: { id: first.id, reports: 2 },
    why: { kind: 'same-key', of: 'A1' },
  });
  expect(incidents.applyReport({ ...far, id: 'B1' }, ctx).kind).not.toBe('duplicate');
  const { revision } = incidents.get(first.id)!;
  incidents.applyAction(first.id, { action: 'close', reason: 'over', expectedRevision: revision }, ctx);
  expect(incidents.get(first.id)!.state).toBe('closed');
  const late = incidents.applyReport({ ...report, id: 'A3', loc: [107, 8], amends: [['kttv', 'A2']] }, ctx);
  expect([late.kind, late.incident.id === first.id]).toEqual(['opened', false]);
});
