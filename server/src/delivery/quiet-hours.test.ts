import { expect, test } from 'vitest';
import { quietForMs } from './quiet-hours.ts';

const at = (utc: string) => Date.parse(`2026-11-23T${utc}Z`);

test.each<[string, string, string, number]>([
  ['22:00', '06:00', '15:30:00', 7.5],
  ['22:00', '06:00', '14:59:59', 0],
  ['22:00', '06:00', '22:59:00', 1 / 60],
  ['22:00', '06:00', '23:00:00', 0],
  ['11:00', '13:00', '05:00:30', 1 - 30 / 3_600],
  ['11:00', '11:00', '05:00:00', 0],
])('%s–%s in the city, asked at %s UTC: %f hours', (...row) => {
  const [from, to, now, hours] = row;
  expect(quietForMs({ from, to }, at(now), 'Asia/Ho_Chi_Minh')).toBe(Math.round(hours * 3_600_000));
});
