/**
 * The keys of sealed records, one each, in `<dataDir>/keys.db`, wrapped by the master key. The journal keeps the ciphertext for
 * good and its hash chain covers it; a record is erased by deleting its key here, and the chain stays whole.
 *
 * Keys are made ahead, many in one transaction: a report does not wait for a disk write of its own, and every key is on the disk
 * before a journal entry refers to it. Keys that a crash left unused stay, and open nothing.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readMasterKey } from './master-key.ts';
import { KEY_BYTES, openBytes, sealBytes } from './sealed-box.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erasures (
    key_id TEXT PRIMARY KEY, record TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, at_ms INTEGER NOT NULL,
    is_noted INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;
const AHEAD = 256;
/** More records than may be under way to the journal at once. */
const LENT = 8_192;

/** Ciphertext as it stands in a journal body; `keyId` finds the key, `box` is base64. */
export interface Sealed {
  readonly keyId: string;
  readonly box: string;
}

/** A key was deleted on somebody's order; `record` names what it had sealed. */
export interface Erasure {
  readonly keyId: string;
  readonly record: string;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
}

export type Opened =
  | { readonly status: 'open'; readonly value: unknown }
  | { readonly status: 'erased' }
  /** The key does not fit: box, record or master key are not those of the sealing. */
  | { readonly status: 'damaged' };

interface FreshKey {
  readonly id: string;
  readonly key: Buffer;
}

export class PersonalKeys {
  readonly #database: DatabaseSync;
  readonly #master: Buffer;
  readonly #ahead: FreshKey[] = [];
  /** Keys of the newest boxes, until their records are known to be stored or not. */
  readonly #lent = new Map<string, Buffer>();

  private constructor(database: DatabaseSync, master: Buffer) {
    this.#database = database;
    this.#master = master;
  }

  /** Opens (or creates) the store of one room; several threads and processes may. Throws when the folder cannot be used. */
  static open(dataDir: string): PersonalKeys {
    const master = readMasterKey(dataDir);
    const file = path.join(dataDir, 'keys.db');
    const database = new DatabaseSync(file);
    // Deleted keys are overwritten, not only unlinked from their page.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL;');
    database.exec('PRAGMA synchronous = FULL');
    database.exec(SCHEMA);
    chmodSync(file, 0o600);
    return new PersonalKeys(database, master);
  }

  /** Seals a value (as JSON) under a key of its own, which is on the disk when this returns. `record` as in `open`. */
  seal(record: string, value: unknown): Sealed {
    if (this.#ahead.length === 0) this.#makeKeys();
    const { id, key } = this.#ahead.pop()!;
    const box = sealBytes(key, Buffer.from(JSON.stringify(value), 'utf8'), record);
    this.#lent.set(id, key);
    if (this.#lent.size > LENT) this.#lent.delete(this.#lent.keys().next().value!);
    return { keyId: id, box: box.toString('base64') };
  }

  /**
   * The key of a box that was stored nowhere may seal another record: a source that repeats itself must not fill the disk with keys.
   * Takes anything that may hold a box as its `sealed`.
   */
  giveBack(body: unknown): void {
    const keyId = (body as { sealed?: Sealed } | null)?.sealed?.keyId;
    const key = keyId === undefined ? undefined : this.#lent.get(keyId);
    if (keyId === undefined || key === undefined) return;
    this.#lent.delete(keyId);
    if (this.#ahead.length < AHEAD) this.#ahead.push({ id: keyId, key });
  }

  /** What was sealed for this record. The key is read each time: one that was deleted a moment ago opens nothing. */
  open(record: string, { keyId, box }: Sealed): Opened {
    const row = this.#database.prepare('SELECT wrapped FROM keys WHERE id = ?').get(keyId);
    if (row === undefined) return { status: 'erased' };
    const key = openBytes(this.#master, row['wrapped'] as Uint8Array, keyId);
    const plain = key && openBytes(key, Buffer.from(box, 'base64'), record);
    if (plain === null) return { status: 'damaged' };
    return { status: 'open', value: JSON.parse(plain.toString('utf8')) as unknown };
  }

  /**
   * Deletes a key for good and keeps who ordered it, to be journalled (`pendingErasures`). False when there is no such key. Copies of
   * `keys.db` made before still hold it: they are to be kept as short as the law of erasure asks.
   */
  erase(erasure: Erasure): boolean {
    const { keyId, record, reason, actor, atMs } = erasure;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const { changes } = this.#database.prepare('DELETE FROM keys WHERE id = ?').run(keyId);
      if (Number(changes) === 1) {
        this.#database
          .prepare('INSERT INTO erasures (key_id, record, reason, actor, at_ms) VALUES (?, ?, ?, ?, ?)')
          .run(keyId, record, reason, actor, atMs);
      }
      this.#database.exec('COMMIT');
      // The write-ahead log holds the page as it was: emptied, nothing of it is left in a file.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return Number(changes) === 1;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Erasures that the journal may not know yet, oldest first. */
  pendingErasures(): Erasure[] {
    const rows = this.#database
      .prepare('SELECT * FROM erasures WHERE is_noted = 0 ORDER BY at_ms, key_id')
      .all();
    return rows.map((row) => ({
      keyId: String(row['key_id']),
      record: String(row['record']),
      reason: String(row['reason']),
      actor: String(row['actor']),
      atMs: Number(row['at_ms']),
    }));
  }

  /** The journal has it. */
  noted(keyId: string): void {
    this.#database.prepare('UPDATE erasures SET is_noted = 1 WHERE key_id = ?').run(keyId);
  }

  close(): void {
    this.#database.close();
  }

  #makeKeys(): void {
    const fresh = Array.from({ length: AHEAD }, () => ({
      id: randomBytes(8).toString('hex'),
      key: randomBytes(KEY_BYTES),
    }));
    const insert = this.#database.prepare('INSERT INTO keys (id, wrapped) VALUES (?, ?)');
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { id, key } of fresh) insert.run(id, sealBytes(this.#master, key, id));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    this.#ahead.push(...fresh);
  }
}
