import type { Steps } from './step-cursor.ts';

/** A series as a panel shows it, with what a file of it must say where nobody can ask. */
export interface ToldSeries {
  /** `domain entity metric` */
  source: string;
  name: string;
  unit: string;
  decimals: number;
  /** By step of the span; null: nothing was measured. */
  values: readonly (number | null)[];
  /** What is usual at each step; null: not known. */
  usual: readonly ({ low: number; high: number } | null)[];
}

/** What all series of a panel share. */
export interface ToldSpan extends Steps {
  /** Steps that have names of their own, with the times that are known of them; absent: a step is its time. */
  periods?: readonly { id: string; start: string | null; end: string | null }[];
  /** ISO 8601 duration of a step. */
  window: string;
  zone: string;
  /** What the usual range is made of, in words; null: there is none. */
  basis: string | null;
}
