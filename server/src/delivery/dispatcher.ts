import type { Rng } from '@metropane/base';
import type { Channel } from './channels/channel.ts';
import type { Target } from './delivery-config.ts';
import type { Outbox } from './outbox.ts';
import { quietForMs } from './quiet-hours.ts';
import { backoffMs, Circuit } from './retry.ts';

interface Parts {
  outbox: Outbox;
  targets: readonly { target: Target; channel: Channel }[];
  nowMs: () => number;
  rng: Pick<Rng, 'next'>;
  /** Of the quiet hours. */
  zone: string;
}

interface Line {
  target: Target;
  channel: Channel;
  circuit: Circuit;
  /** When messages left within the last minute, oldest first. */
  sentAtMs: number[];
  isAtWork: boolean;
}

const MINUTE_MS = 60_000;

/**
 * Sends what is due, each target by itself and one message at a time: a slow receiver waits for nobody but itself. What becomes of an
 * attempt is durable before the next one begins; a process that ends in between sends again, under the same id.
 */
export class Dispatcher {
  readonly #parts: Parts;
  readonly #lines: Line[];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#lines = parts.targets.map(({ target, channel }) => ({
      ...{ target, channel, circuit: new Circuit(), sentAtMs: [], isAtWork: false },
    }));
  }

  /** Resolves when every target has nothing due or must wait; a target that is still sending is left to its own pump. */
  async pump(): Promise<void> {
    await Promise.all(this.#lines.filter(({ isAtWork }) => !isAtWork).map((line) => this.#work(line)));
  }

  /** Targets that are left alone for now, and until when. */
  resting(): { target: string; untilMs: number }[] {
    const nowMs = this.#parts.nowMs();
    return this.#lines
      .filter(({ circuit }) => circuit.state(nowMs) !== 'closed')
      .map(({ target, circuit }) => ({ target: target.id, untilMs: circuit.openUntilMs }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map(({ channel }) => channel.close()));
  }

  async #work(line: Line): Promise<void> {
    line.isAtWork = true;
    try {
      while (await this.#sendNext(line)) {
        // What comes next is asked for anew: it may have been cancelled meanwhile.
      }
    } finally {
      line.isAtWork = false;
    }
  }

  async #sendNext({ target, channel, circuit, sentAtMs }: Line): Promise<boolean> {
    const { outbox, nowMs, rng } = this.#parts;
    const startMs = nowMs();
    if (circuit.state(startMs) === 'open' || isFull(sentAtMs, target.perMinute, startMs)) return false;
    const message = outbox.due(target.id, startMs, this.#loudest(target, startMs));
    if (message === null) return false;
    sentAtMs.push(startMs);
    const outcome = await channel.send(message);
    const attempts = message.attempts + 1;
    const atMs = nowMs();
    const { answer } = outcome;
    if (outcome.isSent) {
      circuit.succeeded();
      outbox.settle(message.id, { state: 'sent', attempts, nextAtMs: null, atMs, answer });
      return true;
    }
    circuit.failed(atMs, rng);
    if (attempts >= target.attempts || outcome.isFinal === true) {
      const given = outcome.isFinal === true ? answer : `given up after ${attempts} attempts: ${answer}`;
      outbox.settle(message.id, { state: 'failed', attempts, nextAtMs: null, atMs, answer: given });
    } else {
      const waitMs = Math.max(backoffMs(attempts, rng), outcome.waitMs ?? 0);
      outbox.settle(message.id, { state: 'retrying', attempts, nextAtMs: atMs + waitMs, atMs, answer });
    }
    return true;
  }

  /** Least urgent priority that may leave now. */
  #loudest({ quiet }: Target, nowMs: number): number {
    if (quiet === undefined || quietForMs(quiet, nowMs, this.#parts.zone) === 0) return 4;
    return quiet.exceptPriority;
  }
}

function isFull(sentAtMs: number[], perMinute: number, nowMs: number): boolean {
  while (sentAtMs[0] !== undefined && sentAtMs[0] <= nowMs - MINUTE_MS) sentAtMs.shift();
  return sentAtMs.length >= perMinute;
}
