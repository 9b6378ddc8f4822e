import { expect, test } from 'vitest';
import { shiftAt } from './shift-at.ts';

const name = { vi: '', en: '' };
const SHIFTS = [
  { id: 'morning', name, from: '06:00', to: '14:00' },
  { id: 'afternoon', name, from: '14:00', to: '22:00' },
  { id: 'night', name, from: '22:00', to: '06:00' },
];

test.each([
  ['06:00', 'morning'],
  ['13:59', 'morning'],
  ['14:00', 'afternoon'],
  ['22:00', 'night'],
  ['23:59', 'night'],
  ['00:00', 'night'],
  ['05:59', 'night'],
])('at %s works the %s shift', (time, id) => {
  expect(shiftAt(SHIFTS, time)?.id).toBe(id);
});

test('one shift round the clock, and a city that names none', () => {
  expect(shiftAt([{ id: 'all', name, from: '07:00', to: '07:00' }], '03:00')?.id).toBe('all');
  expect(shiftAt([], '03:00')).toBeUndefined();
});
