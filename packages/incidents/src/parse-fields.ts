import { err } from '@metropane/base';
import type { Result } from '@metropane/base';

/** Characters: a note is a few paragraphs, a name a line. */
export const MAX_NOTE_LENGTH = 4_000;
export const MAX_NAME_LENGTH = 200;
export const MAX_ID_LENGTH = 200;

/** Fields from outside, of any shape. */
export type Given = Readonly<Record<string, unknown>>;
export type Parsed<T> = Result<T, 'bad-action'>;

/** Trimmed text of 1 to `limit` characters, else undefined. */
export function textOf(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length === 0 || text.length > limit ? undefined : text;
}

export function oneOf<T extends string | number>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

export function bad(expected: string, came: unknown): Result<never, 'bad-action'> {
  return err('bad-action', `${expected}; came ${shown(came)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : 'an object';
}
