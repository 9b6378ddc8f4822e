import { expect, test } from 'vitest';
import type { Priority } from '@metropane/live-state';
import { incidentMarks, namedMarks } from './incident-marks.ts';

const of = (id: string, priority: Priority, openedAtMs: number) => ({ id, title: id, priority, openedAtMs });
const AXIS = { fromMs: 100, toMs: 200, most: 12 };

test('only P1 and P2 that began in what is shown; one that two lists have is marked once, as the room has it', () => {
  const { marks, hidden } = incidentMarks(
    [of('a', 2, 100), of('b', 3, 150), of('c', 1, 200), of('d', 1, 99), of('a', 1, 100)],
    AXIS,
  );
  expect(marks).toEqual([{ id: 'a', title: 'a', priority: 1, atMs: 100 }]);
  expect(hidden).toBe(0);
});

test('of many the most urgent and newest are drawn, and the others counted', () => {
  const many = Array.from({ length: 20 }, (_, i) => of(`i${i}`, i === 0 ? 1 : 2, 100 + i));
  const { marks, hidden } = incidentMarks(many, AXIS);
  expect(marks).toHaveLength(12);
  expect(hidden).toBe(8);
  expect(marks[0]!.id).toBe('i0');
  expect(marks[1]!.id).toBe('i19');
});

test('of marks that stand close the most urgent is named; those that have room all are', () => {
  const mark = (id: string, priority: Priority, atMs: number) => ({ id, title: id, priority, atMs });
  const [a, b, c] = [mark('a', 2, 100), mark('b', 1, 120), mark('c', 2, 200)];
  expect([...namedMarks([a, b, c], 50)]).toEqual([b, c]);
  expect([...namedMarks([a, c], 50)]).toEqual([a, c]);
  expect([...namedMarks([a, mark('d', 2, 100)], 50)]).toEqual([a]);
});
