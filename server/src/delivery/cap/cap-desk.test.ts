import type { JournalEntry } from '@metropane/event-log';
import type { Incident } from '@metropane/incidents';
import { expect, test } from 'vitest';
import type { Realm } from '../../access/principal.ts';
import { incidentOf } from '../delivery-fixture.ts';
import { CAP_STEP, CapDesk, type CapOrder } from './cap-desk.ts';
import { capFaults } from './cap-rules-fixture.ts';

const NOW = Date.parse('2026-11-23T07:05:00Z');

function makeDesk(incident: Incident, realm: Realm = 'live') {
  const kept: { kind: string; body: string; key: string }[] = [];
  const clock = { nowMs: NOW };
  const desk = new CapDesk({
    realm,
    from: { sender: 'centre@hcm', senderName: { vi: 'Trung tâm', en: 'Centre' }, zone: 'Asia/Ho_Chi_Minh' },
    nowMs: () => clock.nowMs,
    incident: (id) => Promise.resolve(id === incident.id ? incident : null),
    entries: (kind) => Promise.resolve(kept.filter((one) => one.kind === kind) as unknown as JournalEntry[]),
    note: (kind, { body, dedupKey }) => {
      if (!kept.some(({ key }) => key === dedupKey))
        kept.push({ kind, body: JSON.stringify(body), key: dedupKey });
      return Promise.resolve();
    },
  });
  return { desk, kept, clock };
}

const order = (of: Partial<CapOrder> = {}): CapOrder => ({
  isCancel: false,
  wording: {
    headline: { vi: 'Ngập', en: 'Flood' },
    description: { vi: 'Ngập', en: 'Flood' },
    area: { name: { vi: 'P1', en: 'W1' } },
    certainty: 'Observed',
    expiresMs: NOW + 3_600_000,
  },
  ...of,
});

const withTwo = incidentOf({
  sop: {
    sop: 's',
    name: { vi: 's', en: 's' },
    steps: [
      {
        id: CAP_STEP,
        text: { vi: 'x', en: 'x' },
        role: 'supervisor',
        isTwoPerson: true,
        state: 'open',
        confirmed: [],
      },
    ],
  },
});

test('where the SOP asks for two, one person proposes and another one issues the same words, once', async () => {
  const { desk, kept } = makeDesk(withTwo);
  const proposed = await desk.issue(withTwo.id, order(), 'An');
  if (!proposed.ok || proposed.value.state !== 'proposed') throw new Error('expected a proposal');
  const { proposalId } = proposed.value.proposal;
  expect(await desk.issued(withTwo.id)).toEqual([]);
  expect(await desk.confirm(withTwo.id, proposalId, 'An')).toMatchObject({ code: 'same-person' });
  expect(await desk.confirm(withTwo.id, 'other', 'Bình')).toMatchObject({ code: 'no-proposal' });
  expect(await desk.confirm(withTwo.id, proposalId, 'Bình')).toMatchObject({
    value: { state: 'issued', cap: { issuedBy: ['An', 'Bình'] } },
  });
  expect(await desk.confirm(withTwo.id, proposalId, 'Chi')).toMatchObject({ code: 'no-proposal' });
  expect(kept.map(({ kind }) => kind)).toEqual(['cap-proposed', 'cap-issued']);
});

test('a proposal of half an hour ago is confirmed by nobody', async () => {
  const { desk, clock } = makeDesk(withTwo);
  const proposed = await desk.issue(withTwo.id, order(), 'An');
  const id = proposed.ok && proposed.value.state === 'proposed' ? proposed.value.proposal.proposalId : '';
  clock.nowMs += 30 * 60_000 + 1;
  expect(await desk.confirm(withTwo.id, id, 'Bình')).toMatchObject({ code: 'no-proposal' });
});

test('two who issue at once make two messages, and the second names the first', async () => {
  const { desk } = makeDesk(incidentOf());
  const both = await Promise.all([
    desk.issue('SC-000001', order(), 'An'),
    desk.issue('SC-000001', order(), 'Bình'),
  ]);
  expect(both.every(({ ok }) => ok)).toBe(true);
  const issued = await desk.issued('SC-000001');
  expect(issued.map(({ msgType }) => msgType)).toEqual(['Alert', 'Update']);
  expect(issued[1]!.xml).toContain(`centre@hcm,${issued[0]!.identifier},`);
  expect(issued.flatMap(({ xml }) => capFaults(xml))).toEqual([]);
});

test('no desk of an exercise can issue anything but Exercise', async () => {
  for (const realm of ['exercise:a', 'exercise:live'] as const) {
    const { desk } = makeDesk(incidentOf({ simulated: false }), realm);
    await desk.issue('SC-000001', order(), 'An');
    await desk.issue('SC-000001', order({ isCancel: true }), 'An');
    const issued = await desk.issued('SC-000001');
    expect(issued.map(({ status, identifier }) => [status, identifier.startsWith('EX-')])).toEqual([
      ['Exercise', true],
      ['Exercise', true],
    ]);
    for (const { xml } of issued) expect(xml).not.toContain('Actual');
  }
});

test('what has ended, lasts too long or has an open area is refused', async () => {
  const { desk } = makeDesk(incidentOf());
  const refusal = async (of: Partial<CapOrder['wording']>) => {
    const outcome = await desk.issue('SC-000001', order({ wording: { ...order().wording, ...of } }), 'An');
    return outcome.ok ? 'issued' : outcome.code;
  };
  const name = { vi: 'P', en: 'W' };
  expect(await refusal({ expiresMs: NOW })).toBe('bad-wording');
  expect(await refusal({ expiresMs: NOW + 8 * 86_400_000 })).toBe('bad-wording');
  expect(
    await refusal({
      area: {
        name,
        polygon: [
          [1, 1],
          [1, 2],
          [2, 2],
          [2, 1],
        ],
      },
    }),
  ).toBe('bad-wording');
  expect(await desk.issue('SC-9', order(), 'An')).toMatchObject({ code: 'not-found' });
  expect(await desk.issue('SC-000001', order({ isCancel: true }), 'An')).toMatchObject({
    code: 'nothing-to-cancel',
  });
});
