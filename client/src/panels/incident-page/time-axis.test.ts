import { describe, expect, test } from 'vitest';
import { axisAround, axisLabels, movedCursor, percentAt, ticksOf } from './time-axis.ts';

const NOON = Date.parse('2026-11-23T05:02:30Z');
const MINUTE = 60_000;

describe('the axis of an incident page', () => {
  test('lies round its middle on whole windows', () => {
    const axis = axisAround(NOON, '30m');
    expect(new Date(axis.fromMs).toISOString()).toBe('2026-11-23T04:32:00.000Z');
    expect(axis.toMs - axis.fromMs).toBe(3_600_000);
    expect(percentAt(axis.fromMs + 1_800_000, axis)).toBe(50);
    expect(ticksOf(axis, '30m')[0]).toBe(Date.parse('2026-11-23T04:35:00Z'));
    expect(ticksOf(axis, '30m')).toHaveLength(12);
  });
  test('the cursor goes by windows, stays on the axis, and never into what has not happened', () => {
    const axis = axisAround(NOON, '2h');
    const lastMs = NOON;
    expect(movedCursor(NOON, -1, { axis, lastMs })).toBe(Date.parse('2026-11-23T04:55:00Z'));
    expect(movedCursor(NOON, 5, { axis, lastMs })).toBe(NOON);
    expect(movedCursor(axis.fromMs, -1, { axis, lastMs })).toBe(axis.fromMs);
  });
});

test('no two labels of the axis meet, wherever the cursor stands and however wide it is', () => {
  const axis = axisAround(NOON, '30m');
  for (const widthRem of [14, 30, 52, 90]) {
    for (let minute = -30; minute <= 30; minute += 1) {
      for (const nowMinute of [-29, 0, 27, 30]) {
        const at = {
          nowMs: axis.fromMs + (nowMinute + 30) * MINUTE,
          cursorMs: axis.fromMs + (minute + 30) * MINUTE,
          widthRem,
        };
        if (minute > nowMinute) continue;
        const { ticks, now } = axisLabels(axis, '30m', at);
        const rem = (percent: number): number => (percent / 100) * widthRem;
        const cursor = rem(percentAt(at.cursorMs, axis));
        const extents = [
          [cursor - 1.5, cursor + 1.5],
          ...ticks.map((tick) => [rem(tick.at) - 1.2, rem(tick.at) + 1.2]),
          ...(now === null
            ? []
            : [now.side === 'right' ? [rem(now.at), rem(now.at) + 5] : [rem(now.at) - 5, rem(now.at)]]),
        ] as [number, number][];
        extents.sort((a, b) => a[0] - b[0]);
        for (let i = 1; i < extents.length; i += 1)
          expect(extents[i]![0]).toBeGreaterThanOrEqual(extents[i - 1]![1]);
      }
    }
  }
});

test('the label of now stays on the axis and gives way to the cursor only', () => {
  const axis = axisAround(NOON, '30m');
  const far = axis.fromMs + 5 * MINUTE;
  expect(
    axisLabels(axis, '30m', { nowMs: axis.fromMs + 30 * MINUTE, cursorMs: far, widthRem: 52 }).now,
  ).toEqual({ at: 50, side: 'right' });
  const late = axisLabels(axis, '30m', { nowMs: axis.toMs - MINUTE, cursorMs: far, widthRem: 52 });
  expect(late.now?.side).toBe('left');
  expect(axisLabels(axis, '30m', { nowMs: axis.toMs + MINUTE, cursorMs: far, widthRem: 52 }).now).toBeNull();
});
