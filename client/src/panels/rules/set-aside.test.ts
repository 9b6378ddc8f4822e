import type { AlarmRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { setAside } from './set-aside.ts';

const by = { by: 'Lan', reason: 'thay cảm biến' };
const alarm = (id: string, over: Partial<AlarmRecord>): AlarmRecord =>
  ({ id, state: 'unacknowledged', isActive: true, ...over }) as AlarmRecord;

test('what persons set aside is told with who, why, since and until; what is suppressed by design or acknowledged is not among it', () => {
  const found = setAside([
    alarm('new', {}),
    alarm('design', { state: 'suppressed', suppressed: { reason: 'x', sinceMs: 1 } }),
    alarm('late', { state: 'shelved', shelved: { ...by, sinceMs: 30, untilMs: 90 } }),
    alarm('out', { state: 'out-of-service', outOfService: { ...by, sinceMs: 40 }, isActive: false }),
    alarm('both', {
      state: 'out-of-service',
      outOfService: { ...by, sinceMs: 20 },
      shelved: { by: 'Minh', reason: 'y', sinceMs: 5, untilMs: 50 },
    }),
    alarm('early', { state: 'shelved', shelved: { ...by, sinceMs: 10, untilMs: 60 } }),
  ]);
  expect(found.map((one) => [one.alarm.id, one.by, one.sinceMs, one.untilMs, one.isActive])).toEqual([
    ['both', 'Lan', 20, null, true],
    ['out', 'Lan', 40, null, false],
    ['early', 'Lan', 10, 60, true],
    ['late', 'Lan', 30, 90, true],
  ]);
});
