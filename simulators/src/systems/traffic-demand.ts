import type { LocalTime } from './local-time.ts';

/**
 * How full the streets are, 0 (empty) to about 1 (the evening rush of a Friday). Workdays have two rushes, at half past seven
 * and at half past five; weekends one leisure peak in the evening.
 */
export function demandAt({ hour, weekday }: LocalTime): number {
  const isWeekend = weekday >= 6;
  const bump = (at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2));
  const daytime = 1 / (1 + Math.exp(-(hour - 6) * 2.2)) - 1 / (1 + Math.exp(-(hour - 21.8) * 1.6));
  if (isWeekend) return 0.05 + 0.4 * daytime + 0.16 * bump(10, 2) + 0.34 * bump(18.8, 1.8);
  const friday = weekday === 5 ? 0.06 : 0;
  return 0.05 + 0.42 * daytime + 0.42 * bump(7.6, 1.15) + (0.48 + friday) * bump(17.6, 1.5);
}
