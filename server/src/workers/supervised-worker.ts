/**
 * A thread that the centre can live without: it is started, watched, and started again when it ends unasked. Each life gets ports of
 * its own and goes on where its own files say; what was asked of a life that ended is for the owner to refuse (`onDeath`).
 * It is down until the next life has said its first word: a thread that dies while it starts never looks well.
 */
import type { Worker } from 'node:worker_threads';

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;
/** Who has lived so long has got over what ended the lives before. */
const HEALTHY_MS = 600_000;

/** What a person should know of a worker. */
export interface WorkerLife {
  /** Why it is down; null = it works. */
  readonly down: string | null;
  /** How often it was started again since the centre runs. */
  readonly restarts: number;
  /** What ended the life before; null = it never ended. */
  readonly lastEnd: string | null;
}

export interface SupervisedParts<To, From> {
  /** A thread on ports of its own; called once per life. */
  readonly start: () => Worker;
  /** `answer` reaches the life that spoke and no other: the next one counts its questions anew. */
  readonly onMessage: (message: From, answer: (message: To) => void) => void;
  readonly onDeath: (reason: string) => void;
  /** What is said when a life ends without an error. */
  readonly ended: string;
  readonly report: (text: string) => void;
  readonly monotonicMs?: () => number;
}

export class SupervisedWorker<To, From> {
  readonly #parts: SupervisedParts<To, From>;
  readonly #monotonicMs: () => number;
  #worker: Worker | null = null;
  #startedMs = 0;
  /** Lives in a row that ended too soon. */
  #shortLives = 0;
  #retry: NodeJS.Timeout | null = null;
  #down: string | null = null;
  #lastEnd: string | null = null;
  #restarts = 0;
  #isStopping = false;

  constructor(parts: SupervisedParts<To, From>) {
    this.#parts = parts;
    this.#monotonicMs = parts.monotonicMs ?? (() => performance.now());
    this.#start();
  }

  get life(): WorkerLife {
    return { down: this.#down, restarts: this.#restarts, lastEnd: this.#lastEnd };
  }

  /** To the life of now; nobody hears it while there is none. */
  post(message: To): void {
    this.#worker?.postMessage(message);
  }

  /** Says goodbye and resolves when the thread has ended; who is down stays down. */
  async stop(goodbye: To): Promise<void> {
    this.#isStopping = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage(goodbye);
    await ended;
  }

  #start(): void {
    this.#startedMs = this.#monotonicMs();
    try {
      this.#watch(this.#parts.start());
    } catch (error) {
      // No thread to be had: no memory, or too many of them.
      this.#die(textOf(error));
      this.#startLater();
    }
  }

  #watch(worker: Worker): void {
    this.#worker = worker;
    const answer = (message: To): void => {
      if (this.#worker === worker) worker.postMessage(message);
    };
    worker.on('message', (message: From) => {
      if (this.#worker !== worker) return;
      this.#down = null;
      this.#parts.onMessage(message, answer);
    });
    worker.on('error', (error: unknown) => {
      if (this.#worker === worker) this.#die(textOf(error));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#die(this.#parts.ended);
      // Only now has it let go of its files.
      this.#startLater();
    });
  }

  /** An error is followed by an exit: told once, with the first reason. */
  #die(reason: string): void {
    this.#worker = null;
    this.#down = reason;
    this.#lastEnd = reason;
    this.#parts.onDeath(reason);
  }

  #startLater(): void {
    if (this.#isStopping) return;
    if (this.#monotonicMs() - this.#startedMs >= HEALTHY_MS) this.#shortLives = 0;
    const waitMs = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#shortLives, 10));
    this.#shortLives += 1;
    this.#parts.report(`${this.#lastEnd ?? this.#parts.ended}; starting it again in ${waitMs / 1_000} s`);
    this.#retry = setTimeout(() => {
      this.#restarts += 1;
      this.#start();
    }, waitMs);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
