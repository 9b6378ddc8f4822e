/**
 * Publishes messages to a broker and counts what the broker acknowledged. At most `maxInFlight` QoS 1 messages are on the way:
 * `publish` waits for a free place, so a slow broker slows the simulator and no memory grows. While the broker is away it waits,
 * tries again with growing pauses, and sends what was on the way once more (the broker may then see a message twice, never not).
 */
import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import { makeRng } from '@metropane/base';
import type { SimMessage } from '../message.ts';

/** Where and how to publish. */
export interface PublisherOptions {
  /** `mqtt://host:port`. */
  readonly url: string;
  /** MQTT password; the user name is `simulator`. */
  readonly token?: string;
  readonly clientId: string;
  readonly maxInFlight: number;
  /** After so long without a broker it fails; absent: it waits for ever. */
  readonly giveUpAfterMs?: number;
  /** Told when the broker comes and goes. */
  onLink?: (isUp: boolean, reason: string) => void;
}

/** Figures of one publisher since it was made. */
export interface PublishCounts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly connects: number;
}

/** The broker refused us for good (a wrong password, a wrong protocol), or never answered in all the time that it was given. */
export class BrokerRefusedError extends Error {}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const DRAIN_MS = 3_000;
/** Wrong protocol, client id, user or right. */
const FINAL_CONNACKS: ReadonlySet<number> = new Set([1, 2, 4, 5]);

export class MqttPublisher {
  readonly #client: MqttClient;
  readonly #maxInFlight: number;
  readonly #waiting: (() => void)[] = [];
  #sent = 0;
  #acknowledged = 0;
  #connects = 0;
  #inFlight = 0;
  #isStopped = false;
  #stopping: Promise<void> | undefined;
  #refusal: BrokerRefusedError | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor({ url, token, clientId, maxInFlight, giveUpAfterMs, onLink }: PublisherOptions) {
    this.#maxInFlight = maxInFlight;
    const pauses = makeRng(clientId);
    let pauseMs = FIRST_PAUSE_MS;
    this.#client = mqtt.connect(url, {
      protocolVersion: 4,
      clientId,
      clean: true,
      queueQoSZero: false,
      reconnectPeriod: FIRST_PAUSE_MS,
      connectTimeout: 10_000,
      ...(token === undefined ? {} : { username: 'simulator', password: token }),
    });
    this.#client.on('connect', () => {
      pauseMs = FIRST_PAUSE_MS;
      this.#connects += 1;
      clearTimeout(this.#patience);
      this.#patience = undefined;
      onLink?.(true, '');
      this.#wake();
    });
    let reason = 'connection closed';
    let lastReason = reason;
    this.#client.on('error', (error: Error & { code?: unknown }) => {
      reason = error.message || String(error.code ?? 'connection failed');
      // CONNACK codes are answers, not accidents; only 3, "server unavailable", may be another one soon.
      if (typeof error.code === 'number' && FINAL_CONNACKS.has(error.code)) this.#refuse(reason);
    });
    const beImpatient = (): void => {
      if (giveUpAfterMs === undefined || this.#isStopped || this.#patience !== undefined) return;
      const giveUp = (): void =>
        this.#refuse(`${url}: no broker answered for ${giveUpAfterMs / 1_000} s (${lastReason}); gave up.`);
      this.#patience = setTimeout(giveUp, giveUpAfterMs);
    };
    beImpatient();
    // Set before the library's own listener arms its timer: the pause of the next try grows, with jitter.
    this.#client.prependListener('close', () => {
      this.#client.options.reconnectPeriod = Math.round(pauseMs * (0.5 + pauses.next()));
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      if (!this.#isStopped) onLink?.(false, reason);
      lastReason = reason;
      beImpatient();
      reason = 'connection closed';
    });
  }

  get counts(): PublishCounts {
    return { sent: this.#sent, acknowledged: this.#acknowledged, connects: this.#connects };
  }

  /** Waits until the broker answers and a place is free; throws `BrokerRefusedError` when it refused us, false once stopped. */
  async ready(): Promise<boolean> {
    while (!this.#isStopped && (!this.#client.connected || this.#inFlight >= this.#maxInFlight)) {
      if (this.#refusal) throw this.#refusal;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#refusal) throw this.#refusal;
    return !this.#isStopped;
  }

  /** True while a message can go out at once. */
  get isReady(): boolean {
    return !this.#isStopped && this.#client.connected && this.#inFlight < this.#maxInFlight;
  }

  /** Hands over one message, when `isReady` or after `ready()`. */
  send(message: SimMessage): void {
    this.#sent += 1;
    this.#inFlight += 1;
    const payload = typeof message.payload === 'string' ? message.payload : Buffer.from(message.payload);
    this.#client.publish(message.topic, payload, { qos: message.qos, retain: message.retain }, (error) => {
      this.#inFlight -= 1;
      if (!error) this.#acknowledged += 1;
      this.#wake();
    });
  }

  /** Waits until everything sent has been acknowledged. */
  async settled(): Promise<void> {
    while (!this.#isStopped && this.#inFlight > 0) {
      if (this.#refusal) throw this.#refusal;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Waits a moment for the last acknowledgements, then leaves; what stays unacknowledged shows in `counts`. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#leave());
  }

  async #leave(): Promise<void> {
    if (this.#client.connected && this.#inFlight > 0) {
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, DRAIN_MS);
      await Promise.race([this.settled().catch(() => undefined), limit.promise]);
      clearTimeout(timer);
    }
    this.#isStopped = true;
    clearTimeout(this.#patience);
    this.#wake();
    await this.#client.endAsync(!this.#client.connected || this.#inFlight > 0);
  }

  #refuse(reason: string): void {
    this.#refusal = new BrokerRefusedError(reason);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
