/**
 * The observation that is being taken, as doubles in one array that sources, dedup and slices share: a number that is passed to
 * a function which is not inlined becomes an object on the heap, several per event.
 */
export type Observation = Float64Array;

/** Its event time. */
export const T = 0;
export const ARRIVAL = 1;
/** The watermark of its source before it: lateness is judged by it [W6]. */
export const BEFORE = 2;
/** The watermark that it moves its source to. */
export const AFTER = 3;
/** Identities of its source before this time are forgotten [W12]. */
export const HORIZON_START = 4;
export const ALLOWED_LATENESS = 5;
/** The value that is being accepted. */
export const VALUE = 6;

export function makeObservation(): Observation {
  return new Float64Array(8);
}
