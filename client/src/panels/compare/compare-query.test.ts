import { expect, test } from 'vitest';
import { choiceIn, choiceQuery, comparePath } from './compare-query.ts';
import type { CompareChoice } from './compare-query.ts';

const OFFERED = { today: '2026-11-23', domain: 'air', metric: 'pm25UgM3' };
const CHOICE: CompareChoice = {
  ...{ what: 'series', domain: 'river', entity: 'phu-an', metric: 'levelM', stat: 'max' },
  ...{ window: 'PT5M', from: '2026-02-17', days: 2, against: 'date', date: '2025-01-29' },
} as CompareChoice;

test('a choice comes back from its address as it was', () => {
  expect(choiceIn(choiceQuery(CHOICE), OFFERED)).toEqual(CHOICE);
  const opened = { ...CHOICE, what: 'incidents-opened', against: 'tet' } as const;
  expect(choiceIn(choiceQuery(opened), OFFERED)).toMatchObject({
    what: 'incidents-opened',
    against: 'tet',
    days: 2,
  });
});

test('the centre is asked in its own words', () => {
  expect(comparePath(CHOICE)).toBe(
    '/compare?what=series&domain=river&metric=levelM&stat=max&entity=phu-an&window=PT5M&from=2026-02-17&days=2&against=date%3A2025-01-29',
  );
});

test('an address that asks for nothing sound asks for the last week against the one before', () => {
  const offered = {
    ...{ what: 'series', domain: 'air', entity: '', metric: 'pm25UgM3', stat: 'mean', window: 'PT1H' },
    ...{ from: '2026-11-17', days: 7, against: 'days:7', date: '2026-11-10' },
  };
  expect(choiceIn(new URLSearchParams(), OFFERED)).toEqual(offered);
  const wrong = 'stat=median&window=PT1Y&from=soon&days=-3&against=never&what=x';
  expect(choiceIn(new URLSearchParams(wrong), OFFERED)).toEqual(offered);
  expect(choiceIn(new URLSearchParams('days=90&window=PT1H'), OFFERED).days).toBe(31);
});
