import { expect, test } from 'vitest';
import type { NetworkThing } from './insight-answers.ts';
import { diagramOf, MOST_ROWS } from './network-layout.ts';

const named = (key: string): { key: string; name: { vi: string; en: string } } => ({
  key,
  name: { vi: key, en: key },
});
const thing = (key: string, fields: Partial<NetworkThing>): NetworkThing => ({
  ...named(key),
  ...{ kind: 'reach', side: 'from', hops: 1, via: 'gauge' },
  ...fields,
});

test('causes stand left, effects right, further ones further out, and lines go as the water does', () => {
  const { columns, rows, boxes, lines, left } = diagramOf(
    [named('gauge')],
    [
      thing('far', { hops: 2, via: 'up', lagMs: 9 }),
      thing('up', {}),
      thing('street', { side: 'to', kind: 'drain' }),
    ],
  );
  expect({ columns, rows, left }).toEqual({ columns: 4, rows: 1, left: 0 });
  expect(Object.fromEntries(boxes.map(({ key, column }) => [key, column]))).toEqual({
    ...{ far: 0, up: 1, gauge: 2, street: 3 },
  });
  expect(lines.map(({ from, to, kind, lagMs }) => [from.key, to.key, kind, lagMs])).toEqual([
    ['up', 'gauge', 'reach', null],
    ['gauge', 'street', 'drain', null],
    ['far', 'up', 'reach', 9],
  ]);
});

test('no two boxes share a place, and what finds none is counted with what hangs on it', () => {
  const many = Array.from({ length: 9 }, (_, i) => thing(`up-${i}`, {}));
  const { boxes, left, lines } = diagramOf(
    [named('gauge')],
    [...many, thing('far', { hops: 2, via: 'up-8' })],
  );
  expect(new Set(boxes.map(({ column, row }) => `${column} ${row}`)).size).toBe(boxes.length);
  expect(boxes).toHaveLength(1 + MOST_ROWS);
  expect(lines).toHaveLength(MOST_ROWS);
  expect(left).toBe(4);
});

test('nothing is nothing', () => {
  expect(diagramOf([], [])).toEqual({ columns: 0, rows: 0, boxes: [], lines: [], left: 0 });
});
