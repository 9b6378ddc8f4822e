import { Worker } from 'node:worker_threads';
import type { FitOutcome, FitTask } from './baseline-tasks.ts';

/** Fits in a thread of its own, which lives as long as one round: between rounds it would only hold memory. One task at a time. */
export class FitterThread {
  readonly #worker = new Worker(new URL('baselines-worker.ts', import.meta.url), { name: 'baselines' });
  #waiting: { resolve: (outcome: FitOutcome) => void; reject: (error: Error) => void } | null = null;
  #gone: Error | null = null;

  constructor() {
    this.#worker.on('message', (outcome: FitOutcome) => {
      this.#waiting?.resolve(outcome);
      this.#waiting = null;
    });
    this.#worker.on('error', (error: unknown) =>
      this.#die(error instanceof Error ? error : new Error(String(error))),
    );
    this.#worker.on('exit', () => this.#die(new Error('the fitting thread ended')));
  }

  fit(task: FitTask): Promise<FitOutcome> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(task);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(error: Error): void {
    this.#gone ??= error;
    this.#waiting?.reject(this.#gone);
    this.#waiting = null;
  }
}
