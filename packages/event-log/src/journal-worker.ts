/**
 * Runs the journal in a thread of its own, so that an fsync never holds up sockets or the fold. The owner gets a client; other
 * threads get a port from `connect` (transfer it) and wrap it in a `JournalClient` of their own.
 */
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { JournalRefusal } from './codes.ts';
import { JournalClient } from './journal-client.ts';
import type { JournalClientOptions } from './journal-client.ts';
import type { FromJournalThread, JournalThreadData, ToJournalThread } from './journal-thread-messages.ts';

export interface JournalWorkerOptions extends JournalClientOptions {
  readonly path: string;
  /** Default 30 s. */
  readonly checkpointEveryMs?: number;
}

export class JournalWorker {
  /** The owner's own client. */
  readonly client: JournalClient;
  /** Resolves when the thread has ended: null after `close`, else the error that ended it. */
  readonly stopped: Promise<Error | null>;
  readonly #worker: Worker;

  /** Resolves when the journal is open. Errors as of `Journal.open`. */
  static async start(options: JournalWorkerOptions): Promise<Result<JournalWorker, JournalRefusal>> {
    const data: JournalThreadData = {
      path: options.path,
      checkpointEveryMs: options.checkpointEveryMs ?? 30_000,
    };
    const worker = new Worker(new URL('./journal-thread.ts', import.meta.url), {
      workerData: data,
      name: 'journal',
    });
    const stopped = new Promise<Error | null>((resolve) => {
      let failure: Error | null = null;
      worker.on('error', (error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
      });
      worker.on('exit', () => resolve(failure));
    });
    const first = await new Promise<FromJournalThread>((resolve) => {
      worker.once('message', resolve);
      void stopped.then((failure) =>
        resolve({ type: 'refused', code: 'journal-stopped', message: String(failure) }),
      );
    });
    if (first.type === 'ready') return ok(new JournalWorker(worker, stopped, options));
    await worker.terminate();
    return err(first.code, first.message);
  }

  private constructor(worker: Worker, stopped: Promise<Error | null>, options: JournalClientOptions) {
    this.#worker = worker;
    this.stopped = stopped;
    this.client = new JournalClient(this.connect(), options);
  }

  /** A port for one more client, to be transferred to its thread. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const message: ToJournalThread = { type: 'connect', port: port2 };
    this.#worker.postMessage(message, [port2]);
    return port1;
  }

  /** Empties the write-ahead log and ends the thread. Await your appends first: what is still under way gets `journal-stopped`. */
  async close(): Promise<Error | null> {
    const message: ToJournalThread = { type: 'close' };
    this.#worker.postMessage(message);
    const failure = await this.stopped;
    this.client.close();
    return failure;
  }
}
