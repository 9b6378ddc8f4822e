import { expect, test } from 'vitest';
import { withoutPersonal } from './without-personal.ts';

test('a fact that could not be stored is kept without people', () => {
  const report = { source: 'a', id: '1', tMs: 1, category: 'fire', title: 'Cháy', description: 'nhà số 7' };
  const contact = { name: 'Lan', phone: '0903 123 456' };
  expect(withoutPersonal({ kind: 'report', report: { ...report, contact } })).toEqual({
    kind: 'report',
    report: { source: 'a', id: '1', tMs: 1, category: 'fire', title: 'Cháy' },
  });
  expect(withoutPersonal({ kind: 'report', report })).toEqual({ kind: 'report', report });
  for (const source of ['public', '1022', '1022:zalo'])
    expect(withoutPersonal({ kind: 'report', report: { ...report, source } })).toEqual({
      kind: 'report',
      report: { source, id: '1', tMs: 1, category: 'fire', title: 'Cháy' },
    });
  const event = { system: 's', id: '1', tMs: 1, arrivalMs: 1, state: 'x' };
  expect(withoutPersonal({ kind: 'case', event: { ...event, sealed: { name: 'Lan' } } })).toEqual({
    kind: 'case',
    event,
  });
  expect(withoutPersonal({ kind: 'status', status: {} })).toEqual({ kind: 'status', status: {} });
});
