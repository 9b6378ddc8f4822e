import { type MessagePort, Worker } from 'node:worker_threads';
import type { FromOffices, OfficesAnswer, OfficesStart, ToOffices } from './offices-messages.ts';

const MAX_WAITING = 256;
/** A first start may have a long journal to take in; the caller is told to ask again. */
const ANSWER_TIMEOUT_MS = 20_000;

/** The offices did not answer: they are gone, busy or late. */
export class OfficesUnavailable extends Error {}

interface Waiting {
  resolve: (answer: OfficesAnswer) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

function startOfficesWorker(start: OfficesStart): Worker {
  const url = new URL('offices-worker.ts', import.meta.url);
  return new Worker(url, {
    workerData: start,
    transferList: [start.journal as MessagePort],
    name: 'offices',
  });
}

/** Main's end of the worker *offices*. */
export class OfficesHandle {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #gone: string | null = null;
  #fault: string | null = null;

  constructor(start: OfficesStart, startWorker: typeof startOfficesWorker = startOfficesWorker) {
    this.#worker = startWorker(start);
    this.#worker.on('message', (message: FromOffices) => this.#receive(message));
    this.#worker.on('error', (error: unknown) =>
      this.#die(error instanceof Error ? error.message : String(error)),
    );
    this.#worker.on('exit', () => this.#die('the state of the administrative systems ended'));
  }

  /** Why the administrative systems cannot be shown; null = they can. */
  get fault(): string | null {
    return this.#gone ?? this.#fault;
  }

  /** All systems (`code` null), or one. Rests on everything journalled before. Rejects with `OfficesUnavailable`. */
  ask(nowMs: number, code: string | null): Promise<OfficesAnswer> {
    if (this.#gone !== null) return Promise.reject(new OfficesUnavailable(this.#gone));
    if (this.#waiting.size >= MAX_WAITING)
      return Promise.reject(new OfficesUnavailable(`${MAX_WAITING} questions are waiting`));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;
        this.#end(id)?.reject(new OfficesUnavailable(late));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#tell({ type: 'ask', id, nowMs, code });
    });
  }

  async stop(): Promise<void> {
    if (this.#gone !== null) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#tell({ type: 'stop' });
    await ended;
  }

  #tell(message: ToOffices): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromOffices): void {
    if (message.type === 'status') {
      this.#fault = message.fault;
      return;
    }
    const waiting = this.#end(message.id);
    if (message.type === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new OfficesUnavailable(message.message));
  }

  #die(reason: string): void {
    this.#gone ??= reason;
    for (const id of this.#waiting.keys()) this.#end(id)?.reject(new OfficesUnavailable(reason));
  }

  #end(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
