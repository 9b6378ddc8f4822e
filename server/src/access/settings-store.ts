/**
 * What the centre keeps of how a person wants the desk: one small JSON text per key. Not in the journal, which keeps for ever and says what
 * was done to the city: settings are personal data, and go with the account. Whoever writes says on which revision, so that of two windows
 * neither undoes what the other did.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Result } from '@metropane/base';
import { err, ok } from '@metropane/base';
import type { Principal } from './principal.ts';

/** All settings of a person together. */
export const SETTINGS_LIMIT_BYTES = 64 * 1024;
const DAY_MS = 86_400_000;
/** Nobody asked for them in so long: whoever it was does not work here any more. */
const FORGOTTEN_AFTER_MS = 400 * DAY_MS;

/** One kept setting. Revisions are never used twice, also after a setting went. */
export interface KeptSetting {
  readonly revision: number;
  readonly value: unknown;
}

export interface SettingWrite {
  readonly key: string;
  readonly value: unknown;
  /** What the writer knew; 0 = that nothing was kept. */
  readonly expectedRevision: number;
}

export type SettingRefusal = 'stale-revision' | 'settings-too-large';

export class SettingsStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;

  constructor(database: DatabaseSync, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Whose settings a principal sees: of an account everywhere; without one, of its token; else of this one sign-in. A desk that several
   * people sign in to with one account has the settings of that account.
   */
  personOf({ kind, id, account }: Principal): string {
    if (account !== undefined) return account;
    if (kind === 'token') return `token:${id}`;
    const row = this.#database.prepare('SELECT token_id FROM sessions WHERE id = ?').get(id);
    const tokenId = row?.['token_id'];
    return typeof tokenId === 'string' ? `token:${tokenId}` : `session:${id}`;
  }

  /** Everything kept of a person, by key. */
  read(person: string): Record<string, KeptSetting> {
    const rows = this.#database
      .prepare('SELECT key, value, revision FROM settings WHERE person = ?')
      .all(person);
    // To the day is enough, and reading costs no write to the disk.
    const nowMs = this.#clock.nowMs();
    this.#run(
      'UPDATE settings SET seen_ms = ? WHERE person = ? AND seen_ms < ?',
      ...[nowMs, person, nowMs - DAY_MS],
    );
    return Object.fromEntries(rows.map((row) => [String(row['key']), toKept(row)]));
  }

  /** Durable when it returns. A stale write changes nothing: read what is kept now, merge, write again. */
  write(person: string, { key, value, expectedRevision }: SettingWrite): Result<KeptSetting, SettingRefusal> {
    const text = JSON.stringify(value);
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const written = this.#write(person, { key, text, expectedRevision });
      this.#database.exec('COMMIT');
      return written.ok ? ok({ revision: written.value, value }) : written;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Drops what belongs to sign-ins that are over and what nobody asked for in more than a year. */
  dropForgotten(): void {
    this.#run(
      `DELETE FROM settings WHERE seen_ms < ?
         OR (person LIKE 'session:%' AND substr(person, 9) NOT IN (SELECT id FROM sessions))`,
      this.#clock.nowMs() - FORGOTTEN_AFTER_MS,
    );
  }

  forget(person: string): void {
    this.#run('DELETE FROM settings WHERE person = ?', person);
  }

  #write(
    person: string,
    { key, text, expectedRevision }: { key: string; text: string; expectedRevision: number },
  ): Result<number, SettingRefusal> {
    const kept = this.#database
      .prepare('SELECT revision FROM settings WHERE person = ? AND key = ?')
      .get(person, key);
    if (Number(kept?.['revision'] ?? 0) !== expectedRevision) return err('stale-revision');
    const others = this.#database
      .prepare(
        'SELECT coalesce(sum(length(CAST(value AS BLOB))), 0) AS bytes FROM settings WHERE person = ? AND key <> ?',
      )
      .get(person, key);
    if (Number(others?.['bytes']) + Buffer.byteLength(text) > SETTINGS_LIMIT_BYTES)
      return err('settings-too-large');
    const next = this.#database
      .prepare(
        `INSERT INTO meta VALUES ('settingsRevision', '1')
         ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value`,
      )
      .get();
    const revision = Number(next?.['value']);
    this.#run(
      'INSERT OR REPLACE INTO settings (person, key, value, revision, seen_ms) VALUES (?, ?, ?, ?, ?)',
      ...[person, key, text, revision, this.#clock.nowMs()],
    );
    return ok(revision);
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#database.prepare(sql).run(...values);
  }
}

function toKept(row: Record<string, unknown>): KeptSetting {
  return { revision: Number(row['revision']), value: JSON.parse(String(row['value'])) as unknown };
}
