import { StringTexts, textHash } from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { NameTable } from './name-table.ts';

/** A table whose names live here, beside a map that says what it should find. */
function makeTable() {
  const names: string[] = [];
  const groups: number[] = [];
  const expected = new Map<string, number>();
  const table = new NameTable(
    (number) => names[number]!,
    (number) => groups[number]!,
  );
  const find = (group: number, name: string): number => table.find(group, new StringTexts(['', name]), 1);
  const learn = (group: number, name: string): void => {
    const known = expected.get(`${group} ${name}`) ?? -1;
    expect(find(group, name)).toBe(known);
    if (known !== -1) return;
    const number = names.push(name) - 1;
    groups.push(group);
    table.add(number);
    expected.set(`${group} ${name}`, number);
  };
  return { find, learn, expected };
}

test('finds what was added, and nothing else, through all growth', () => {
  forSeeds('name-table', 4, (rng) => {
    const { find, learn, expected } = makeTable();
    for (let n = 0; n < 3_000; n++) learn(rng.int(3), `sensor-${rng.int(2_500)}`);
    for (const [key, number] of expected) {
      const [group, name] = key.split(' ') as [string, string];
      expect(find(Number(group), name)).toBe(number);
      expect(find(Number(group) + 7, name)).toBe(-1);
      expect(find(Number(group), `${name}x`)).toBe(-1);
    }
  });
});

test('names that somebody made to collide are found like all others, and so are those beside them', () => {
  const colliding: string[] = [];
  for (let n = 0; colliding.length < 150; n++) {
    const name = `c${n}`;
    if ((textHash(name) & 0x3ff) === 5) colliding.push(name);
  }
  const { find, learn, expected } = makeTable();
  for (const name of colliding) learn(0, name);
  for (const name of colliding) expect(find(0, name)).toBe(expected.get(`0 ${name}`));
  for (let n = 0; n < 5_000; n++) learn(0, `plain-${n}`);
  expect([...colliding, 'plain-17'].map((name) => find(0, name))).toEqual(
    [...colliding, 'plain-17'].map((name) => expected.get(`0 ${name}`)),
  );
  expect(find(0, 'never')).toBe(-1);
});
