import { type MessagePort, Worker } from 'node:worker_threads';
import type { KeptPayload } from '@metropane/event-log';
import type { AskPayloads, FromPayloads, PayloadStatus } from './payload-messages.ts';
import { PipelineRefusal } from './pipeline-refusal.ts';

/** Answers come in milliseconds; more than this waiting means that the disk has stopped. */
const MAX_WAITING = 256;
/** The worker reports every second. */
const SILENT_AFTER_MS = 10_000;
const ANSWER_TIMEOUT_MS = 10_000;

interface Waiting {
  resolve: (value: KeptPayload | null) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

function startPayloadWorker(start: { dataDir: string; pipeline: MessagePort }): Worker {
  const url = new URL('payload-worker.ts', import.meta.url);
  return new Worker(url, { workerData: start, transferList: [start.pipeline], name: 'payloads' });
}

/** Main's end of the payload store. The centre lives on without it, visibly degraded. */
export class PayloadHandle {
  readonly #worker: Worker;
  readonly #monotonicMs: () => number;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #gone: string | null = null;
  #heardMs: number;
  status: PayloadStatus | null = null;

  constructor(
    start: { dataDir: string; pipeline: MessagePort },
    startWorker: typeof startPayloadWorker = startPayloadWorker,
    monotonicMs: () => number = () => performance.now(),
  ) {
    this.#monotonicMs = monotonicMs;
    this.#heardMs = monotonicMs();
    this.#worker = startWorker(start);
    this.#worker.on('message', (message: FromPayloads) => this.#receive(message));
    this.#worker.on('error', (error: unknown) =>
      this.#die(error instanceof Error ? error.message : String(error)),
    );
    this.#worker.on('exit', () => this.#die('the payload store ended'));
  }

  /** Why payloads are not kept or not found; null = they are. */
  get fault(): string | null {
    if (this.#gone !== null) return this.#gone;
    if (this.#monotonicMs() - this.#heardMs > SILENT_AFTER_MS) return 'the payload store does not answer';
    return this.status?.fault ?? null;
  }

  /**
   * The message that brought the reading at this place in log order (`AcceptedReading.offset`), as it came; null: not kept, or no
   * longer. Rejects with `PipelineRefusal`: `payload-damaged` (it was kept and is not what was written), `payloads-unavailable`,
   * `payloads-busy`, `payloads-timeout`.
   */
  at(offset: number): Promise<KeptPayload | null> {
    if (this.#gone !== null) return Promise.reject(new PipelineRefusal('payloads-unavailable', this.#gone));
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new PipelineRefusal('payloads-busy', `${MAX_WAITING} questions are waiting`));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = `no answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
        this.#end(id)?.reject(new PipelineRefusal('payloads-timeout', late));
      }, ANSWER_TIMEOUT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#ask({ type: 'at', id, offset });
    });
  }

  /** Writes what waits and ends the thread; after the pipeline, which sends until it ends. */
  async stop(): Promise<void> {
    if (this.#gone !== null) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#ask({ type: 'stop' });
    await ended;
  }

  #ask(question: AskPayloads): void {
    this.#worker.postMessage(question);
  }

  #receive(message: FromPayloads): void {
    this.#heardMs = this.#monotonicMs();
    if (message.type === 'status') {
      this.status = message.status;
      return;
    }
    const waiting = this.#end(message.id);
    if (message.type === 'found') waiting?.resolve(message.payload);
    else waiting?.reject(new PipelineRefusal(message.code, message.message));
  }

  #die(reason: string): void {
    this.#gone ??= reason;
    for (const id of this.#waiting.keys())
      this.#end(id)?.reject(new PipelineRefusal('payloads-unavailable', reason));
  }

  #end(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
