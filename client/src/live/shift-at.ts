import type { CityShift } from './city-ground.ts';

/** The shift of a civil time `HH:MM`; shifts follow each other round the day, one may go over midnight. Undefined where there are none. */
export function shiftAt(shifts: readonly CityShift[], time: string): CityShift | undefined {
  return shifts.find(({ from, to }) => (from < to ? from <= time && time < to : time >= from || time < to));
}
