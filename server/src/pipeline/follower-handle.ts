import { Worker } from 'node:worker_threads';
import type { ObservationRow, ObservationsQuery, WindowsQuery } from '../history/history-query.ts';
import type {
  FollowerAnswer,
  FollowerStart,
  FollowerStatus,
  FromFollower,
  ToFollower,
  WindowsAnswer,
} from './follower-messages.ts';
import type { ReceiptAnswer, ReceiptQuestion } from './receipt-messages.ts';
import { PipelineRefusal } from './pipeline-refusal.ts';

type Question = ToFollower extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never;

/** Questions are answered one after the other; more than this wait longer than anybody does. */
const MAX_WAITING = 256;

/** Main's end of the follower worker: history questions and its status. The centre lives on without it, visibly degraded. */
export class FollowerHandle {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { resolve: (value: FollowerAnswer) => void; reject: (error: Error) => void }
  >();
  readonly #offset: () => Promise<number>;
  #nextId = 1;
  #gone: string | null = null;
  status: FollowerStatus | null = null;

  /** `offset`: the log offset up to which everything accepted so far is written. */
  constructor(start: FollowerStart, offset: () => Promise<number>) {
    this.#worker = new Worker(new URL('follower-worker.ts', import.meta.url), {
      workerData: start,
      transferList: [start.progress],
      name: 'follower',
    });
    this.#offset = offset;
    this.#worker.on('message', (message: FromFollower) => this.#receive(message));
    this.#worker.on('error', (error: unknown) =>
      this.#die(error instanceof Error ? error.message : String(error)),
    );
    this.#worker.on('exit', () => this.#die('the follower ended'));
  }

  /** Why history cannot answer; null = it can. */
  get historyFault(): string | null {
    if (this.#gone !== null) return this.#gone;
    return this.status?.history.status === 'down' ? this.status.history.detail : null;
  }

  /** Why history's files are not merged or do not expire at present; it answers all the same. Null = they do. */
  get historyUpkeepFault(): string | null {
    return this.status?.history.fault ?? null;
  }

  /** What is wrong with the second fold itself: a damaged log, a replay that differs, no checkpoint; null = nothing. */
  get fault(): string | null {
    return this.#gone ?? this.status?.fault ?? null;
  }

  async windows(query: WindowsQuery): Promise<WindowsAnswer> {
    const minOffset = await this.#offset();
    return (await this.#ask({ type: 'windows', query, minOffset })) as WindowsAnswer;
  }

  async observations(query: ObservationsQuery): Promise<ObservationRow[]> {
    const minOffset = await this.#offset();
    const answer = await this.#ask({ type: 'observations', query, minOffset });
    return (answer as { rows: ObservationRow[] }).rows;
  }

  async receipt(question: ReceiptQuestion): Promise<ReceiptAnswer> {
    const minOffset = await this.#offset();
    return (await this.#ask({ type: 'receipt', question, minOffset })) as ReceiptAnswer;
  }

  async stop(): Promise<void> {
    if (this.#gone !== null) return;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    // A history that is already gone cannot take its last rows; they are in the log and will be taken at the next start.
    await this.#ask({ type: 'stop' }).catch((error: unknown) => {
      if (!(error instanceof PipelineRefusal)) throw error;
    });
    await ended;
  }

  #ask(question: Question): Promise<FollowerAnswer> {
    if (this.#gone !== null) return Promise.reject(new PipelineRefusal('history-unavailable', this.#gone));
    const id = this.#nextId++;
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(
        new PipelineRefusal('history-busy', `${MAX_WAITING} questions are waiting already`),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...question, id });
    });
  }

  #receive(message: FromFollower): void {
    if (message.type === 'status') {
      this.status = message.status;
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new PipelineRefusal(message.code, message.message));
  }

  #die(reason: string): void {
    this.#gone ??= reason;
    for (const { reject } of this.#waiting.values())
      reject(new PipelineRefusal('history-unavailable', reason));
    this.#waiting.clear();
  }
}
