import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { JournalEntry } from '@metropane/event-log';
import type { JournalFact } from '../fold/log-entry.ts';

/** A stored journal entry as the fold reads it. */
export function toFact(entry: Pick<JournalEntry, 'kind' | 'v' | 'atMs' | 'actor' | 'body'>): JournalFact {
  const { kind, v, atMs, actor, body } = entry;
  return { kind, v, atMs, actor: actor ?? 'system', body: JSON.parse(body) };
}

/** Reads journal entries beside the process that writes them (SQLite WAL): for the follower. */
export class JournalFactReader {
  readonly #database: DatabaseSync;
  readonly #bySeq: StatementSync;
  readonly #byKey: StatementSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { readOnly: true });
    this.#bySeq = this.#database.prepare('SELECT kind, v, at_ms, actor, body FROM entries WHERE seq = ?');
    this.#byKey = this.#database.prepare('SELECT kind, v, at_ms, body FROM entries WHERE dedup_key = ?');
  }

  /** What is stored under a dedup key, for comparing; null = nothing. */
  kept(dedupKey: string): { kind: string; v: number; atMs: number; body: string } | null {
    const row = this.#byKey.get(dedupKey);
    if (row === undefined) return null;
    const { kind, v, at_ms: atMs, body } = row;
    return { kind: String(kind), v: Number(v), atMs: Number(atMs), body: String(body) };
  }

  /** Throws when the entry is not there: a ref is only logged after its entry was committed. */
  get(seq: number): JournalFact {
    const row = this.#bySeq.get(seq);
    if (row === undefined) throw new Error(`the journal has no entry ${seq} that the log refers to`);
    return toFact({
      kind: String(row['kind']),
      v: Number(row['v']),
      atMs: Number(row['at_ms']),
      actor: row['actor'] === null ? null : String(row['actor']),
      body: String(row['body']),
    });
  }

  /** The body of the newest entry of a kind at a time, else of the oldest one; null = there is none. */
  bodyAt(kind: string, atMs: number): unknown {
    const at = this.#database.prepare(
      'SELECT body FROM entries WHERE kind = ? AND at_ms <= ? ORDER BY at_ms DESC, seq DESC LIMIT 1',
    );
    const first = this.#database.prepare('SELECT body FROM entries WHERE kind = ? ORDER BY seq LIMIT 1');
    const row = at.get(kind, atMs) ?? first.get(kind);
    return row === undefined ? null : (JSON.parse(String(row['body'])) as unknown);
  }

  /** Log offsets of the records that broke the fold twice. */
  skips(): number[] {
    const rows = this.#database.prepare("SELECT body FROM entries WHERE kind = 'skip' ORDER BY seq").all();
    return rows.map((row) => (JSON.parse(String(row['body'])) as { offset: number }).offset);
  }

  close(): void {
    this.#database.close();
  }
}
