import type { Rule } from '@metropane/city';
import { expect, test } from 'vitest';
import { merged, partings } from './rule-merge.ts';

const TEXT = { vi: 'v', en: 'e' };
const base: Rule = {
  id: 'r',
  name: TEXT,
  per: 'entity',
  domain: 'flood',
  inputs: { depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'mean' } },
  when: 'depth > 15',
  onDelayMs: 60_000,
  schedule: { from: '06:00', to: '22:00' },
  severity: 3,
  respondWithinMs: 600_000,
  category: 'flood',
  ...{ cause: TEXT, consequence: TEXT, response: TEXT },
  isEnabled: true,
  source: 's',
};

test('what only one of two changed is kept of both; what both changed is named, with all three values', () => {
  const mine: Rule = { ...base, when: 'depth > 20', onDelayMs: 0 };
  const theirs: Rule = { ...base, when: 'depth > 30', severity: 2 };
  expect(partings({ base, mine, theirs })).toEqual([
    { path: 'onDelayMs', before: 60_000, mine: 0, theirs: 60_000, by: 'me' },
    { path: 'severity', before: 3, mine: 3, theirs: 2, by: 'them' },
    { path: 'when', before: 'depth > 15', mine: 'depth > 20', theirs: 'depth > 30', by: 'both' },
  ]);
  expect(merged({ base, mine, theirs })).toEqual({ ...base, when: 'depth > 20', onDelayMs: 0, severity: 2 });
});

test('a part that one took away and the other changed is one parting, and never half of it is left', () => {
  const changed: Rule = { ...base, schedule: { from: '07:00', to: '22:00' } };
  const { schedule: _, ...without } = base;
  const gone = without as Rule;
  for (const [mine, theirs] of [
    [changed, gone],
    [gone, changed],
  ] as const) {
    expect(partings({ base, mine, theirs }).map(({ path, by }) => `${path} ${by}`)).toEqual([
      'schedule both',
    ]);
    expect(merged({ base, mine, theirs })).toEqual(mine);
  }
});

test('what both changed to the same is no parting, and what I did not touch is never taken back', () => {
  const both: Rule = { ...base, severity: 1 };
  expect(partings({ base, mine: both, theirs: both })).toEqual([]);
  const theirs: Rule = { ...both, source: 'new', position: 'water' };
  expect(merged({ base, mine: base, theirs })).toEqual(theirs);
});

test('an input that I added and one that they removed are both as their maker wanted', () => {
  const limit = { kind: 'number', value: 4 } as const;
  const mine: Rule = { ...base, inputs: { ...base.inputs, limit } };
  const theirs: Rule = { ...base, inputs: { other: limit } };
  expect(merged({ base, mine, theirs }).inputs).toEqual({ other: limit, limit });
});
