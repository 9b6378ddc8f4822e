import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url);
/** `file`: "title", as a row of the table names a test. */
const NAMED = /`([^`]+\.test\.tsx?)`: "((?:[^"\\]|\\.|"(?!<br>| \|))+)"/g;

interface Row {
  number: string;
  complaint: string;
  shown: string;
}

function rowsOf(text: string): Row[] {
  return text.split('\n').flatMap((line) => {
    const cells = /^\| (\d[^|]*) \| ([^|]+) \| (.+) \|$/.exec(line);
    return cells === null ? [] : [{ number: cells[1]!, complaint: cells[2]!, shown: cells[3]! }];
  });
}

/** The tests that a row names and that do not exist. */
function missingOf({ number, shown }: Row): string[] {
  return [...shown.matchAll(NAMED)].flatMap(([, file, escaped]) => {
    const title = escaped!.replaceAll('\\|', '|');
    const source = sourceOf(file!);
    if (source === null) return [`${number}: no file ${file}`];
    const isThere = ["'", '`', '"'].some((quote) => source.includes(`(${quote}${title}${quote}`));
    return isThere ? [] : [`${number}: ${file} has no test "${title}"`];
  });
}

function sourceOf(file: string): string | null {
  try {
    // A long title stands on a line of its own.
    return readFileSync(new URL(file, ROOT), 'utf8').replaceAll(/\(\s+/g, '(');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const rows = rowsOf(readFileSync(new URL('docs/complaints.md', ROOT), 'utf8'));

test('every complaint has a test that exists, or an honest "not yet"', () => {
  expect(rows.length).toBeGreaterThan(40);
  const silent = rows.filter(({ shown }) => !shown.includes('not yet: ') && !shown.match(NAMED));
  expect(silent.map(({ number }) => number)).toEqual([]);
  expect(rows.flatMap(missingOf)).toEqual([]);
});

test('each of the 43 complaints of the collection stands in the table', () => {
  const told = new Set(rows.flatMap(({ number }) => numbersOf(number)));
  expect(Array.from({ length: 43 }, (_, at) => at + 1).filter((number) => !told.has(number))).toEqual([]);
});

/** `11`, `24a`, `31–34, 36a`. */
function numbersOf(text: string): number[] {
  return text.split(', ').flatMap((part) => {
    const [from, to] = part.split('–').map((each) => Number.parseInt(each, 10));
    return Array.from({ length: (to ?? from!) - from! + 1 }, (_, at) => from! + at);
  });
}

test('a renamed test and a lost file are found', () => {
  const named = (what: string) => missingOf({ number: '1', complaint: 'x', shown: what });
  expect(named('`test/complaints.test.ts`: "a renamed test and a lost file are found"')).toEqual([]);
  expect(named('`test/complaints.test.ts`: "another name"')).toHaveLength(1);
  expect(named('`test/gone.test.ts`: "x"')).toEqual(['1: no file test/gone.test.ts']);
});
