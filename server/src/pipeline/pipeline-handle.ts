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

function startPipelineWorker(start: PipelineStart, ports: MessagePort[]): Worker {
  const url = new URL('pipeline-worker.ts', import.meta.url);
  return new Worker(url, { workerData: start, transferList: ports, name: 'pipeline' });
}

/** Calls that may wait at once: more than any number of desks makes; beyond it the pipeline is stuck and queueing only hides it. */
const MAX_WAITING = 4_096;
/** The journal answers in milliseconds; who waited this long is told to ask again. */
const CALL_TIMEOUT_MS = 30_000;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Main's end of the pipeline worker. Every call ends: answered, refused, or rejected when it took too long or the worker died. */
export class PipelineHandle {
  readonly #worker: Worker;
  readonly #events: PipelineEvents;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  /** Before it is ready a death refuses the start, while it stops a death is what was asked for: neither is an accident. */
  #isAtWork = false;
  #gone: string | null = null;
  health: PipelineHealth | null = null;

  private constructor(worker: Worker, events: PipelineEvents) {
    this.#worker = worker;
    this.#events = events;
  }

  /** Resolves when the worker has recovered and is folding. */
  static async start(
    { start, ports }: { start: PipelineStart; ports: MessagePort[] },
    events: PipelineEvents,
    startWorker: typeof startPipelineWorker = startPipelineWorker,
  ): Promise<{ handle: PipelineHandle; epoch: number; recovered: Recovery }> {
    const worker = startWorker(start, ports);
    const handle = new PipelineHandle(worker, events);
    return new Promise((resolve, reject) => {
      worker.on('error', (error: unknown) => {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        reject(new Error(reason));
        handle.#die(reason);
      });
      worker.on('exit', () => {
        reject(new Error('the pipeline worker ended before it was ready'));
        handle.#die('the pipeline worker ended');
      });
      worker.on('message', (message: FromPipeline) => {
        if (message.type !== 'ready') return handle.#receive(message);
        handle.#isAtWork = true;
        resolve({ handle, epoch: message.epoch, recovered: message.recovered });
      });
    });
  }

  send(batch: RawBatch, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage({ type: 'raw', batch }, transfer);
  }

  setInFlight(counts: Record<string, number>): void {
    this.#worker.postMessage({ type: 'in-flight', counts });
  }

  setSystem(record: SystemRecord): void {
    this.#worker.postMessage({ type: 'system', record });
  }

  /** The line of a worker that was started again. */
  attach(to: 'follower' | 'payloads', port: MessagePort): void {
    this.#worker.postMessage({ type: 'attach', to, port }, [port]);
  }

  /** Rejects with `PipelineRefusal`. After `pipeline-timeout` the outcome is unknown: repeat it with the same id. */
  call<T>(call: PipelineCall): Promise<T> {
    if (this.#gone !== null) return Promise.reject(new PipelineRefusal('pipeline-gone', this.#gone));
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new PipelineRefusal('pipeline-busy', `${MAX_WAITING} calls are waiting already`));
    }
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(id, call.name), CALL_TIMEOUT_MS);
      this.#waiting.set(id, { resolve: resolve as (value: never) => void, reject, timer });
      this.#worker.postMessage({ type: 'call', id, call });
    });
  }

  /** Logs a last tick, syncs, ends the thread. */
  async stop(): Promise<void> {
    if (this.#gone !== null) return;
    this.#isAtWork = false;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    await Promise.race([this.call({ name: 'stop' }).catch(() => undefined), ended]);
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
        const waiting = this.#take(message.id);
        if (message.ok) waiting?.resolve(message.value as never);
        else waiting?.reject(new PipelineRefusal(message.code, message.message));
      }
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #giveUp(id: number, name: string): void {
    this.#take(id)?.reject(
      new PipelineRefusal('pipeline-timeout', `no answer to ${name} in ${CALL_TIMEOUT_MS / 1000} s`),
    );
  }

  #die(reason: string): void {
    // An error is followed by an exit: told once, with the first reason.
    if (this.#gone !== null) return;
    this.#gone = reason;
    for (const id of [...this.#waiting.keys()])
      this.#take(id)?.reject(new PipelineRefusal('pipeline-gone', reason));
    if (this.#isAtWork) this.#events.onDeath(reason);
  }
}
