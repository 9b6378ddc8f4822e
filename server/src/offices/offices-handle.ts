import { type MessagePort, Worker } from 'node:worker_threads';
import { OpenQuestions } from '../workers/open-questions.ts';
import { SupervisedWorker, type WorkerLife } from '../workers/supervised-worker.ts';
import type { FromOffices, OfficesAnswer, OfficesStart, ToOffices } from './offices-messages.ts';

const MAX_WAITING = 256;
/** A first start may have a long journal to take in; the caller is told to ask again. */
const ANSWER_TIMEOUT_MS = 20_000;

/** The offices did not answer: they are gone, busy or late. */
export class OfficesUnavailable extends Error {}

function startOfficesWorker(start: OfficesStart): Worker {
  const url = new URL('offices-worker.ts', import.meta.url);
  return new Worker(url, {
    workerData: start,
    transferList: [start.journal as MessagePort],
    name: 'offices',
  });
}

/** Main's end of the worker *offices*. One that ends is started again and goes on where `offices.db` ends. */
export class OfficesHandle {
  readonly #worker: SupervisedWorker<ToOffices, FromOffices>;
  readonly #questions = new OpenQuestions<OfficesAnswer>(
    { most: MAX_WAITING, timeoutMs: ANSWER_TIMEOUT_MS },
    { busy: unavailable, late: unavailable },
  );
  #fault: string | null = null;

  /** `start` is called for each life of the worker: it brings a port to the journal that is its own. */
  constructor(
    start: () => OfficesStart,
    report: (text: string) => void,
    startWorker: typeof startOfficesWorker = startOfficesWorker,
  ) {
    this.#worker = new SupervisedWorker<ToOffices, FromOffices>({
      start: () => startWorker(start()),
      onMessage: (message) => this.#receive(message),
      onDeath: (reason) => this.#questions.rejectAll(unavailable(reason)),
      ended: 'the state of the administrative systems ended',
      report,
    });
  }

  get life(): WorkerLife {
    return this.#worker.life;
  }

  /** Why the administrative systems cannot be shown; null = they can. */
  get fault(): string | null {
    return this.life.down ?? this.#fault;
  }

  /** All systems (`code` null), or one. Rests on everything journalled before. Rejects with `OfficesUnavailable`. */
  ask(nowMs: number, code: string | null): Promise<OfficesAnswer> {
    const { down } = this.life;
    if (down !== null) return Promise.reject(unavailable(down));
    return this.#questions.ask((id) => this.#worker.post({ type: 'ask', id, nowMs, code }));
  }

  stop(): Promise<void> {
    return this.#worker.stop({ type: 'stop' });
  }

  #receive(message: FromOffices): void {
    if (message.type === 'status') this.#fault = message.fault;
    else if (message.type === 'answer') this.#questions.resolve(message.id, message.answer);
    else this.#questions.reject(message.id, unavailable(message.message));
  }
}

function unavailable(reason: string): OfficesUnavailable {
  return new OfficesUnavailable(reason);
}
