import { isDeepStrictEqual } from 'node:util';
import type { CityReader } from './city-reader.ts';
import { type Folder, oracleOf } from './shared-data.ts';

/** One question that a set's `oracle.json` answers, and how the same answer is had from a running centre. */
export interface OracleQuestion {
  folder: Folder;
  question: string;
  /** The recorded answer, as it stands in `oracle.json`. */
  expected: unknown;
  /** Absent: the centre does not tell; `reason` says why. */
  ask?: (city: CityReader) => Promise<unknown>;
  /** Where ours is right and differs: what must come out instead. */
  corrected?: unknown;
  /** Numbers only: how far ours may lie from the recorded answer. */
  within?: number;
  reason?: string;
  /** Asks for the recorded arrival, which only a file tells: over MQTT a message arrives when it arrives. */
  isOfArrival?: boolean;
  /** Asks how often readings came: only of a delivery without faults. */
  isOfDelivery?: boolean;
  /** Thousands of questions in one; left to the files in the short battery. */
  isLong?: boolean;
}

/** Whether an answer of the centre is the recorded one, in the precision in which it was recorded. */
export function isAnswered({ expected, corrected, within }: OracleQuestion, ours: unknown): boolean {
  if (within !== undefined) return Math.abs(Number(ours) - Number(expected)) <= within;
  return isDeepStrictEqual(ours, corrected ?? expected);
}

/** As the recorded answers were rounded. */
export function rounded(value: number, decimals = 6): number {
  return Number(value.toFixed(decimals));
}

/** `2020-11-26T02:05:00.000Z` as the recorded answers write it. */
export function microTime(iso: string): string {
  return iso.replace(/Z$/, '000Z');
}

/** Reads the answers of a set, or nothing where the set is absent: test names are collected before tests can skip. */
export function questionsFrom<T>(
  folder: Folder,
  isAbsent: boolean,
  make: (oracle: T) => Omit<OracleQuestion, 'folder'>[],
): OracleQuestion[] {
  if (isAbsent) return [];
  return make(oracleOf<T>(folder)).map((question) => ({ folder, ...question }));
}
