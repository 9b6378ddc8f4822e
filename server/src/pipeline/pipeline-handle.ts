import { type MessagePort, Worker } from 'node:worker_threads';
import type { CityDiff, SystemRecord } from '@metropane/live-state';
import { PipelineRefusal } from './pipeline-refusal.ts';
import type { RawBatch } from '../broker/raw-batch.ts';
import type { DeadLetter } from '../ingest/dead-letter-store.ts';
import type { FromPipeline, PipelineCall, PipelineHealth, Recovery } from './messages.ts';
import type { PipelineStart } from './pipeline-start.ts';

export interface PipelineEvents {
  onDiff: (diff: CityDiff) => void;
  onDeadLetters: (letters: DeadLetter[]) => void;
  onBatchDone: (batchId: number, ok: boolean) => void;
  /** The worker died: the centre cannot go on. */
  onDeath: (reason: string) => void;
}

/** Main's end of the pipeline worker. */
export class PipelineHandle {
  readonly #worker: Worker;
  readonly #events: PipelineEvents;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #isStopping = false;
  health: PipelineHealth | null = null;

  private constructor(worker: Worker, events: PipelineEvents) {
    this.#worker = worker;
    this.#events = events;
  }

  /** Resolves when the worker has recovered and is folding. */
  static async start(
    start: PipelineStart,
    ports: MessagePort[],
    events: PipelineEvents,
  ): Promise<{ handle: PipelineHandle; epoch: number; recovered: Recovery }> {
    const worker = new Worker(new URL('pipeline-worker.ts', import.meta.url), {
      workerData: start,
      transferList: ports,
      name: 'pipeline',
    });
    const handle = new PipelineHandle(worker, events);
    return new Promise((resolve, reject) => {
      worker.on('error', (error: unknown) => {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        reject(new Error(reason));
        handle.#die(reason);
      });
      worker.on('exit', () => handle.#die('the pipeline worker ended'));
      worker.on('message', (message: FromPipeline) => {
        if (message.type === 'ready') resolve({ handle, epoch: message.epoch, recovered: message.recovered });
        else handle.#receive(message);
      });
    });
  }

  send(batch: RawBatch, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage({ type: 'raw', batch }, transfer);
  }

  setSystem(record: SystemRecord): void {
    this.#worker.postMessage({ type: 'system', record });
  }

  call<T>(call: PipelineCall): Promise<T> {
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      this.#worker.postMessage({ type: 'call', id, call });
    });
  }

  /** Logs a last tick, syncs, ends the thread. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    await this.call({ name: 'stop' });
    await ended;
  }

  #receive(message: Exclude<FromPipeline, { type: 'ready' }>): void {
    switch (message.type) {
      case 'batch-done':
        this.#events.onBatchDone(message.batchId, message.ok);
        return;
      case 'diff':
        this.#events.onDiff(message.diff);
        return;
      case 'dead-letters':
        this.#events.onDeadLetters(message.letters);
        return;
      case 'health':
        this.health = message.health;
        return;
      case 'reply': {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        if (message.ok) waiting?.resolve(message.value as never);
        else waiting?.reject(new PipelineRefusal(message.code, message.message));
      }
    }
  }

  #die(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new PipelineRefusal('pipeline-gone', reason));
    this.#waiting.clear();
    if (!this.#isStopping) this.#events.onDeath(reason);
  }
}
