/**
 * Collects what the brokers bring into batches for the ingest worker, and answers the senders when the worker is done with them.
 * A batch leaves after 2,048 messages, 256 KB or 5 ms: with fewer, what a batch costs (a hand-over, a record, a write) weighs. While too many batches are unanswered, senders are asked to pause and TCP
 * carries the pressure back to them. Only when that is not enough (the oldest batch has waited for `maxLagMs`, or the fold said
 * so) QoS 0 is shed and counted: an old reading is worth less than a live one. QoS 1 and 2 wait; the queue has a bound, and
 * beyond it a message is shed without an answer, so that its sender still owns it.
 */
import type { Clock } from '@metropane/base';
import { homeRealm } from '../access/principal.ts';
import type { Realm } from '../access/principal.ts';
import type { BrokerSink, IncomingPublish } from './broker-sink.ts';
import { OpenBatch } from './open-batch.ts';
import type { SealedBatch } from './open-batch.ts';
import { transferList } from './raw-batch.ts';
import type { RawBatch, ShedCount } from './raw-batch.ts';

export interface MessageBatcherOptions {
  /** Hands a batch to the worker; must answer with `finish(batch.id)` when its messages are safe. */
  readonly post: (batch: RawBatch, transfer: ArrayBuffer[]) => void;
  readonly clock: Clock;
  /** Feed under which a shed message is counted; default the feed of the sender, else ''. */
  readonly feedOf?: (publish: IncomingPublish) => string;
  /**
   * Realms that have a room behind this batcher; default `live` alone. Messages of any other realm are refused `forbidden`:
   * a drill that nobody hosts must not end up in the live picture.
   */
  readonly servesRealm?: (realm: Realm) => boolean;
  readonly maxMessages?: number;
  readonly maxBytes?: number;
  readonly maxWaitMs?: number;
  /** Unanswered batches and their payload bytes from which on the worker counts as behind. */
  readonly maxInFlightBatches?: number;
  readonly maxInFlightBytes?: number;
  /** Payload bytes that may wait behind those. */
  readonly maxQueuedBytes?: number;
  /** Age of the oldest unanswered batch from which on QoS 0 is shed; 300 ms. */
  readonly maxLagMs?: number;
  /** Monotone milliseconds; default the process's own. */
  readonly monotonicMs?: () => number;
  /** Runs `act` later, returns how to cancel; default `setTimeout`. */
  readonly schedule?: (act: () => void, delayMs: number) => () => void;
}

export interface BatcherHealth {
  readonly accepted: number;
  readonly shed: number;
  readonly inFlightBatches: number;
  readonly inFlightBytes: number;
  readonly queuedBytes: number;
  readonly isShedding: boolean;
}

interface InFlight {
  readonly acks: readonly (() => void)[];
  readonly bytes: number;
  readonly postedMs: number;
}

export class MessageBatcher implements BrokerSink {
  readonly #options: Required<Omit<MessageBatcherOptions, 'feedOf'>> & Pick<MessageBatcherOptions, 'feedOf'>;
  readonly #open: OpenBatch;
  readonly #inFlight = new Map<number, InFlight>();
  readonly #queue: SealedBatch[] = [];
  readonly #drainListeners = new Set<() => void>();
  readonly #shed = new Map<string, { realm: Realm; feed: string; n: number }>();
  #inFlightBytes = 0;
  #queuedBytes = 0;
  #nextId = 1;
  #cancelTimer: (() => void) | undefined;
  #isToldToShed = false;
  #hasAskedToPause = false;
  #accepted = 0;
  #shedTotal = 0;
  #turnMs = Number.NaN;
  readonly #endTurn = (): void => void (this.#turnMs = Number.NaN);

