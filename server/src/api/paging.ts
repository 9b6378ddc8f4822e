import { z } from 'zod';
import { Problem } from './problem.ts';

/** How many items a list gives: any whole number is taken and clamped to what the list allows. */
export function limitParameter(fallback: number) {
  return z.coerce.number().int().default(fallback);
}

/** At least one item, at most what the list allows. */
export function clampLimit(limit: number, most: number): number {
  return Math.min(Math.max(limit, 1), most);
}

/** A cursor is opaque to callers: JSON as base64url. */
export function toCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position behind a cursor, whose parts have the types of `shape`; a problem for anything that this build did not make. */
export function fromCursor<T extends z.ZodType>(text: string, shape: T): z.output<T> {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    // Neither base64url nor JSON nor of that shape: all the same to who sent it.
    throw new Problem(400, 'bad-cursor', { detail: 'cursor must be the nextCursor of the page before' });
  }
}
