import type { IncidentRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { nextSort, REGISTER_COLUMNS, sortedBy } from './register-sort.ts';
import type { RegisterSort } from './register-sort.ts';

const AT = { nowMs: 1_000, locale: 'vi' };
const ROWS = [
  incident('SC-10', { priority: 3, title: 'Ô gà', claimedBy: 'Bàn 2', openedAtMs: 300 }),
  incident('SC-9', { priority: 1, title: 'ốp lát', state: 'closed', openedAtMs: 100, closedAtMs: 150 }),
  incident('SC-2', { priority: 3, title: 'Đèn', claimedBy: 'Bàn 10', openedAtMs: 200 }),
];
const ids = (sort: RegisterSort) => sortedBy(ROWS, sort, AT).map(({ id }) => id);

test('each column orders by what it shows, both ways', () => {
  expect(ids({ column: 'priority', isDown: false })).toEqual(['SC-9', 'SC-10', 'SC-2']);
  expect(ids({ column: 'priority', isDown: true })).toEqual(['SC-10', 'SC-2', 'SC-9']);
  // Numbers in ids and names count as numbers, and đ comes before o.
  expect(ids({ column: 'id', isDown: false })).toEqual(['SC-2', 'SC-9', 'SC-10']);
  expect(ids({ column: 'title', isDown: false })).toEqual(['SC-2', 'SC-10', 'SC-9']);
  expect(ids({ column: 'opened', isDown: true })).toEqual(['SC-10', 'SC-2', 'SC-9']);
  // An open one goes on growing older.
  expect(ids({ column: 'age', isDown: false })).toEqual(['SC-9', 'SC-10', 'SC-2']);
  expect(ids({ column: 'state', isDown: false })).toEqual(['SC-10', 'SC-2', 'SC-9']);
});

test('who has nothing in the column stands last either way', () => {
  expect(ids({ column: 'who', isDown: false })).toEqual(['SC-10', 'SC-2', 'SC-9']);
  expect(ids({ column: 'who', isDown: true })).toEqual(['SC-2', 'SC-10', 'SC-9']);
});

test('a head goes up, down and back to the order of the centre', () => {
  const [up, down] = [{ column: 'who', isDown: false } as const, { column: 'who', isDown: true } as const];
  expect([nextSort(null, 'who'), nextSort(up, 'who'), nextSort(down, 'who')]).toEqual([up, down, null]);
  expect(nextSort(down, 'id')).toEqual({ column: 'id', isDown: false });
  expect(REGISTER_COLUMNS.every((column) => ids({ column, isDown: false }).length === 3)).toBe(true);
});

function incident(id: string, fields: Partial<IncidentRecord>): IncidentRecord {
  return {
    ...{ id, revision: 1, priority: 2, state: 'new', category: 'flood', title: 'Ngập', source: '1022' },
    ...{ reports: 1, openedAtMs: 100, knownAtMs: 100, updatedAtMs: 100, simulated: true },
    ...fields,
  };
}
