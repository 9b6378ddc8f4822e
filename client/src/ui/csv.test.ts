import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('what a spreadsheet would run is told to it as text; a negative number stays a number', () => {
  expect(csvLine(['=1+1', '+84', '-x', '@a', '\tb', -1.5])).toBe("'=1+1,'+84,'-x,'@a,'\tb,-1.5\r\n");
});

test('quotes, commas and line ends are quoted; what is not known is empty, not zero', () => {
  expect(csvLine(['a"b', 'c,d', 'e\nf', null, 0, false])).toBe('"a""b","c,d","e\nf",,0,false\r\n');
});
