import { describe, expect, test } from 'vitest';
import { axisAround, movedCursor, percentAt, ticksOf } from './time-axis.ts';

const NOON = Date.parse('2026-11-23T05:02:30Z');

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
