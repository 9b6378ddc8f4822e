import { FileSink } from './file-sink.ts';
import { MqttPublisher } from './mqtt-publisher.ts';
import type { Progress } from './progress.ts';
import type { SimMessage } from '../message.ts';

/** Where messages go: a broker, a file, or both. */
export interface OutletOptions {
  readonly broker?: string;
  readonly token?: string;
  readonly out?: string;
  /** Seeds the pauses between tries and names the client. */
  readonly clientId: string;
  readonly maxInFlight?: number;
  /** After so long without a broker it fails; absent: it waits for ever. */
  readonly giveUpAfterMs?: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What an outlet did. */
export interface OutletFigures {
  readonly messages: number;
  readonly acknowledged?: number;
  readonly unacknowledged?: number;
  readonly sha256?: string;
}

const MAX_IN_FLIGHT = 200;
/** How long a command waits for a broker that is away unless told otherwise: a restart takes less. */
export const GIVE_UP_AFTER_MS = 300_000;

/** Sends each message to the broker and writes it to the file; slow ones slow the sender, nothing is queued without a bound. */
export class Outlet {
  readonly #publisher: MqttPublisher | undefined;
  readonly #file: FileSink | undefined;
  #messages = 0;

  constructor({ broker, token, out, clientId, maxInFlight, giveUpAfterMs, progress, signal }: OutletOptions) {
    if (out !== undefined) this.#file = new FileSink(out);
    if (broker === undefined) return;
    const publisher = new MqttPublisher({
      url: broker,
      ...(token === undefined ? {} : { token }),
      clientId,
      maxInFlight: maxInFlight ?? MAX_IN_FLIGHT,
      ...(giveUpAfterMs === undefined ? {} : { giveUpAfterMs }),
      onLink: (isUp, reason) =>
        isUp
          ? progress.say('connected', { broker })
          : progress.say('waiting for the broker', { broker, reason }),
    });
    this.#publisher = publisher;
    // Wakes a sender that waits for a broker that never comes.
    signal.addEventListener('abort', () => void publisher.stop(), { once: true });
  }

  get messages(): number {
    return this.#messages;
  }

  get acknowledged(): number {
    return this.#publisher?.counts.acknowledged ?? 0;
  }

  /** False once the run was stopped while waiting. Throws `BrokerRefusedError`, or what the disk says. */
  async put(message: SimMessage): Promise<boolean> {
    const publisher = this.#publisher;
    if (publisher !== undefined) {
      if (!publisher.isReady && !(await publisher.ready())) return false;
      publisher.send(message);
    }
    const behind = this.#file?.write(message);
    if (behind !== undefined) await behind;
    this.#messages += 1;
    return true;
  }

  /** Waits until the broker can be reached (at once without one); false once stopped. */
  async ready(): Promise<boolean> {
    return this.#publisher?.ready() ?? true;
  }

  /** Waits until the broker acknowledged everything sent so far. */
  async settled(): Promise<void> {
    await this.#publisher?.settled();
  }

  /** Ends both; call it once. */
  async close(): Promise<OutletFigures> {
    await this.#publisher?.stop();
    const sha256 = await this.#file?.close();
    const counts = this.#publisher?.counts;
    return {
      messages: this.#messages,
      ...(counts === undefined
        ? {}
        : { acknowledged: counts.acknowledged, unacknowledged: counts.sent - counts.acknowledged }),
      ...(sha256 === undefined ? {} : { sha256 }),
    };
  }
}
