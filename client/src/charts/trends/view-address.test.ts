import { expect, test } from 'vitest';
import { historyPath } from '../../ui/linked/history-path.ts';
import { FIRST_VIEW, LENGTHS_MS } from './time-span.ts';
import { viewIn, withView } from './view-address.ts';

const NOW = Date.UTC(2026, 10, 23, 8, 32, 8);
const HOUR_MS = 3_600_000;
const parsed = (text: string) => viewIn(new URLSearchParams(text), NOW);

test('what the address says is read as it was written, and the rest of it stays', () => {
  const past = { endMs: Date.UTC(2026, 10, 22, 12, 30), lengthMs: 90 * 60_000 };
  const written = withView(new URLSearchParams('theme=light&last=60'), past);
  expect(viewIn(written, NOW)).toEqual(past);
  expect(written.get('theme')).toBe('light');
  expect(written.has('last')).toBe(false);
  for (const lengthMs of LENGTHS_MS) {
    const live = withView(written, { endMs: null, lengthMs });
    expect(viewIn(live, NOW)).toEqual({ endMs: null, lengthMs });
    expect(live.has('from')).toBe(false);
  }
  expect(withView(written, FIRST_VIEW).toString()).toBe('theme=light');
});

test('a stretch that is wrong, of the future or of no length is the newest day; one that reaches beyond now ends with now', () => {
  for (const text of [
    'from=x&to=2026-11-22T00:00:00Z',
    'from=2026-11-22T00:00:00Z',
    'from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z',
    'from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z',
    'last=7',
    'last=Infinity',
    '',
  ])
    expect(parsed(text), text).toEqual(FIRST_VIEW);
  const open = parsed('from=2026-11-23T06:00:00Z&to=2026-11-23T20:00:00Z');
  expect(open.endMs).toBe(Date.UTC(2026, 10, 23, 8, 33));
  expect(parsed('from=2020-01-01T00:00:00Z&to=2026-11-23T00:00:00Z').lengthMs).toBe(28 * 24 * HOUR_MS);
});

test('the history of a stretch of one series has its own address', () => {
  const path = historyPath('series/river/phu-an/levelM', { fromMs: NOW - HOUR_MS, toMs: NOW });
  expect(path).toBe(
    '/desk/trends/series%2Friver%2Fphu-an%2FlevelM?from=2026-11-23T07%3A32%3A08.000Z&to=2026-11-23T08%3A32%3A08.000Z',
  );
  expect(parsed(path.split('?')[1]!).lengthMs).toBe(HOUR_MS);
});
