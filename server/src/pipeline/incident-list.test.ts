import type { IncidentRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { listIncidents } from './incident-list.ts';
import type { IncidentCursor } from './incident-list.ts';

const COUNT = 10_000;

function incident(n: number, given: Partial<IncidentRecord> = {}): IncidentRecord {
  return {
    id: `SC-${String(n).padStart(6, '0')}`,
    revision: 1,
    state: n % 2 === 0 ? 'closed' : 'assigned',
    priority: ((n % 4) + 1) as IncidentRecord['priority'],
    category: 'flood',
    title: `Ngập ${n}`,
    source: '1022',
    reports: 1,
    openedAtMs: n,
    // Many at the same moment: a page must neither repeat nor leave out one of them.
    knownAtMs: Math.floor(n / 7),
    updatedAtMs: n,
    simulated: false,
    ...given,
  };
}

test('pages of one phase have every incident of it once, and each says how many there are', () => {
  const all = Array.from({ length: COUNT }, (_, n) => incident(n));
  const seen: string[] = [];
  let after: IncidentCursor | undefined;
  do {
    const page = listIncidents(all, {
      wanted: { phase: 'closed' },
      limit: 300,
      ...(after === undefined ? {} : { after }),
    });
    expect(page.total).toBe(COUNT / 2);
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  expect(new Set(seen).size).toBe(COUNT / 2);
  expect(seen).toHaveLength(COUNT / 2);
  expect(seen.every((id) => Number(id.slice(3)) % 2 === 0)).toBe(true);
});

test('the search takes words in any order, without marks, of title, place and id, and never of what callers said', () => {
  const all = [
    incident(1, { title: 'Ngập đường Nguyễn Hữu Cảnh', unit: { code: '1', name: 'Bình Thạnh' } }),
    incident(3, { title: 'Cháy nhà', description: 'Nguyễn Văn A gọi' }),
  ];
  const ids = (q: string) => listIncidents(all, { wanted: { q }, limit: 10 }).items.map(({ id }) => id);
  expect(ids('canh nguyen huu')).toEqual(['SC-000001']);
  expect(ids('BINH THANH ngap')).toEqual(['SC-000001']);
  expect(ids('sc-000003')).toEqual(['SC-000003']);
  expect(ids('nguyen van')).toEqual([]);
  expect(ids('   ')).toHaveLength(2);
});

test('phase, priorities, category and state bound together', () => {
  const all = Array.from({ length: 40 }, (_, n) => incident(n, { category: n < 20 ? 'fire' : 'flood' }));
  const { items, total } = listIncidents(all, {
    wanted: { phase: 'open', priorities: [2], category: 'fire' },
    limit: 100,
  });
  expect(items.map(({ id }) => Number(id.slice(3)))).toEqual([17, 13, 9, 5, 1]);
  expect(total).toBe(5);
  expect(listIncidents(all, { wanted: { state: 'closed', phase: 'open' }, limit: 9 }).total).toBe(0);
});
