import { type MessagePort, Worker } from 'node:worker_threads';
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
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

function startDeliveryWorker(start: DeliveryStart): Worker {
  const url = new URL('delivery-worker.ts', import.meta.url);
  return new Worker(url, {
    workerData: start,
    transferList: [start.journal as MessagePort],
    name: 'delivery',
  });
}

/** Main's end of the worker *delivery*. */
export class DeliveryHandle {
  readonly #worker: Worker;
  readonly #ports: DeliveryPorts;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #gone: string | null = null;
  #status: DeliveryStatus | null = null;
  readonly #opened = Promise.withResolvers<void>();

  constructor(
    start: DeliveryStart,
    ports: DeliveryPorts,
    startWorker: typeof startDeliveryWorker = startDeliveryWorker,
  ) {
    this.#ports = ports;
    this.#worker = startWorker(start);
    this.#worker.on('message', (message: FromDelivery) => this.#receive(message));
    this.#worker.on('error', (error: unknown) =>
      this.#die(error instanceof Error ? error.message : String(error)),
    );
    this.#worker.on('exit', () => this.#die('delivery ended'));
  }

  /** Resolves when nothing that is journalled from now on can be missed, or delivery is gone and says so. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  get status(): DeliveryStatus | null {
    return this.#status;
  }

  /** What a person should know; null = everything that should leave does. */
  get fault(): string | null {
    if (this.#gone !== null) return this.#gone;
    if (this.#status === null) return null;
    const { fault, resting } = this.#status;
    if (fault !== null) return fault;
    return resting.length === 0
      ? null
      : `cannot be reached: ${resting.map(({ target }) => target).join(', ')}`;
  }

  /** Rejects with `DeliveryUnavailable`. */
  ask<T>(question: DeliveryQuestion): Promise<T> {
    if (this.#gone !== null) return Promise.reject(new DeliveryUnavailable(this.#gone));
    if (this.#waiting.size >= MAX_WAITING)
      return Promise.reject(new DeliveryUnavailable(`${MAX_WAITING} questions are waiting`));
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      const late = `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;
      const timer = setTimeout(() => this.#end(id)?.reject(new DeliveryUnavailable(late)), ANSWER_TIMEOUT_MS);
      this.#waiting.set(id, { resolve: resolve as (value: never) => void, reject, timer });
      this.#tell({ type: 'ask', id, question });
    });
  }

  async stop(): Promise<void> {
    if (this.#gone !== null) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#tell({ type: 'stop' });
    await ended;
  }

  #receive(message: FromDelivery): void {
    switch (message.type) {
      case 'opened':
        this.#opened.resolve();
        return;
      case 'status':
        this.#status = message.status;
        return;
      case 'answer': {
        const waiting = this.#end(message.id);
        if (message.ok) waiting?.resolve(message.value as never);
        else waiting?.reject(new DeliveryUnavailable(message.message));
        return;
      }
      case 'look-up':
        this.#ports.lookUp(message).then(
          (subject) => this.#tell({ type: 'subject', id: message.id, ok: true, subject }),
          (error: unknown) =>
            this.#tell({ type: 'subject', id: message.id, ok: false, message: reasonOf(error) }),
        );
        return;
      case 'publish':
        this.#ports.publish(message.topic, message.payload, { retain: message.retain }).then(
          () => this.#tell({ type: 'published', id: message.id, error: null }),
          (error: unknown) => this.#tell({ type: 'published', id: message.id, error: reasonOf(error) }),
        );
    }
  }

  #tell(message: ToDelivery): void {
    this.#worker.postMessage(message);
  }

  #die(reason: string): void {
    this.#gone ??= reason;
    this.#opened.resolve();
    for (const id of this.#waiting.keys()) this.#end(id)?.reject(new DeliveryUnavailable(reason));
  }

  #end(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
