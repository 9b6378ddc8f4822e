import { expect, test } from 'vitest';
import { parseCsv } from './csv-rows.ts';
import { jsonLineOfPath } from './json-line.ts';
import { parsePackSource } from './pack-source.ts';
import type { PackFault } from './pack-fault.ts';

test('CSV: quoted commas, quotes and line breaks stay in their cell; comments and empty lines count as lines', () => {
  const table = parseCsv('\uFEFFa,b\r\n# note\n\n1,"x, ""y""\nz"\n2,\n');
  expect(table).toEqual({
    records: [{ a: '1', b: 'x, "y"\nz' }, { a: '2' }],
    lines: [4, 6],
    columns: ['a', 'b'],
  });
});

test.each([
  ['', { line: 1, fault: 'expected a header row, found an empty file' }],
  ['a,b\n1\n', { line: 2, fault: 'expected 2 cells as in the header, found 1' }],
  ['a\n"1\n', { line: 2, fault: 'a quoted cell is never closed' }],
])('CSV %j is refused with its line', (text, fault) => {
  expect(parseCsv(text)).toEqual({ faults: [fault] });
});

test('JSON: a path is found past strings that look like brackets', () => {
  const text = '{\n "a]": "}\\"",\n "list": [\n  {"x": [1, 2]},\n  {"x":\n   7}\n ]\n}';
  expect(jsonLineOfPath(text, ['list'])).toBe(3);
  expect(jsonLineOfPath(text, ['list', 0, 'x', 1])).toBe(4);
  expect(jsonLineOfPath(text, ['list', 1, 'x'])).toBe(6);
  expect(jsonLineOfPath(text, ['list', 1, 'missing'])).toBe(5);
  expect(jsonLineOfPath(text, ['list', 9])).toBe(3);
});

test('YAML: a path is found, or its nearest parent', () => {
  const faults: PackFault[] = [];
  const source = parsePackSource('a.yaml', 'one: 1\nlist:\n  - { x: 1 }\n  -\n    x: 2\n', faults)!;
  expect(faults).toEqual([]);
  expect([source.lineOf(['list', 1, 'x']), source.lineOf(['list', 0, 'y']), source.lineOf(['none'])]).toEqual(
    [5, 3, 1],
  );
});

test('JSON that ends early names its line', () => {
  const faults: PackFault[] = [];
  expect(parsePackSource('a.geojson', '{\n "a": 1,\n}', faults)).toBeUndefined();
  expect(faults).toMatchObject([{ code: 'syntax', file: 'a.geojson', line: 3 }]);
});
