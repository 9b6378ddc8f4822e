import { expect, test } from 'vitest';
import {
  axisOf,
  FIRST_VIEW,
  movedCursor,
  panned,
  shareAt,
  spanned,
  ticksOf,
  windowFor,
  zoomed,
} from './time-span.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 8, 0, 30);

test('a live view moves with now, a view of the past does not', () => {
  expect(axisOf(FIRST_VIEW, NOW).toMs).toBe(Date.UTC(2026, 10, 23, 8, 1));
  expect(axisOf(FIRST_VIEW, NOW + 60_000).toMs).toBe(Date.UTC(2026, 10, 23, 8, 2));
  const past = { endMs: NOW - HOUR_MS, lengthMs: HOUR_MS };
  expect(axisOf(past, NOW)).toEqual(axisOf(past, NOW + HOUR_MS));
});

test('closer around the cursor keeps its time in its place and leaves live; further without one stays live', () => {
  const aroundMs = NOW - 18 * HOUR_MS;
  const closer = zoomed(FIRST_VIEW, 'in', { nowMs: NOW, aroundMs });
  expect(closer.lengthMs).toBe(12 * HOUR_MS);
  expect(closer.endMs).not.toBeNull();
  const before = shareAt(aroundMs, axisOf(FIRST_VIEW, NOW));
  expect(shareAt(aroundMs, axisOf(closer, NOW))).toBeCloseTo(before, 2);
  expect(zoomed(FIRST_VIEW, 'out', { nowMs: NOW, aroundMs: null })).toEqual({
    endMs: null,
    lengthMs: 48 * HOUR_MS,
  });
  expect(
    zoomed({ endMs: null, lengthMs: 28 * 24 * HOUR_MS }, 'out', { nowMs: NOW, aroundMs: null }).lengthMs,
  ).toBe(28 * 24 * HOUR_MS);
});

test('earlier leaves live, later than now is live again', () => {
  const earlier = panned(FIRST_VIEW, -1, NOW);
  expect(earlier.endMs).toBe(Date.UTC(2026, 10, 22, 20, 1));
  expect(panned(earlier, 1, NOW).endMs).toBeNull();
  expect(panned(FIRST_VIEW, 1, NOW)).toEqual(FIRST_VIEW);
});

test('a drag in either direction is the same stretch, never shorter than ten minutes nor later than now', () => {
  const [a, b] = [NOW - 3 * HOUR_MS, NOW - HOUR_MS];
  expect(spanned(a, b, NOW)).toEqual(spanned(b, a, NOW));
  expect(spanned(a, b, NOW).lengthMs).toBe(2 * HOUR_MS);
  expect(spanned(a, a + 1, NOW).lengthMs).toBe(600_000);
  expect(spanned(NOW - 60_000, NOW + HOUR_MS, NOW).endMs).toBe(Date.UTC(2026, 10, 23, 8, 1));
});

test('windows fit the length, and are those that tell the figure', () => {
  const all = ['PT1M', 'PT5M', 'PT1H'] as const;
  expect([1, 3, 24, 48, 49].map((hours) => windowFor(hours * HOUR_MS, all))).toEqual([
    ...['PT1M', 'PT1M', 'PT5M', 'PT5M', 'PT1H'],
  ]);
  expect(windowFor(HOUR_MS, ['PT1H'])).toBe('PT1H');
  expect(windowFor(700 * HOUR_MS, ['PT5M'])).toBe('PT5M');
});

test('the cursor stands on windows, inside what is shown and not after now', () => {
  const at = { axis: axisOf(FIRST_VIEW, NOW), stepMs: 300_000, nowMs: NOW };
  const last = Date.UTC(2026, 10, 23, 8);
  expect(movedCursor('End', null, at)).toBe(last);
  expect(movedCursor('ArrowRight', last, at)).toBe(last);
  expect(movedCursor('ArrowLeft', last, at)).toBe(last - 300_000);
  expect(movedCursor('ArrowLeft', at.axis.fromMs, at)).toBeGreaterThanOrEqual(at.axis.fromMs);
  expect(movedCursor('x', last, at)).toBeNull();
});

test('ticks are round in the zone of the city, not in UTC', () => {
  const offsetMs = 7 * HOUR_MS;
  const ticks = ticksOf(axisOf(FIRST_VIEW, NOW), offsetMs);
  expect(ticks.length).toBeGreaterThan(3);
  expect(ticks.length).toBeLessThan(9);
  expect(ticks.every((t) => (t + offsetMs) % (4 * HOUR_MS) === 0)).toBe(true);
  const days = ticksOf({ fromMs: NOW - 28 * 24 * HOUR_MS, toMs: NOW }, offsetMs);
  expect(days.every((t) => (t + offsetMs) % (24 * HOUR_MS) === 0)).toBe(true);
});
