import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

const KEPT_PER_KIND = 1000;
const KEPT_BYTES = 64 * 1024;

/** One refused message or item. */
export interface DeadLetter {
  feed: string;
  code: string;
  detail: string;
  topic: string;
  /** First 64 KiB of the payload. */
  payload: Uint8Array;
  payloadBytes: number;
  arrivalMs: number;
  /** Item of an array, or -1 for the whole message. */
  index: number;
}

/** Seals payloads that may name people, and opens them; each under a key of its own. */
export interface PayloadSeal {
  seal(record: string, value: unknown): { readonly keyId: string; readonly box: string };
  open(
    record: string,
    sealed: { readonly keyId: string; readonly box: string },
  ): { readonly status: 'open'; readonly value: unknown } | { readonly status: 'erased' | 'damaged' };
}

/** What people tell and what offices know of them; readings name nobody. */
const OF_PEOPLE = /(^|\/)(reports?|cases?)(\/|$)/;
const RECORD = 'dead-letter';

/**
 * Refused input, kept for repair and replay: all of the first 1,000 per feed and code, then a sample that halves in density each
 * time the kept ones are full, so that a flood costs bounded space and old and new refusals stay visible.
 */
export class DeadLetterStore {
  readonly #database: DatabaseSync;
  readonly #seen = new Map<string, number>();
  readonly #seal: PayloadSeal;
  #failure: string | null = null;

