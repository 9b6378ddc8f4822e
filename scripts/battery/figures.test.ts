import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteFigures } from '../../packages/testing/src/note-figures.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { formatFigures, readFigures } from './figures.ts';

const folder = mkdtempSync(join(tmpdir(), 'metropane-figures-'));
const file = join(folder, 'figures.jsonl');

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(file, { force: true });
});

test('what tests note comes out as one aligned table, in the order of the notes', () => {
  vi.stubEnv('METROPANE_FIGURES_FILE', file);
  noteFigures('windows', { events: 10_000_000, mismatches: 0, seeds: 'w/0..9', seconds: 391 });
  noteFigures('kills', { kills: 30 });
  expect(formatFigures(readFigures(file))).toBe(
    [
      '',
      'long test | seconds | figures',
      'windows   |     391 | events 10,000,000, mismatches 0, seeds w/0..9',
      'kills     |         | kills 30',
      '',
    ].join('\n'),
  );
});

test('no notes, no table; a line that is not JSON is not passed over', () => {
  expect(formatFigures(readFigures(file))).toBe('');
  writeFileSync(file, '{"test":"half');
  expect(() => readFigures(file)).toThrow(SyntaxError);
});
