/** Every code that this package answers with. Closed unions: a new failure gets a new word here, never a free text. */

/** Why the disk did not do what it was asked. All but `missing` and `exists` may pass by themselves. */
export type DiskErrorCode =
  | 'disk-full'
  | 'io-error'
  | 'read-only'
  | 'no-access'
  | 'too-many-files'
  | 'missing'
  | 'exists'
  | 'disk-error';

/** Why a log cannot be opened. `newer-format`: written by a later program; nothing was touched. */
export type LogOpenCode = DiskErrorCode | 'newer-format';

/**
 * What is wrong with a stretch of the log.
 * `bad-crc`, `bad-length`, `unknown-version`: a frame that is not what was written. `torn`: the file ends inside a frame.
 * `bad-header`: the segment's header is damaged (its name still tells the offset). `unreadable`: the disk refused the read.
 * `hole`: offsets that were never written (records folded unlogged while the disk was full, or a lost tail).
 * `missing-bytes`: bytes that had been written are gone. `removed`: retention took the segment away.
 */
export type DamageCode =
  | 'bad-crc'
  | 'bad-length'
  | 'unknown-version'
  | 'torn'
  | 'bad-header'
  | 'unreadable'
  | 'hole'
  | 'missing-bytes'
  | 'removed';

/**
 * Why the journal did not take an entry. Nothing was stored, except after `journal-stopped`: there the outcome is unknown, and
 * the request should be repeated with the same dedupKey.
 */
export type JournalRefusal =
  | 'journal-busy'
  | 'insufficient-storage'
  | 'journal-io-error'
  | 'journal-damaged'
  | 'journal-newer'
  | 'journal-read-only'
  | 'journal-locked'
  | 'journal-stopped'
  | 'bad-entry';

/** Why a data folder cannot be used by this process. */
export type DataFolderCode = DiskErrorCode | 'locked' | 'newer-version' | 'bad-version' | 'not-a-folder';

/** Why a checkpoint file was passed over. */
export type CheckpointFault =
  | DiskErrorCode
  | 'bad-header'
  | 'bad-checksum'
  | 'torn'
  | 'newer-format'
  | 'refused';
