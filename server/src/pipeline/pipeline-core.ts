import type { RejectCode } from '@metropane/city';
import type { CityDiff } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import {
  collect,
  type Decoded,
  decodeBatch,
  decodeOne,
  emptyDecoded,
  type Fact,
} from '../ingest/decode-batch.ts';
import type { DeadLetter } from '../ingest/dead-letter-store.ts';
import type { FeedRegistry } from '../ingest/feed-registry.ts';
import type { RawBatch } from '../broker/raw-batch.ts';
import { withoutPersonal } from '../personal/without-personal.ts';
import type { View } from '../view/view.ts';
import type { DerivedWriter } from './derived-writer.ts';
import { type FactWriter, JournalRefused, type Taken } from './fact-writer.ts';
import { FoldFault } from './fold-fault.ts';
import type { PayloadSink } from './payload-sender.ts';
import type { RoomClock } from './room-clock.ts';
import type { Sequencer } from './sequencer.ts';

/** What an HTTP sender is told, per item. */
export interface Accepted {
  accepted: number;
  duplicate: number;
  late: number;
  rejected: { index: number; code: RejectCode; detail: string }[];
}

export interface PipelineParts {
  room: ControlRoom;
  view: View;
  sequencer: Sequencer;
  registry: FeedRegistry;
  facts: FactWriter;
  derived: Pick<DerivedWriter, 'take' | 'beforeShown' | 'flush'>;
  payloads: PayloadSink;
  clock: RoomClock;
  onDiff: (diff: CityDiff) => void;
  onDeadLetters: (letters: DeadLetter[]) => void;
  /** Waits a moment before the journal is asked again. */
  pause: () => Promise<void>;
}

/** The log could not be written; what was sent was folded and is not promised. */
const NOT_WRITTEN = 'insufficient-storage';

/**
 * One reading's way through the worker: raw bytes → decoded frame → log and fold → acknowledgement, and every 100 ms a tick that
 * publishes. Knows no thread and no socket, so that tests drive it by hand.
 */
export class PipelineCore {
  readonly #parts: PipelineParts;

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when every message of the batch may be acknowledged: its facts are in the journal, however long that takes. Readings
   * are not waited for while the disk refuses them (see `Sequencer`).
   */
  async takeBatch(batch: RawBatch): Promise<void> {
    const { registry, room, payloads, clock } = this.#parts;
    clock.stamp(batch.arrivalMs);
    const decoded = decodeBatch(registry, batch, room.faulted);
    const loggedAt = this.#sequence(decoded);
    clock.settle(batch.arrivalMs);
    payloads.keepBatch(batch, decoded, loggedAt);
    await this.#journal(decoded, (fact) => this.#takeOrKeep(fact));
  }

