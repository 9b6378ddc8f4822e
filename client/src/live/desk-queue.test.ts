import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { describe, expect, test } from 'vitest';
import { promisedMs } from '@metropane/testing';
import { deskQueue, MOST_CHILDREN } from './desk-queue.ts';
import type { QueueWishes } from './desk-queue.ts';
import { parseFilter } from './queue-filter.ts';

const ALL: QueueWishes = { filter: parseFilter(''), groups: new Set(), mine: null, opened: new Set() };

describe('the queue of a desk', () => {
  test('groups stand in the order of work, most urgent and longest waiting first', () => {
    const { rows, counts } = deskQueue(
      {
        incidents: [incident('SC-1', { state: 'assigned' }), incident('SC-2', { state: 'new', priority: 3 })],
        alarms: [
          alarm('a1', { state: 'shelved' }),
          alarm('a2', { state: 'returned-unacknowledged' }),
          alarm('a3', { priority: 1, onsetMs: 50 }),
          alarm('a4', { priority: 1, onsetMs: 20 }),
          alarm('a5', { state: 'out-of-service' }),
          alarm('a6', { state: 'normal' }),
        ],
      },
      ALL,
    );
    expect(rows.map(({ key }) => key)).toEqual([
      ...['group unacknowledged', 'alarm a4', 'alarm a3', 'incident SC-2', 'group returned', 'alarm a2'],
      ...['group open', 'incident SC-1', 'group shelved', 'alarm a1', 'group stopped', 'alarm a5'],
    ]);
    const only = (incidents: number, alarms: number) => ({ incidents, alarms });
    expect(counts).toEqual({
      unacknowledged: only(1, 2),
      returned: only(0, 1),
      open: only(1, 0),
      shelved: only(0, 1),
      stopped: only(0, 1),
      closed: only(0, 0),
    });
    expect(rows[0]).toMatchObject({ kind: 'group', shown: only(1, 2) });
  });

  test('an alarm stands under its incident, and on its own again when it calls for itself', () => {
    const room = {
      incidents: [incident('SC-1', { state: 'assigned' })],
      alarms: [
        alarm('quiet', { incidentId: 'SC-1', isAnnunciated: false }),
        alarm('calls', { incidentId: 'SC-1', isAnnunciated: true }),
      ],
    };
    const keys = (opened: string[]) =>
      deskQueue(room, { ...ALL, opened: new Set(opened) }).rows.map(({ key }) => key);
    expect(keys([])).toEqual(['group unacknowledged', 'alarm calls', 'group open', 'incident SC-1']);
    expect(keys(['SC-1']).slice(4)).toEqual(['child SC-1 calls', 'child SC-1 quiet']);
  });

  test('what is filtered out still waits: nothing hides from the next unacknowledged', () => {
    const wishes = { ...ALL, filter: parseFilter('ưu tiên:3-4'), groups: new Set(['open'] as const) };
    const { rows, waiting } = deskQueue({ incidents: [], alarms: [alarm('p1', { priority: 1 })] }, wishes);
    expect(rows).toEqual([]);
    expect(waiting.map(({ id }) => id)).toEqual(['p1']);
  });

  test('what the wishes hide is counted, and what of it is urgent and waits is told', () => {
    const room = {
      person: 'Bàn 2',
      incidents: [
        incident('SC-1', { state: 'new', priority: 2 }),
        incident('SC-2', { state: 'closed', priority: 1 }),
        incident('SC-3', { state: 'assigned', claimedBy: 'Bàn 2', priority: 3 }),
      ],
      alarms: [
        alarm('p1', { priority: 1 }),
        alarm('p3', { priority: 3 }),
        alarm('known', { priority: 1, state: 'acknowledged' }),
        alarm('held', { incidentId: 'SC-3', isAnnunciated: false }),
      ],
    };
    const told = (wishes: Partial<QueueWishes>) => {
      const { hidden, hiddenUrgent } = deskQueue(room, { ...ALL, ...wishes });
      return [hidden, hiddenUrgent.map(({ id }) => id)];
    };
    expect(told({})).toEqual([{ incidents: 0, alarms: 0 }, []]);
    expect(told({ mine: 'Bàn 2' })).toEqual([{ incidents: 2, alarms: 3 }, ['p1', 'SC-1']]);
    expect(told({ groups: new Set(['unacknowledged']) })).toEqual([{ incidents: 2, alarms: 1 }, []]);
    expect(told({ filter: parseFilter('p1') })).toEqual([{ incidents: 2, alarms: 1 }, ['SC-1']]);
    expect(told({ filter: parseFilter('khong-co-gi') })).toEqual([
      { incidents: 3, alarms: 3 },
      ['p1', 'SC-1'],
    ]);
  });

  test('the filter reads priorities, areas without spaces or marks, systems and words', () => {
    const alarms = [
      alarm('a', { priority: 1, unit: { code: '1', name: 'Bình Thạnh' } }),
      alarm('b', { priority: 3, unit: { code: '1', name: 'Bình Thạnh' } }),
      alarm('c', { priority: 2, unit: { code: '2', name: 'Tân Bình' }, domain: 'power' }),
    ];
    const ids = (text: string) =>
      deskQueue({ incidents: [], alarms }, { ...ALL, filter: parseFilter(text) })
        .rows.filter(({ kind }) => kind === 'alarm')
        .map((row) => 'id' in row && row.id);
    expect(ids('ưu tiên:1-2 vùng:binhthanh')).toEqual(['a']);
    expect(ids('uu tien:3')).toEqual(['b']);
    expect(ids('p1')).toEqual(['a']);
    expect(ids('hệ:power')).toEqual(['c']);
    expect(ids('tan binh')).toEqual(['c']);
    expect(ids('ưu tiên:9')).toEqual([]);
  });

  test('mine: claimed, acknowledged, or of a post that is held and nobody claimed', () => {
    const room = {
      person: 'Bàn 2',
      posts: new Set(['flood']),
      incidents: [
        incident('SC-1', { claimedBy: 'Bàn 2' }),
        incident('SC-2', { claimedBy: 'Bàn 4', position: 'flood' }),
        incident('SC-3', { position: 'flood' }),
      ],
      alarms: [alarm('a1', { acknowledgedBy: 'Bàn 2', state: 'acknowledged' })],
    };
    const { rows, mine } = deskQueue(room, { ...ALL, mine: 'Bàn 2' });
    expect(rows.flatMap((row) => ('id' in row ? [row.id] : []))).toEqual(['SC-1', 'SC-3', 'a1']);
    expect(mine).toBe(3);
  });

  test('ten thousand alarms are put in order within two frames, and a large incident says what it leaves out', () => {
    const alarms = Array.from({ length: 10_000 }, (_, i) =>
      alarm(`a${i}`, {
        priority: ((i % 4) + 1) as 1,
        onsetMs: i,
        ...(i < 200 ? { incidentId: 'SC-1' } : {}),
      }),
    );
    const room = { incidents: [incident('SC-1', {})], alarms };
    deskQueue(room, ALL);
    const fromMs = performance.now();
    const { rows } = deskQueue(room, { ...ALL, opened: new Set(['SC-1']) });
    expect(performance.now() - fromMs).toBeLessThan(promisedMs(200));
    expect(rows.filter(({ kind }) => kind === 'child')).toHaveLength(MOST_CHILDREN);
    expect(rows.find(({ kind }) => kind === 'more')).toMatchObject({ count: 200 - MOST_CHILDREN });
  });
});

function incident(id: string, fields: Partial<IncidentRecord>): IncidentRecord {
  return {
    ...{ id, revision: 1, priority: 2, state: 'new', category: 'flood', title: 'Ngập', source: '1022' },
    ...{ reports: 1, openedAtMs: 100, knownAtMs: 100, updatedAtMs: 100, simulated: true },
    ...fields,
  };
}

function alarm(id: string, fields: Partial<AlarmRecord>): AlarmRecord {
  const measure = { value: 1, limit: 1, unit: 'm', tMs: 10 };
  return {
    ...{
      id,
      revision: 1,
      ruleId: 'depth',
      ruleRevision: 1,
      key: 'flood/x',
      domain: 'flood',
      category: 'flood',
    },
    ...{ priority: 2, state: 'unacknowledged', isActive: true, isAcknowledged: false, isLatching: false },
    ...{
      isAnnunciated: true,
      onsetMs: 10,
      raisedAtMs: 10,
      changedAtMs: 10,
      trigger: measure,
      latest: measure,
    },
    ...{ activations: 1, isChattering: false, position: 'p', simulated: true, place: 'x' },
    name: { vi: 'Độ sâu', en: 'Depth' },
    ...fields,
  };
}
