import type { LonLat } from '@metropane/city-pack';
import type { Expectation, WrittenCause, WrittenScenario, WrittenWhere } from './scenario-schema.ts';

/** A name of the pack, found: where it is, what people call it, and the road segment where there is one. */
export interface Spot {
  readonly loc: LonLat;
  readonly name: string;
  /** Index of the segment in the pack. */
  readonly segment?: number;
  readonly entity?: string;
}

/** `T` with every written place found. */
export type Placed<T> = T extends WrittenWhere
  ? Spot
  : T extends object
    ? { [K in keyof T]: Placed<T[K]> }
    : T;

export type Cause = Placed<WrittenCause>;
export type CauseOf<K extends Cause['kind']> = Extract<Cause, { kind: K }>;
export type PlacedExpectation = Placed<Expectation>;

/** A scenario that is checked against a pack. */
export interface Scenario extends Omit<WrittenScenario, 'causes' | 'expect' | 'at'> {
  /** The moment that it was written for, epoch milliseconds. */
  readonly atMs: number;
  readonly causes: readonly Cause[];
  readonly expect: readonly PlacedExpectation[];
}
