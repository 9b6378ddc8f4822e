import type { SQLOutputValue } from 'node:sqlite';
import { assert } from '@metropane/base';
import type { JournalEntry } from './journal-entry.ts';

/** A row of `entries` as an entry. The table is STRICT, so another type is a bug of the query. */
export function toJournalEntry(row: Record<string, SQLOutputValue>): JournalEntry {
  return {
    seq: numberIn(row, 'seq'),
    kind: textIn(row, 'kind'),
    v: numberIn(row, 'v'),
    atMs: numberIn(row, 'at_ms'),
    actor: row['actor'] === null ? null : textIn(row, 'actor'),
    body: textIn(row, 'body'),
    dedupKey: row['dedup_key'] === null ? null : textIn(row, 'dedup_key'),
    isDerived: numberIn(row, 'derived') === 1,
    hash: hexIn(row, 'hash'),
    prevHash: hexIn(row, 'prev_hash'),
  };
}

function numberIn(row: Record<string, SQLOutputValue>, column: string): number {
  const value = row[column];
  assert(typeof value === 'number', 'journal column is a number', { column });
  return value;
}

function textIn(row: Record<string, SQLOutputValue>, column: string): string {
  const value = row[column];
  assert(typeof value === 'string', 'journal column is text', { column });
  return value;
}

function hexIn(row: Record<string, SQLOutputValue>, column: string): string {
  const value = row[column];
  assert(value instanceof Uint8Array, 'journal column is bytes', { column });
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
}
