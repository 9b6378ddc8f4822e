import { type MessagePort, Worker } from 'node:worker_threads';
import { OpenQuestions } from '../workers/open-questions.ts';
import { SupervisedWorker, type WorkerLife } from '../workers/supervised-worker.ts';
import type { Subject } from './compose.ts';
import type {
  DeliveryQuestion,
  DeliveryStart,
  DeliveryStatus,
  FromDelivery,
  ToDelivery,
} from './delivery-messages.ts';

const MAX_WAITING = 256;
const ANSWER_TIMEOUT_MS = 10_000;

/** Delivery did not answer: it is gone, busy or late. */
export class DeliveryUnavailable extends Error {}

export interface DeliveryPorts {
  /** What the room says of an incident or alarm; rejects while it cannot be asked. */
  lookUp: (of: { incidentId: string | null; alarmId: string | null }) => Promise<Subject>;
  /** To the broker that the centre serves or reads from. */
  publish: (topic: string, payload: string, options: { retain: boolean }) => Promise<void>;
  /** Says that the worker ended and is started again. */
  report: (text: string) => void;
}

function startDeliveryWorker(start: DeliveryStart): Worker {
  const url = new URL('delivery-worker.ts', import.meta.url);
  return new Worker(url, {
    workerData: start,
    transferList: [start.journal as MessagePort],
    name: 'delivery',
  });
}

/** Main's end of the worker *delivery*. One that ends is started again and goes on where `delivery.db` ends. */
export class DeliveryHandle {
  readonly #worker: SupervisedWorker<ToDelivery, FromDelivery>;
  readonly #ports: DeliveryPorts;
  readonly #questions = new OpenQuestions<unknown>(
    { most: MAX_WAITING, timeoutMs: ANSWER_TIMEOUT_MS },
    { busy: unavailable, late: unavailable },
  );
  #status: DeliveryStatus | null = null;
  #hasRetained = false;
  readonly #opened = Promise.withResolvers<void>();

  /** `start` is called for each life of the worker: it brings a port to the journal that is its own. */
  constructor(
    start: () => Omit<DeliveryStart, 'hasRetained'>,
    ports: DeliveryPorts,
    startWorker: typeof startDeliveryWorker = startDeliveryWorker,
  ) {
    this.#ports = ports;
    this.#worker = new SupervisedWorker<ToDelivery, FromDelivery>({
      start: () => startWorker({ ...start(), hasRetained: this.#hasRetained }),
      onMessage: (message, answer) => this.#receive(message, answer),
      onDeath: (reason) => this.#die(reason),
      ended: 'delivery ended',
      report: ports.report,
    });
  }

  /** Resolves when nothing that is journalled from now on can be missed, or delivery is gone and says so. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  get life(): WorkerLife {
    return this.#worker.life;
  }

  /** Null before the first word, and while it is down. */
  get status(): DeliveryStatus | null {
    return this.#status;
  }

  /** What a person should know; null = everything that should leave does. */
  get fault(): string | null {
    const { down } = this.life;
    if (down !== null) return down;
    if (this.#status === null) return null;
    const { fault, resting } = this.#status;
    if (fault !== null) return fault;
    return resting.length === 0
      ? null
      : `cannot be reached: ${resting.map(({ target }) => target).join(', ')}`;
  }

  /** Rejects with `DeliveryUnavailable`. */
  ask<T>(question: DeliveryQuestion): Promise<T> {
    const { down } = this.life;
    if (down !== null) return Promise.reject(unavailable(down));
    return this.#questions.ask((id) => this.#worker.post({ type: 'ask', id, question })) as Promise<T>;
  }

  stop(): Promise<void> {
    return this.#worker.stop({ type: 'stop' });
  }

  #receive(message: FromDelivery, answer: (message: ToDelivery) => void): void {
    switch (message.type) {
      case 'opened':
        this.#opened.resolve();
        return;
      case 'retained':
        this.#hasRetained = true;
        return;
      case 'status':
        this.#status = message.status;
        return;
      case 'answer':
        if (message.ok) this.#questions.resolve(message.id, message.value);
        else this.#questions.reject(message.id, unavailable(message.message));
        return;
      case 'look-up':
        this.#ports.lookUp(message).then(
          (subject) => answer({ type: 'subject', id: message.id, ok: true, subject }),
          (error: unknown) =>
            answer({ type: 'subject', id: message.id, ok: false, message: reasonOf(error) }),
        );
        return;
      case 'publish':
        this.#ports.publish(message.topic, message.payload, { retain: message.retain }).then(
          () => answer({ type: 'published', id: message.id, error: null }),
          (error: unknown) => answer({ type: 'published', id: message.id, error: reasonOf(error) }),
        );
    }
  }

  #die(reason: string): void {
    this.#status = null;
    this.#opened.resolve();
    this.#questions.rejectAll(unavailable(reason));
  }
}

function unavailable(reason: string): DeliveryUnavailable {
  return new DeliveryUnavailable(reason);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
