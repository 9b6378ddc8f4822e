import { Worker } from 'node:worker_threads';
import { PipelineRefusal } from './pipeline-refusal.ts';
import type { BacktestAsk, BacktestOutcome } from './run-backtest.ts';

/** A day of 1,000 readings a second takes a minute or two on one core; what takes longer than this is ended. */
const LIMIT_MS = 300_000;

/** Main's end of backtests: one at a time, each in a thread of its own, so that the live room does not wait for it. */
export class BacktestHandle {
  readonly #of: Pick<BacktestAsk, 'dataDir' | 'isWallTime'>;
  #running: Worker | null = null;

  constructor(of: Pick<BacktestAsk, 'dataDir' | 'isWallTime'>) {
    this.#of = of;
  }

  /** Rejects with `PipelineRefusal`: `backtest-busy` while another runs, `backtest-timeout` after five minutes. */
  run(ask: Omit<BacktestAsk, 'dataDir' | 'isWallTime'>): Promise<BacktestOutcome> {
    if (this.#running !== null) {
      return Promise.reject(new PipelineRefusal('backtest-busy', 'another backtest is running; try again'));
    }
    const worker = new Worker(new URL('backtest-worker.ts', import.meta.url), {
      workerData: { ...ask, ...this.#of } satisfies BacktestAsk,
      name: 'backtest',
    });
    this.#running = worker;
    return new Promise<BacktestOutcome>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(
          new PipelineRefusal('backtest-timeout', `no answer in ${LIMIT_MS / 60_000} minutes: ask for less`),
        );
        void worker.terminate();
      }, LIMIT_MS);
      worker.once('message', (outcome: BacktestOutcome) => {
        this.#running = null;
        resolve(outcome);
      });
      worker.once('error', reject);
      worker.once('exit', () => {
        clearTimeout(timer);
        // Whose answer came may end later than the next one begins.
        if (this.#running === worker) this.#running = null;
        reject(new PipelineRefusal('backtest-ended', 'the backtest was ended'));
      });
    });
  }

  async stop(): Promise<void> {
    await this.#running?.terminate();
  }
}