  constructor(options: MessageBatcherOptions) {
    this.#options = {
      maxMessages: 2_048,
      maxBytes: 256 * 1_024,
      maxWaitMs: 5,
      maxInFlightBatches: 8,
      maxInFlightBytes: 32 * 1_024 * 1_024,
      maxQueuedBytes: 64 * 1_024 * 1_024,
      servesRealm: (realm) => realm === 'live',
      maxLagMs: 300,
      monotonicMs: () => performance.now(),
      schedule: scheduleTimeout,
      ...options,
    };
    this.#open = new OpenBatch(this.#options.maxMessages, this.#options.maxBytes);
  }

  onPublish(publish: IncomingPublish): boolean {
    const isBehind = this.#isBehind();
    const isShed = this.#isQueueFull(bytesOf(publish)) || (publish.qos === 0 && this.#isLagging(isBehind));
    if (isShed) {
      this.#countShed(publish);
      return isBehind ? this.#askToPause() : true;
    }
    const { maxMessages, maxBytes } = this.#options;
    if (this.#open.count > 0 && this.#open.payloadBytes + bytesOf(publish) > maxBytes) this.#seal();
    this.#open.add(this.#refuseForeignRealm(publish), this.#arrivalMs());
    this.#accepted += 1;
    if (this.#open.count >= maxMessages || this.#open.payloadBytes >= maxBytes) this.#seal();
    else this.#startTimer();
    return isBehind ? this.#askToPause() : true;
  }

  onDrain(listener: () => void): () => void {
    this.#drainListeners.add(listener);
    return () => this.#drainListeners.delete(listener);
  }

  /** The worker is done with a batch: its senders are answered. Unknown ids (of a worker that was replaced) are ignored. */
  finish(batchId: number): void {
    const done = this.#inFlight.get(batchId);
    if (done === undefined) return;
    this.#inFlight.delete(batchId);
    this.#inFlightBytes -= done.bytes;
    for (const ack of done.acks) ack();
    this.#postQueued();
    if (this.#open.count > 0 || this.#shed.size > 0) this.#startTimer();
    this.#tellDrained();
  }

  /** The fold lags (or has caught up): QoS 0 is shed although batches still get through. */
  setShedding(isShedding: boolean): void {
    this.#isToldToShed = isShedding;
  }

  /** Sends what has been collected without waiting for the 5 ms; before stopping. */
  flush(): void {
    if (this.#open.count > 0 || this.#shed.size > 0) this.#seal();
  }

  health(): BatcherHealth {
    return {
      accepted: this.#accepted,
      shed: this.#shedTotal,
      inFlightBatches: this.#inFlight.size,
      inFlightBytes: this.#inFlightBytes,
      queuedBytes: this.#queuedBytes + this.#open.payloadBytes,
      isShedding: this.#isLagging(this.#isBehind()),
    };
  }

  #refuseForeignRealm(publish: IncomingPublish): IncomingPublish {
    if (publish.refusal !== undefined || this.#options.servesRealm(homeRealm(publish.principal)))
      return publish;
    return { ...publish, refusal: 'forbidden' };
  }

  /** What one turn of the loop brings has come together: the clock is read once for it, not a thousand times. */
  #arrivalMs(): number {
    if (Number.isNaN(this.#turnMs)) {
      this.#turnMs = this.#options.clock.nowMs();
      queueMicrotask(this.#endTurn);
    }
    return this.#turnMs;
  }

  #isBehind(): boolean {
    const { maxInFlightBatches, maxInFlightBytes } = this.#options;
    return this.#inFlight.size >= maxInFlightBatches || this.#inFlightBytes >= maxInFlightBytes;
  }

  /** The clock is only asked while the worker is behind: that is when it can matter. */
  #isLagging(isBehind: boolean): boolean {
    if (this.#isToldToShed) return true;
    if (!isBehind) return false;
    const oldest = this.#inFlight.values().next().value;
    return oldest !== undefined && this.#options.monotonicMs() - oldest.postedMs > this.#options.maxLagMs;
  }

  #isQueueFull(bytes: number): boolean {
    return this.#queuedBytes + this.#open.payloadBytes + bytes > this.#options.maxQueuedBytes;
  }

  #askToPause(): false {
    this.#hasAskedToPause = true;
    return false;
  }

  #countShed(publish: IncomingPublish): void {
    const realm = homeRealm(publish.principal);
    const feed = this.#options.feedOf?.(publish) ?? publish.principal.feed ?? '';
    const key = `${realm} ${feed}`;
    const known = this.#shed.get(key);
    if (known === undefined) this.#shed.set(key, { realm, feed, n: 1 });
    else known.n += 1;
    this.#shedTotal += 1;
    this.#startTimer();
  }

  #takeShed(): ShedCount[] {
    const counts = [...this.#shed.values()];
    this.#shed.clear();
    return counts;
  }

  #seal(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const sealed = this.#open.seal(this.#nextId, this.#takeShed());
    this.#nextId += 1;
    this.#queue.push(sealed);
    this.#queuedBytes += sealed.batch.payloads.length;
    this.#postQueued();
  }

  #postQueued(): void {
    while (this.#queue.length > 0 && !this.#isBehind()) {
      const sealed = this.#queue.shift();
      if (sealed === undefined) return;
      const bytes = sealed.batch.payloads.length;
      this.#queuedBytes -= bytes;
      this.#inFlightBytes += bytes;
      this.#inFlight.set(sealed.batch.id, {
        acks: sealed.acks,
        bytes,
        postedMs: this.#options.monotonicMs(),
      });
      this.#options.post(sealed.batch, transferList(sealed.batch));
    }
  }

  /** At half of the bound, so that senders are not stopped and started for each batch. */
  #tellDrained(): void {
    if (!this.#hasAskedToPause || this.#queue.length > 0) return;
    const { maxInFlightBatches, maxInFlightBytes } = this.#options;
    if (this.#inFlight.size > maxInFlightBatches / 2 || this.#inFlightBytes > maxInFlightBytes / 2) return;
    this.#hasAskedToPause = false;
    for (const listener of this.#drainListeners) listener();
  }

  #startTimer(): void {
    if (this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#options.schedule(() => {
      this.#cancelTimer = undefined;
      // While the worker is behind, sealing by time would only cut the queue into many small batches.
      if (!this.#isBehind()) this.flush();
    }, this.#options.maxWaitMs);
  }
}

function bytesOf({ start, end }: IncomingPublish): number {
  return end - start;
}

function scheduleTimeout(act: () => void, delayMs: number): () => void {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
}
