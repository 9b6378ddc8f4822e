import type { JournalRefusal } from './codes.ts';

/** Primary SQLite result codes (https://sqlite.org/rescode.html) that are the world's fault. */
const CODE_OF_RESULT: Readonly<Record<number, JournalRefusal>> = {
  5: 'journal-locked', // BUSY
  6: 'journal-locked', // LOCKED
  8: 'journal-read-only', // READONLY
  10: 'journal-io-error', // IOERR
  11: 'journal-damaged', // CORRUPT
  13: 'insufficient-storage', // FULL
  14: 'journal-io-error', // CANTOPEN
  26: 'journal-damaged', // NOTADB
};

/** The refusal behind an error of node:sqlite. Rethrows what is not one of the world's: wrong SQL is a bug. */
export function toSqliteCode(error: unknown): JournalRefusal {
  // Only a foreign hand stores a number that JavaScript cannot hold.
  if (error instanceof RangeError && 'code' in error && error.code === 'ERR_OUT_OF_RANGE')
    return 'journal-damaged';
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') throw error;
  // The low byte is the primary code, the rest says more precisely where.
  const code = CODE_OF_RESULT[error.errcode & 0xff];
  if (code === undefined) throw error;
  return code;
}
