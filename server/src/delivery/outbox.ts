import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** `kept`: an exercise shows it and it goes nowhere. */
export const DELIVERY_STATES = ['queued', 'retrying', 'sent', 'failed', 'cancelled', 'kept'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One message to one target, and what became of it. Times are epoch milliseconds. */
export interface Delivery {
  id: string;
  seq: number;
  target: string;
  event: string;
  incidentId: string | null;
  alarmId: string | null;
  priority: number;
  state: DeliveryState;
  attempts: number;
  createdAtMs: number;
  /** When it is tried next; null when it is not. */
  nextAtMs: number | null;
  lastAtMs: number | null;
  /** What the receiver said last, or why it was not reached. */
  lastAnswer: string;
}

export interface NewDelivery {
  id: string;
  seq: number;
  target: string;
  event: string;
  subject: string;
  incidentId: string | null;
  alarmId: string | null;
  priority: number;
  state: 'queued' | 'failed' | 'kept';
  reason: string;
  /** Bytes that are sent at every attempt. */
  body: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS messages (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  target TEXT NOT NULL,
  event TEXT NOT NULL,
  subject TEXT NOT NULL,
  incident TEXT,
  alarm TEXT,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  next_ms INTEGER,
  last_ms INTEGER,
  answer TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS waiting ON messages (target, priority, n) WHERE state IN ('queued', 'retrying');
CREATE INDEX IF NOT EXISTS waiting_subject ON messages (target, subject, n) WHERE state IN ('queued', 'retrying');
CREATE INDEX IF NOT EXISTS of_incident ON messages (incident, n);
`;

const KEEP_MS = 30 * 86_400_000;
const KEEP_MESSAGES = 100_000;
const PAGE_LIMIT = 1_000;

/**
 * Everything that leaves the centre, and how far the journal was read for it: both change in one durable transaction, so that an
 * entry makes each message exactly once, whenever the process ends.
 */
export class Outbox {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #next: StatementSync;
  readonly #settle: StatementSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 2_000 });
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    this.#database.exec(SCHEMA);
    this.#insert = this.#database.prepare(
      `INSERT OR IGNORE INTO messages (id, seq, target, event, subject, incident, alarm, priority, state, attempts, created_ms, next_ms, answer, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    );
    // Of one subject the oldest first, so that "closed" never arrives before "opened"; else the most urgent first.
    this.#next = this.#database.prepare(
      `SELECT * FROM messages m WHERE target = ? AND state IN ('queued', 'retrying') AND next_ms <= ? AND priority <= ?
       AND NOT EXISTS (SELECT 1 FROM messages o WHERE o.target = m.target AND o.subject = m.subject AND o.n < m.n
                       AND o.state IN ('queued', 'retrying'))
       ORDER BY priority, n LIMIT 1`,
    );
    this.#settle = this.#database.prepare(
      'UPDATE messages SET state = ?, attempts = ?, next_ms = ?, last_ms = ?, answer = ? WHERE id = ?',
    );
  }

  /** Seq of the last journal entry that was taken in; null at a first start. */
  get position(): number | null {
    const value = this.#database.prepare("SELECT value FROM meta WHERE key = 'position'").get()?.['value'];
    return value === undefined ? null : Number(value);
  }

  /** Keeps messages and the position that they come from together. Messages that are there already stay as they are. */
  take(messages: readonly NewDelivery[], position: number, nowMs: number): void {
    this.#inTransaction(() => {
      for (const one of messages) {
        const { id, seq, target, event, subject, incidentId, alarmId, priority, state, reason, body } = one;
        const nextMs = state === 'queued' ? nowMs : null;
        this.#insert.run(
          ...[
            id,
            seq,
            target,
            event,
            subject,
            incidentId,
            alarmId,
            priority,
            state,
            nowMs,
            nextMs,
            reason,
            body,
          ],
        );
      }
      this.#database
        .prepare("INSERT OR REPLACE INTO meta VALUES ('position', ?)")
        .run(String(Math.max(position, this.position ?? 0)));
    });
  }

  /** The next message of a target that is due and at least as urgent as `priority`. */
  due(target: string, nowMs: number, priority = 4): (Delivery & { body: string; subject: string }) | null {
    const row = this.#next.get(target, nowMs, priority);
    return row === undefined
      ? null
      : { ...toDelivery(row), body: String(row['body']), subject: String(row['subject']) };
  }

  /** What became of an attempt. A message that was cancelled meanwhile, and went out, is sent. */
  settle(
    id: string,
    to: {
      state: 'sent' | 'failed' | 'retrying';
      attempts: number;
      nextAtMs: number | null;
      atMs: number;
      answer: string;
    },
  ): void {
    const { state, attempts, nextAtMs, atMs, answer } = to;
    this.#settle.run(state, attempts, nextAtMs, atMs, answer.slice(0, 400), id);
  }

  /** Newest first. `before`: `seq`-independent number of the last one of the page before. */
  list(of: { incident?: string; state?: DeliveryState; limit: number; before?: number }): {
    items: Delivery[];
    next: number | null;
  } {
    const limit = Math.min(of.limit, PAGE_LIMIT);
    const rows = this.#database
      .prepare(
        `SELECT * FROM messages WHERE (?1 IS NULL OR incident = ?1) AND (?2 IS NULL OR state = ?2) AND n < ?3
         ORDER BY n DESC LIMIT ?4`,
      )
      .all(of.incident ?? null, of.state ?? null, of.before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toDelivery),
      next: rows.length > limit && last !== undefined ? Number(last['n']) : null,
    };
  }

  get(id: string): Delivery | null {
    const row = this.#database.prepare('SELECT * FROM messages WHERE id = ?').get(id);
    return row === undefined ? null : toDelivery(row);
  }

  /** A person wants a message out again that failed, was cancelled, or waits. False: it is not one of these. */
  retry(id: string, nowMs: number): boolean {
    const done = this.#database
      .prepare(
        "UPDATE messages SET state = 'queued', attempts = 0, next_ms = ? WHERE id = ? AND state IN ('failed', 'cancelled', 'retrying')",
      )
      .run(nowMs, id);
    return done.changes === 1;
  }

  /** False: it is out already, or was given up. */
  cancel(id: string, by: string): boolean {
    const done = this.#database
      .prepare(
        "UPDATE messages SET state = 'cancelled', next_ms = NULL, answer = ? WHERE id = ? AND state IN ('queued', 'retrying')",
      )
      .run(`cancelled by ${by}`, id);
    return done.changes === 1;
  }

  waiting(target: string): number {
    const row = this.#database
      .prepare("SELECT COUNT(*) AS n FROM messages WHERE target = ? AND state IN ('queued', 'retrying')")
      .get(target);
    return Number(row?.['n'] ?? 0);
  }

  /** Messages by target and state. */
  counts(): Record<string, Partial<Record<DeliveryState, number>>> {
    const counts: Record<string, Partial<Record<DeliveryState, number>>> = {};
    for (const row of this.#database
      .prepare('SELECT target, state, COUNT(*) AS n FROM messages GROUP BY 1, 2')
      .all()) {
      (counts[String(row['target'])] ??= {})[String(row['state']) as DeliveryState] = Number(row['n']);
    }
    return counts;
  }

  /** The newest message of each subject that a target was told of and that is not over: what its broker should retain. */
  standing(target: string, over: readonly string[]): string[] {
    const rows = this.#database
      .prepare(
        `SELECT body FROM messages m WHERE target = ? AND state = 'sent'
         AND n = (SELECT MAX(n) FROM messages o WHERE o.target = m.target AND o.subject = m.subject)
         AND event NOT IN (SELECT value FROM json_each(?)) ORDER BY n DESC LIMIT 10000`,
      )
      .all(target, JSON.stringify(over));
    return rows.map((row) => String(row['body'])).toReversed();
  }

  /** Finished messages go after 30 days, or beyond the newest 100,000. */
  forget(nowMs: number): void {
    this.#database
      .prepare(
        `DELETE FROM messages WHERE state NOT IN ('queued', 'retrying')
         AND (created_ms < ? OR n <= (SELECT MAX(n) FROM messages) - ?)`,
      )
      .run(nowMs - KEEP_MS, KEEP_MESSAGES);
  }

  close(): void {
    this.#database.close();
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function toDelivery(row: Record<string, unknown>): Delivery {
  const number = (name: string): number | null => (row[name] === null ? null : Number(row[name]));
  const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row['id']),
    seq: Number(row['seq']),
    target: String(row['target']),
    event: String(row['event']),
    incidentId: text('incident'),
    alarmId: text('alarm'),
    priority: Number(row['priority']),
    state: String(row['state']) as DeliveryState,
    attempts: Number(row['attempts']),
    createdAtMs: Number(row['created_ms']),
    nextAtMs: number('next_ms'),
    lastAtMs: number('last_ms'),
    lastAnswer: String(row['answer']),
  };
}
