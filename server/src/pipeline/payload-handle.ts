import { type MessagePort, Worker } from 'node:worker_threads';
import type { KeptPayload } from '@metropane/event-log';
import { OpenQuestions } from '../workers/open-questions.ts';
import { SumOfLives } from '../workers/sum-of-lives.ts';
import { SupervisedWorker, type WorkerLife } from '../workers/supervised-worker.ts';
import type { AskPayloads, FromPayloads, PayloadStatus } from './payload-messages.ts';
import { PipelineRefusal, refusalOf } from './pipeline-refusal.ts';

/** Answers come in milliseconds; more than this waiting means that the disk has stopped. */
const MAX_WAITING = 256;
/** The worker reports every second. */
const SILENT_AFTER_MS = 10_000;
const ANSWER_TIMEOUT_MS = 10_000;

interface PayloadStart {
  dataDir: string;
  pipeline: MessagePort;
}

interface Parts {
  /** Called for each life of the worker: it brings a line from the pipeline that is its own. */
  start: () => PayloadStart;
  report: (text: string) => void;
}

function startPayloadWorker(start: PayloadStart): Worker {
  const url = new URL('payload-worker.ts', import.meta.url);
  return new Worker(url, { workerData: start, transferList: [start.pipeline], name: 'payloads' });
}

/** Main's end of the payload store. The centre lives on without it, visibly degraded, and starts it again. */
export class PayloadHandle {
  readonly #worker: SupervisedWorker<AskPayloads, FromPayloads>;
  readonly #monotonicMs: () => number;
  readonly #questions = new OpenQuestions<KeptPayload | null>(
    { most: MAX_WAITING, timeoutMs: ANSWER_TIMEOUT_MS },
    { busy: refusalOf('payloads-busy'), late: refusalOf('payloads-timeout') },
  );
  #heardMs: number;
  /** Of the life of now; null while it has not spoken. */
  #status: PayloadStatus | null = null;
  readonly #sums = new SumOfLives(['kept', 'payloadBytes', 'storedBytes', 'lost']);

  constructor(
    { start, report }: Parts,
    startWorker: typeof startPayloadWorker = startPayloadWorker,
    monotonicMs: () => number = () => performance.now(),
  ) {
    this.#monotonicMs = monotonicMs;
    this.#heardMs = monotonicMs();
    this.#worker = new SupervisedWorker<AskPayloads, FromPayloads>({
      start: () => startWorker(start()),
      onMessage: (message) => this.#receive(message),
      onDeath: (reason) => this.#die(reason),
      ended: 'the payload store ended',
      report,
      monotonicMs,
    });
  }

  get life(): WorkerLife {
    return this.#worker.life;
  }

  /** Figures of all its lives; null while there is none that has spoken. */
  get status(): PayloadStatus | null {
    return this.#status === null ? null : { ...this.#status, ...this.#sums.with(this.#status) };
  }

  /** Why payloads are not kept or not found; null = they are. */
  get fault(): string | null {
    const { down } = this.life;
    if (down !== null) return down;
    if (this.#monotonicMs() - this.#heardMs > SILENT_AFTER_MS) return 'the payload store does not answer';
    return this.#status?.fault ?? null;
  }

  /**
   * The message that brought the reading at this place in log order (`AcceptedReading.offset`), as it came; null: not kept, or no
   * longer. Rejects with `PipelineRefusal`: `payload-damaged` (it was kept and is not what was written), `payloads-unavailable`,
   * `payloads-busy`, `payloads-timeout`.
   */
  at(offset: number): Promise<KeptPayload | null> {
    const { down } = this.life;
    if (down !== null) return Promise.reject(new PipelineRefusal('payloads-unavailable', down));
    return this.#questions.ask((id) => this.#worker.post({ type: 'at', id, offset }));
  }

  /** Writes what waits and ends the thread; after the pipeline, which sends until it ends. */
  stop(): Promise<void> {
    return this.#worker.stop({ type: 'stop' });
  }

  #receive(message: FromPayloads): void {
    this.#heardMs = this.#monotonicMs();
    if (message.type === 'status') this.#status = message.status;
    else if (message.type === 'found') this.#questions.resolve(message.id, message.payload);
    else this.#questions.reject(message.id, new PipelineRefusal(message.code, message.message));
  }

  #die(reason: string): void {
    if (this.#status !== null) this.#sums.end(this.#status);
    this.#status = null;
    this.#questions.rejectAll(new PipelineRefusal('payloads-unavailable', reason));
  }
}
