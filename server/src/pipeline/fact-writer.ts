import type { Clock } from '@metropane/base';
import { reportSeverity } from '@metropane/city';
import type { JournalClient } from '@metropane/event-log';
import type { Fact } from '../ingest/decode-batch.ts';
import type { ControlRoom } from '../fold/control-room.ts';
import type { JournalFact } from '../fold/log-entry.ts';
import type { PersonalKeys } from '../personal/personal-keys.ts';
import { caseRecord, reportRecord, sealCase, sealReport } from '../personal/seal-facts.ts';
import type { Sequencer } from './sequencer.ts';

export type Taken = 'accepted' | 'duplicate';

/** The journal as the pipeline needs it: durable when the promise resolves; resolves in the order of `seq`. */
export type JournalPort = Pick<JournalClient, 'append' | 'appendAll'>;

/** The journal did not take a fact; nothing was acknowledged. `code`: see `JournalRefusal`. */
export class JournalRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the door adds to a report: the administrative unit of its place. */
export type UnitAt = (loc: readonly [number, number]) => { code: string; name: string } | null;

type RecordKeys = Pick<PersonalKeys, 'seal' | 'giveBack'>;

const SQLITE_FULL = 13;

function isSqliteError(error: unknown): error is Error & { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/**
 * Facts that must never be lost: first committed to the journal, then referred to in the log and folded (DESIGN 9.1). Only then
 * the sender is told. A crash between the two is healed at the next start, which appends the missing refs.
 */
export class FactWriter {
  readonly #journal: JournalPort;
  readonly #sequencer: Sequencer;
  readonly #room: ControlRoom;
  readonly #clock: Clock;
  readonly #unitAt: UnitAt;
  readonly #keys: RecordKeys;
  #failure: string | null = null;

  constructor(parts: {
    journal: JournalPort;
    sequencer: Sequencer;
    room: ControlRoom;
    clock: Clock;
    unitAt: UnitAt;
    keys: RecordKeys;
  }) {
    this.#journal = parts.journal;
    this.#sequencer = parts.sequencer;
    this.#room = parts.room;
    this.#clock = parts.clock;
    this.#unitAt = parts.unitAt;
    this.#keys = parts.keys;
  }

  async take(fact: Fact): Promise<Taken> {
    const entry = this.#sealed(fact);
    if (entry === null) return 'duplicate';
    // What was sealed and stored nowhere leaves its key as good as new.
    const giveBack = (): void => this.#keys.giveBack(entry.fact.body);
    try {
      const taken = await this.write(entry.fact, entry.dedupKey);
      if (taken === 'duplicate') giveBack();
      return taken;
    } catch (error) {
      if (error instanceof JournalRefused && error.code !== 'journal-stopped') giveBack();
      throw error;
    }
  }

  /**
   * As `take`, but waits while the journal cannot store: for senders that hold the fact until they are answered and cannot be
   * told why they wait. Throws only for an entry that can never be stored, and when the journal has ended.
   */
  async takeWhenPossible(fact: Fact, pause: () => Promise<void>): Promise<Taken> {
    for (;;) {
      try {
        return await this.take(fact);
      } catch (error) {
        if (
          !(error instanceof JournalRefused) ||
          error.code === 'bad-entry' ||
          error.code === 'journal-stopped'
        )
          throw error;
      }
      await pause();
    }
  }

  /** Why the journal refused last, or null when it took the entry after it. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Journals any fact and folds it; `duplicate` when the journal already had its key. */
  async write(fact: JournalFact, dedupKey?: string): Promise<Taken> {
    const [taken] = await this.writeAll([dedupKey === undefined ? { fact } : { fact, dedupKey }]);
    return taken!;
  }

  /** As `write`, with what is personal in a box beside the rest of the body (`sealed`), as `take` does with a report. */
  async writeSealed(
    fact: JournalFact & { body: object },
    { record, fields }: { record: string; fields: object },
    dedupKey?: string,
  ): Promise<Taken> {
    const body = { ...fact.body, sealed: this.#keys.seal(record, fields) };
    const taken = await this.write({ ...fact, body }, dedupKey);
    if (taken === 'duplicate') this.#keys.giveBack(body);
    return taken;
  }

  /** Journals facts in one transaction, all or none, and folds them in their order. */
  async writeAll(facts: readonly { fact: JournalFact; dedupKey?: string }[]): Promise<Taken[]> {
    const drafts = facts.map(({ fact: { kind, v, atMs, actor, body }, dedupKey }) => {
      return { kind, v, atMs, actor, body: JSON.stringify(body), dedupKey: dedupKey ?? null };
    });
    const stored = await this.#journal.appendAll(drafts);
    this.#failure = stored.ok || stored.code === 'bad-entry' ? null : `${stored.code}: ${stored.message}`;
    if (!stored.ok) throw new JournalRefused(stored.code, stored.message);
    const taken = stored.value.map(({ seq, duplicateOf }, i): Taken => {
      if (duplicateOf !== undefined) return 'duplicate';
      const { kind, v, atMs, actor, body } = drafts[i]!;
      // Fold what a replay will read: the stored text, not the object that it was made of.
      this.#sequencer.take({ kind: 'journal', seq, entry: { kind, v, atMs, actor, body: JSON.parse(body) } });
      return 'accepted';
    });
    this.#sequencer.flush();
    return taken;
  }

  /** A fact as the journal has it. Throws `JournalRefused` when no key can be kept for it: it could never be read again. */
  #sealed(fact: Fact): { fact: JournalFact; dedupKey?: string } | null {
    try {
      return this.#entryOf(fact);
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      this.#failure = `no key could be kept for what is personal: ${error.message}`;
      throw new JournalRefused(
        error.errcode === SQLITE_FULL ? 'disk-full' : 'journal-io-error',
        this.#failure,
      );
    }
  }

  #entryOf(fact: Fact): { fact: JournalFact; dedupKey?: string } | null {
    const head = { v: 1, atMs: this.#clock.nowMs(), actor: `feed:${fact.feed}` };
    switch (fact.kind) {
      case 'report': {
        // What the sender did not say, the category does; the journal keeps what was decided.
        const report = {
          ...fact.report,
          severity: reportSeverity(fact.report),
        };
        const unit = report.loc === undefined ? null : this.#unitAt(report.loc);
        const simulated = this.#room.ledger.config(fact.feed)?.simulated ?? false;
        return {
          fact: { ...head, kind: 'report', body: { ...sealReport(report, this.#keys), unit, simulated } },
          dedupKey: reportRecord(report),
        };
      }
      case 'case': {
        const body = sealCase(fact.event, this.#keys);
        return { fact: { ...head, kind: 'case', body }, dedupKey: caseRecord(fact.event) };
      }
      case 'indicator': {
        const { system, code, period, territory, vintage } = fact.figure;
        const dedupKey = `indicator\0${system}\0${code}\0${period}\0${territory ?? ''}\0${vintage ?? ''}`;
        return { fact: { ...head, kind: 'indicator', body: fact.figure }, dedupKey };
      }
      case 'entity': {
        const { domain, entity, description } = fact.update;
        const known = this.#room.descriptions.get(`${domain}\0${entity}`);
        // A broker repeats every retained message at each reconnect; only news is worth an entry.
        if (description === null ? known === undefined : known === JSON.stringify(description)) return null;
        if (known === undefined && this.#room.descriptions.size >= this.#room.limits.entities) {
          throw new JournalRefused('bad-entry', 'the centre describes as many entities as it may');
        }
        return { fact: { ...head, kind: 'entity', body: { domain, entity, description } } };
      }
      case 'status': {
        const { feed, status } = fact.status;
        // Of a feed that nobody configured there is nothing to show; names that a sender makes up are not remembered.
        if (this.#room.ledger.config(feed) === undefined) return null;
        if (this.#room.feedStatus.get(feed) === status) return null;
        return { fact: { ...head, kind: 'feed-status', body: { feed, status } } };
      }
    }
  }
}
