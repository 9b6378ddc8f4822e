import { expect, test } from 'vitest';
import { parseDurationMs } from './duration.ts';
import { Options } from './read-options.ts';

test('durations in both forms', () => {
  for (const [text, ms] of [
    ['PT24H', 86_400_000],
    ['P7D', 604_800_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['P2W', 1_209_600_000],
    ['90s', 90_000],
    ['1.5m', 90_000],
    ['250ms', 250],
    ['24h', 86_400_000],
  ] as const)
    expect(parseDurationMs(text, 'for'), text).toBe(ms);
  for (const text of ['', 'P', 'PT', '5', '5 s', '-1s', 'PT1X'])
    expect(() => parseDurationMs(text, 'for'), text).toThrow('--for: expected a duration');
});

test('an option that is wrong is named with what was expected', () => {
  const table = { rate: 'text', from: 'text', broker: 'text', json: 'flag' } as const;
  const of = (...args: string[]): Options => new Options(args, table);
  expect(of('--rate', '5', '--json').number('rate', { least: 1 })).toBe(5);
  expect(of('--from', '2026-11-23T00:00+07:00').instantMs('from', 0)).toBe(Date.UTC(2026, 10, 22, 17));
  expect(of('--from', 'now').instantMs('from', 77)).toBe(77);
  expect(() => of('--speeed', '1')).toThrow(
    "Unknown option '--speeed'. Options are --rate --from --broker --json.",
  );
  expect(() => of('--rate', '0').number('rate', { least: 1 })).toThrow(
    '--rate: expected a number from 1, got "0"',
  );
  expect(() => of('--rate', '1.5').number('rate', { least: 1, isWhole: true })).toThrow('a whole number');
  expect(() => of('--from', '2026-11-23T00:00').instantMs('from', 0)).toThrow(
    '--from: expected a time with its offset',
  );
  expect(() => of('--broker', 'localhost').brokerUrl('broker')).toThrow(
    '--broker: expected an address such as',
  );
  expect(() => of('--broker', 'mqtt://u:p@h').brokerUrl('broker')).toThrow('METROPANE_SIM_TOKEN');
});
