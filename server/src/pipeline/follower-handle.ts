import { Worker } from 'node:worker_threads';
import type { ObservationRow, ObservationsQuery, WindowsQuery } from '../history/history-query.ts';
import { OpenQuestions } from '../workers/open-questions.ts';
import { SumOfLives } from '../workers/sum-of-lives.ts';
import { SupervisedWorker, type WorkerLife } from '../workers/supervised-worker.ts';
import type {
  FollowerAnswer,
  FollowerStart,
  FollowerStatus,
  FromFollower,
  ToFollower,
  WindowsAnswer,
} from './follower-messages.ts';
import type { ReceiptAnswer, ReceiptQuestion } from './receipt-messages.ts';
import { PipelineRefusal, refusalOf } from './pipeline-refusal.ts';

type Question = ToFollower extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never;

/** Questions are answered one after the other; more than this wait longer than anybody does. */
const MAX_WAITING = 256;
/** Of a goodbye: its answer is that the thread ends. */
const NOBODY = 0;

interface Parts {
  /** Called for each life of the worker: it brings a line from the pipeline that is its own. */
  start: () => FollowerStart;
  /** The log offset up to which everything accepted so far is written. */
  offset: () => Promise<number>;
  report: (text: string) => void;
}

function startFollowerWorker(start: FollowerStart): Worker {
  const url = new URL('follower-worker.ts', import.meta.url);
  return new Worker(url, { workerData: start, transferList: [start.progress], name: 'follower' });
}

/**
 * Main's end of the follower worker: history questions and its status. The centre lives on without it, visibly degraded; one that
 * ends is started again and folds on from a checkpoint that history has covered.
 */
export class FollowerHandle {
  readonly #worker: SupervisedWorker<ToFollower, FromFollower>;
  readonly #questions = new OpenQuestions<FollowerAnswer>(
    { most: MAX_WAITING, timeoutMs: Infinity },
    { busy: refusalOf('history-busy'), late: refusalOf('history-unavailable') },
  );
  readonly #offset: () => Promise<number>;
  /** Of the life of now; null while it has not spoken. */
  #status: FollowerStatus | null = null;
  readonly #compared = new SumOfLives(['verified', 'mismatches', 'derivedMatched', 'derivedMismatches']);

  constructor(
    { start, offset, report }: Parts,
    startWorker: typeof startFollowerWorker = startFollowerWorker,
  ) {
    this.#offset = offset;
    this.#worker = new SupervisedWorker<ToFollower, FromFollower>({
      start: () => startWorker(start()),
      onMessage: (message) => this.#receive(message),
      onDeath: (reason) => this.#die(reason),
      ended: 'the follower ended',
      report,
    });
  }

  get life(): WorkerLife {
    return this.#worker.life;
  }

  /** With what all its lives have compared; null while there is none that has spoken. */
  get status(): FollowerStatus | null {
    return this.#status === null ? null : { ...this.#status, ...this.#compared.with(this.#status) };
  }

  /** Why history cannot answer; null = it can. */
  get historyFault(): string | null {
    const { down } = this.life;
    if (down !== null) return down;
    return this.#status?.history.status === 'down' ? this.#status.history.detail : null;
  }

  /** Why history's files are not merged or do not expire at present; it answers all the same. Null = they do. */
  get historyUpkeepFault(): string | null {
    return this.#status?.history.fault ?? null;
  }

  /** What is wrong with the second fold itself: a damaged log, a replay that differs, no checkpoint; null = nothing. */
  get fault(): string | null {
    const fault = this.life.down ?? this.#status?.fault ?? null;
    const { mismatches, derivedMismatches } = this.#compared.before;
    const differed = mismatches + derivedMismatches;
    // A new life does not make good what the one before found.
    if (fault === null && differed > 0)
      return `replay differed from live ${differed} times before the restart`;
    return fault;
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

  /** A history that is already gone cannot take its last rows; they are in the log and will be taken at the next start. */
  stop(): Promise<void> {
    return this.#worker.stop({ type: 'stop', id: NOBODY });
  }

  #ask(question: Question): Promise<FollowerAnswer> {
    const { down } = this.life;
    if (down !== null) return Promise.reject(new PipelineRefusal('history-unavailable', down));
    return this.#questions.ask((id) => this.#worker.post({ ...question, id }));
  }

  #receive(message: FromFollower): void {
    if (message.type === 'status') this.#status = message.status;
    else if (message.ok) this.#questions.resolve(message.id, message.value);
    else this.#questions.reject(message.id, new PipelineRefusal(message.code, message.message));
  }

  #die(reason: string): void {
    if (this.#status !== null) this.#compared.end(this.#status);
    this.#status = null;
    this.#questions.rejectAll(new PipelineRefusal('history-unavailable', reason));
  }
}