  /** `seal`: reports and cases are kept sealed, and so is what an error says of their text. */
  constructor(folder: string, seal: PayloadSeal) {
    this.#seal = seal;
    this.#database = new DatabaseSync(join(folder, 'dead-letters.db'));
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS letters (id INTEGER PRIMARY KEY, feed TEXT, code TEXT, detail TEXT, topic TEXT,
        payload BLOB, payload_bytes INTEGER, arrival_ms REAL, item INTEGER);
      CREATE INDEX IF NOT EXISTS letters_kind ON letters (feed, code, id);
      CREATE INDEX IF NOT EXISTS letters_arrival ON letters (feed, arrival_ms);`);
    this.#addKeyColumn();
    const counts = this.#database
      .prepare('SELECT feed, code, count(*) AS n FROM letters GROUP BY feed, code')
      .all();
    for (const row of counts)
      this.#seen.set(`${String(row['feed'])}\0${String(row['code'])}`, Number(row['n']));
  }

  /** Why the last letters could not be stored; null = they were. */
  get failure(): string | null {
    return this.#failure;
  }

  /**
   * Stores a batch in one transaction, or nothing of it: letters are a help for repair, their counts are in the log. So a disk
   * that refuses is told by `failure`, and no reason to stop.
   */
  add(letters: DeadLetter[]): void {
    try {
      this.#store(letters);
      this.#failure = null;
    } catch (error) {
      this.#failure = `${letters.length} refused messages could not be kept: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #store(letters: DeadLetter[]): void {
    const insert = this.#database.prepare(
      `INSERT INTO letters (feed, code, detail, topic, payload, payload_bytes, arrival_ms, item, key_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#database.exec('BEGIN');
    try {
      for (const letter of letters) {
        if (!this.#isKept(letter)) continue;
        const { feed, code, topic, payloadBytes, arrivalMs, index } = letter;
        const { payload, detail, keyId } = this.#kept(letter);
        insert.run(
          feed,
          code,
          detail.slice(0, 500),
          topic.slice(0, 500),
          payload,
          payloadBytes,
          arrivalMs,
          index,
          keyId,
        );
      }
      this.#database.exec('COMMIT');
    } catch (error) {
      // SQLite has rolled back by itself when the disk was full.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Newest first. */
  list(query: { feed?: string; code?: string; before?: number; limit: number }): {
    items: Record<string, unknown>[];
    nextCursor?: string;
  } {
    const rows = this.#database
      .prepare(
        `SELECT * FROM letters WHERE (?1 IS NULL OR feed = ?1) AND (?2 IS NULL OR code = ?2) AND (?3 IS NULL OR id < ?3)
         ORDER BY id DESC LIMIT ?4`,
      )
      .all(query.feed ?? null, query.code ?? null, query.before ?? null, query.limit + 1);
    const items = rows.slice(0, query.limit).map((row) => ({
      id: Number(row['id']),
      feed: row['feed'],
      code: row['code'],
      detail: row['detail'],
      topic: row['topic'],
      index: row['item'],
      arrival: new Date(Number(row['arrival_ms'])).toISOString(),
      payloadBytes: row['payload_bytes'],
      payloadBase64: Buffer.from(this.#payloadOf(row)).toString('base64'),
    }));
    const last = items.at(-1);
    return rows.length > query.limit && last !== undefined
      ? { items, nextCursor: String(last.id) }
      : { items };
  }

  /** What is needed to send a letter again; `isWhole`: the payload was not cut. Undefined: no such letter. */
  get(id: number): { feed: string; topic: string; payload: Uint8Array; isWhole: boolean } | undefined {
    const row = this.#database
      .prepare('SELECT feed, topic, payload, payload_bytes, key_id FROM letters WHERE id = ?')
      .get(id);
    if (row === undefined) return undefined;
    const payload = this.#payloadOf(row);
    const isWhole = payload.length === Number(row['payload_bytes']);
    return { feed: String(row['feed']), topic: String(row['topic']), payload, isWhole };
  }

  /**
   * Kept letters that came in `[fromMs, toMs]` and name the entity, by topic or as a JSON text in the payload; null = none does,
   * which is not to say that none was refused: of what was no JSON, and of a flood, it is not known.
   */
  mentions(asked: {
    feeds: readonly string[];
    entity: string;
    fromMs: number;
    toMs: number;
  }): { mentions: number; codes: Record<string, number> } | null {
    const { feeds, entity, fromMs, toMs } = asked;
    const count = this.#database.prepare(
      `SELECT code, count(*) AS n FROM letters WHERE feed = ?1 AND arrival_ms BETWEEN ?2 AND ?3
        AND (substr(topic, -length(?4) - 1) = '/' || ?4 OR instr(CAST(payload AS TEXT), ?5) > 0) GROUP BY code`,
    );
    const codes: Record<string, number> = {};
    for (const feed of feeds) {
      for (const row of count.all(feed, fromMs, toMs, entity, JSON.stringify(entity)))
        codes[String(row['code'])] = (codes[String(row['code'])] ?? 0) + Number(row['n']);
    }
    const mentions = Object.values(codes).reduce((sum, n) => sum + n, 0);
    return mentions === 0 ? null : { mentions, codes };
  }

  close(): void {
    this.#database.close();
  }

  #kept({ topic, payload, code, detail }: DeadLetter): {
    payload: Uint8Array;
    detail: string;
    keyId: string | null;
  } {
    const first = payload.subarray(0, KEPT_BYTES);
    if (!OF_PEOPLE.test(topic)) return { payload: first, detail, keyId: null };
    const { keyId, box } = this.#seal.seal(RECORD, Buffer.from(first).toString('base64'));
    // What could not be parsed is quoted by the parser.
    const told = code === 'malformed' ? 'the message cannot be read; its text is sealed' : detail;
    return { payload: Buffer.from(box, 'base64'), detail: told, keyId };
  }

  /** Empty for one whose key was erased. */
  #payloadOf({ payload, key_id: keyId }: Record<string, unknown>): Uint8Array {
    const bytes = payload as Uint8Array;
    if (keyId === null) return bytes;
    const sealed = { keyId: String(keyId), box: Buffer.from(bytes).toString('base64') };
    const opened = this.#seal.open(RECORD, sealed);
    return opened.status === 'open' ? Buffer.from(String(opened.value), 'base64') : new Uint8Array();
  }

  #addKeyColumn(): void {
    const columns = this.#database.prepare('PRAGMA table_info (letters)').all();
    if (columns.some((column) => column['name'] === 'key_id')) return;
    this.#database.exec('ALTER TABLE letters ADD COLUMN key_id TEXT');
  }

  #isKept({ feed, code }: DeadLetter): boolean {
    const kind = `${feed}\0${code}`;
    const seen = (this.#seen.get(kind) ?? 0) + 1;
    this.#seen.set(kind, seen);
    if (seen <= KEPT_PER_KIND) return true;
    const stride = 2 ** Math.ceil(Math.log2(seen / KEPT_PER_KIND));
    if (seen % stride !== 0) return false;
    this.#database
      .prepare('DELETE FROM letters WHERE id = (SELECT min(id) FROM letters WHERE feed = ? AND code = ?)')
      .run(feed, code);
    return true;
  }
}
