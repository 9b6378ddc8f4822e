import fc from 'fast-check';
import { expect, test } from 'vitest';

import { MAX_MESSAGE_BYTES } from './feed-decoder.ts';
import { LineSplitter } from './line-splitter.ts';

test('lines do not depend on how the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 12 })),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat({ max: 40 })),
      (lines, end, cuts) => {
        const clean = lines.map((line) => line.replaceAll(/[\r\n]/g, ''));
        const bytes = Buffer.from(clean.join(end), 'utf8');
        const splitter = new LineSplitter();
        const seen: string[] = [];
        let at = 0;
        const take = (some: ReturnType<LineSplitter['push']>): void => {
          for (const line of some) {
            seen.push(Buffer.from(line.bytes).toString('utf8'));
            expect(line.number).toBe(seen.length);
          }
        };
        for (const cut of [...cuts, bytes.length]) {
          take(splitter.push(bytes.subarray(at, at + cut)));
          at = Math.min(at + cut, bytes.length);
        }
        take(splitter.push(bytes.subarray(at)));
        take(splitter.end());
        // A last line that is empty is no line.
        expect(seen).toEqual(clean.at(-1) === '' ? clean.slice(0, -1) : clean);
      },
    ),
  );
});

test('an endless line is cut and told, and the next one is whole', () => {
  const splitter = new LineSplitter();
  const chunk = Buffer.alloc(MAX_MESSAGE_BYTES, 'x');
  expect(splitter.push(chunk)).toEqual([]);
  expect(splitter.push(chunk)).toEqual([]);
  const lines = splitter.push(Buffer.from('x\nnext\n'));
  expect(lines.map(({ number, isOversize, bytes }) => [number, isOversize, bytes.length])).toEqual([
    [1, true, MAX_MESSAGE_BYTES],
    [2, false, 4],
  ]);
});