  /**
   * A fact that can never be stored (a body beyond the journal's bound, a bug of ours) is counted and kept as a dead letter: its
   * batch would otherwise stay unanswered for ever, and so would everything behind it.
   */
  async #takeOrKeep(fact: Fact): Promise<Taken | 'refused'> {
    const { facts, pause, clock, onDeadLetters } = this.#parts;
    try {
      return await facts.takeWhenPossible(fact, pause);
    } catch (error) {
      if (error instanceof FoldFault || (error instanceof JournalRefused && error.code === 'journal-stopped'))
        throw error;
      const detail = error instanceof Error ? error.message : String(error);
      const payload = new TextEncoder().encode(JSON.stringify(withoutPersonal(fact)));
      const arrivalMs = clock.nowMs();
      const letter = {
        feed: fact.feed,
        code: 'unsafe',
        detail,
        topic: '',
        payload,
        payloadBytes: payload.length,
        arrivalMs,
        index: -1,
      };
      onDeadLetters([letter]);
      this.reject(fact.feed, 'unsafe', arrivalMs);
      return 'refused';
    }
  }

  /** An HTTP body: answers per item after it is written. Throws `JournalRefused` when it cannot be: nothing is acknowledged. */
  async takeMessage(
    feedId: string,
    message: { topic: string; payload: Uint8Array; arrivalMs: number },
  ): Promise<Accepted> {
    const feed = this.#parts.registry.get(feedId);
    if (feed === undefined) throw new Error(`no feed ${feedId}`);
    const { facts, sequencer, room, clock } = this.#parts;
    const arrival = Float64Array.of(message.arrivalMs);
    clock.stamp(arrival);
    const stamped = { ...message, arrivalMs: arrival[0]! };
    const result = decodeOne(feed, stamped, room.faulted.get(feedId));
    const answer = await this.#takeResult(feedId, { message: stamped, result }, (fact) => facts.take(fact));
    const hasReadings = result.observations.length > 0;
    if (hasReadings && !sequencer.isWritten)
      throw new JournalRefused(NOT_WRITTEN, `not written to the log: ${sequencer.failure}`);
    return answer;
  }

  /** A stretch of a file: waits as long as the disk refuses, since a file that was not written must not count as read. */
  async takeDecoded(feedId: string, from: Parameters<typeof collect>[2]): Promise<Accepted> {
    const { facts, sequencer, pause } = this.#parts;
    const answer = await this.#takeResult(feedId, from, (fact) => facts.takeWhenPossible(fact, pause));
    await sequencer.whenWritten();
    return answer;
  }

  async #takeResult(
    feedId: string,
    from: Parameters<typeof collect>[2],
    takeFact: (fact: Fact) => Promise<Taken>,
  ): Promise<Accepted> {
    const decoded = emptyDecoded();
    const { room, registry } = this.#parts;
    const feed = registry.get(feedId)!;
    collect(decoded, feed, from);
    const readings = feed.builder.readingCount;
    const loggedAt = this.#sequence(decoded);
    const outcomes = loggedAt.size > 0 ? room.lastOutcomes : [];
    const offset = loggedAt.get(feedId);
    if (offset !== undefined) {
      const arrivalMs = this.#parts.clock.arrivedMs(from.message.arrivalMs);
      this.#parts.payloads.keepMessage({ ...from.message, arrivalMs }, { feed: feedId, offset, readings });
    }
    const taken = await this.#journal(decoded, takeFact);
    const shed = outcomes.flatMap((outcome, index) =>
      outcome === 'shed'
        ? [{ index, code: 'shed' as const, detail: 'the centre holds as many series as it may' }]
        : [],
    );
    const count = (wanted: string): number =>
      outcomes.filter((outcome) => outcome === wanted).length +
      taken.filter((outcome) => outcome === wanted).length;
    return {
      accepted: count('accepted'),
      duplicate: count('duplicate'),
      late: count('late'),
      rejected: [...from.result.rejected, ...shed],
    };
  }

  reject(feed: string, code: RejectCode, arrivalMs: number): void {
    this.#parts.sequencer.take({ kind: 'rejected', feed, code, n: 1, arrivalMs });
    this.#parts.sequencer.flush();
  }

  /** Logs the moment, lets idle sources advance, publishes what changed. */
  tick(): void {
    const { room, sequencer, clock } = this.#parts;
    if (clock.isRunning) sequencer.take({ kind: 'tick', nowMs: Math.max(room.nowMs, clock.nowMs()) });
    sequencer.flush();
    this.publish();
    this.#parts.derived.flush();
  }

  publish(): void {
    const { derived, view, onDiff } = this.#parts;
    derived.take();
    const diff = view.collect();
    if (diff === null) return;
    derived.beforeShown();
    onDiff(diff);
  }

  /** By feed, the offset of the record that carries its readings. */
  #sequence(decoded: Decoded): Map<string, number> {
    const { sequencer, onDeadLetters, clock } = this.#parts;
    const loggedAt = new Map<string, number>();
    for (const feed of decoded.touched) {
      const frame = feed.builder.build();
      clock.follow(frame.timeMs, frame.arrivalMs);
      loggedAt.set(feed.binding.id, sequencer.take({ kind: 'readings', frame }));
    }
    for (const fact of decoded.facts) {
      const eventMs = eventMsOf(fact);
      if (eventMs !== null) clock.advance(eventMs);
    }
    for (const rejection of merged(decoded.rejected)) {
      const arrivalMs = clock.arrivedMs(rejection.arrivalMs);
      sequencer.take({ kind: 'rejected', ...rejection, arrivalMs });
    }
    if (decoded.touched.size > 0 || decoded.rejected.length > 0) sequencer.flush();
    if (decoded.deadLetters.length > 0)
      onDeadLetters(
        decoded.deadLetters.map((one) => ({ ...one, arrivalMs: clock.arrivedMs(one.arrivalMs) })),
      );
    return loggedAt;
  }

  /** All of them settle before one that was refused is told: the sender repeats the message, and nothing is left under way. */
  async #journal<T>(decoded: Decoded, take: (fact: Fact) => Promise<T>): Promise<T[]> {
    if (decoded.facts.length === 0) return [];
    const settled = await Promise.allSettled(decoded.facts.map(take));
    this.publish();
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }
}

/** When what a fact tells happened; null for facts that are about no moment. */
function eventMsOf(fact: Fact): number | null {
  switch (fact.kind) {
    case 'report':
      return fact.report.tMs;
    case 'case':
      return fact.event.tMs;
    case 'indicator':
      return fact.figure.tMs;
    case 'entity':
    case 'status':
      return null;
  }
}

type Rejected = Decoded['rejected'];

/** One log entry per feed and code of a batch: 10,000 bad messages are not 10,000 entries. */
function merged(rejected: Rejected): Rejected {
  const byKind = new Map<string, Rejected[number]>();
  for (const one of rejected) {
    const key = `${one.feed}\0${one.code}`;
    const known = byKind.get(key);
    byKind.set(key, known === undefined ? one : { ...one, n: known.n + one.n });
  }
  return [...byKind.values()];
}
