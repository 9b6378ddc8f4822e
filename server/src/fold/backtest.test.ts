import { ReadingsFrameBuilder } from '@metropane/city';
import { expect, test } from 'vitest';
import { alarmConfig, ruleOf } from './alarm-room-fixture.ts';
import { backtestRule } from './backtest.ts';
import { EMPTY_CONFIG, type FoldConfig } from './fold-config.ts';
import type { LogEntry } from './log-entry.ts';
import { feedConfig, T0 } from './room-fixture.ts';

const MIN = 60_000;
const CONFIG: FoldConfig = {
  ...EMPTY_CONFIG,
  feeds: [feedConfig()],
  alarms: alarmConfig([ruleOf({ id: 'other', when: 'depth > 0' })], {
    positions: [{ id: 'water', name: { vi: 'w', en: 'w' }, categories: ['flood'] }],
  }),
};

/** A record of an hour and a half: the street is under water from minute 10 to 20 and from 50 on. */
function* record(): Generator<LogEntry> {
  for (let min = 0; min < 90; min++) {
    const nowMs = T0 + min * MIN;
    const builder = new ReadingsFrameBuilder('mqtt', 1);
    const value = (min >= 10 && min < 20) || min >= 50 ? 30 : 2;
    const readings = [{ metric: 'depthCm', value, flag: 1 as const }];
    builder.add({ domain: 'flood', entity: 'a', tMs: nowMs, arrivalMs: nowMs, readings });
    yield { kind: 'readings', frame: builder.build() };
    yield { kind: 'tick', nowMs };
  }
}

test('it tells the onsets and the calls of each ten minutes, empty ones included', () => {
  const tested = backtestRule(ruleOf({ onDelayMs: MIN }), record(), CONFIG);
  expect(tested).toMatchObject({
    ok: true,
    value: {
      onsets: [
        { key: 'flood/a', onsetMs: T0 + 10 * MIN, returnedMs: T0 + 20 * MIN, value: 30 },
        { key: 'flood/a', onsetMs: T0 + 50 * MIN, returnedMs: null, value: 30 },
      ],
      onsetCount: 2,
      annunciated: [{ position: 'water', perTenMinutes: [0, 1, 0, 0, 0, 1, 0, 0, 0] }],
      mostPerTenMinutes: 1,
      fromMs: T0,
      toMs: T0 + 89 * MIN,
      broke: null,
    },
  });
  expect(backtestRule(ruleOf({ onDelayMs: MIN }), record(), CONFIG)).toEqual(tested);
});

test('a rule that does not compile is refused, one that breaks is told', () => {
  expect(backtestRule(ruleOf({ when: 'deep > 10' }), record(), CONFIG)).toMatchObject({
    ok: false,
    fault: { code: 'unknown-name', field: 'when', position: { line: 1, column: 1 } },
  });
  const breaks = ruleOf({ when: 'int(depth) / int(depth - 30.0) > 100' });
  expect(backtestRule(breaks, record(), CONFIG)).toMatchObject({
    ok: true,
    value: { onsetCount: 0, broke: { reason: 'int divide by zero', atMs: T0 + 10 * MIN } },
  });
});
