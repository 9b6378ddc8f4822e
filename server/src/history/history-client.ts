import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HistoryExpired } from './history-expired.ts';
import type { HistoryOptions, HistoryReply, HistoryRequest, HistoryStats } from './history-messages.ts';
import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from './history-query.ts';
import type { HistoryRows } from './history-rows.ts';
import type { ReceiptRow } from '@metropane/city';
import type {
  FigureFacts,
  FigureQuery,
  ReceiptFacts,
  ReceiptQuery,
  ReceiptRowsQuery,
} from './receipt-query.ts';

type Body = HistoryRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** History could not answer: the process is gone or refused. */
export class HistoryUnavailable extends Error {}

/** Talks to one history process. When the process dies every open and later call rejects with `HistoryUnavailable`. */
export class HistoryClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #gone: string | null = null;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts the process and waits until its store is open. */
  static async start(
    dir: string,
    options: HistoryOptions,
    onExit: (reason: string) => void,
  ): Promise<HistoryClient> {
    const program = fileURLToPath(new URL('history-child.ts', import.meta.url));
    const child = fork(program, [dir, JSON.stringify(options)], {
      serialization: 'advanced',
      // A group of its own: Ctrl-C in a terminal is for the parent, which drains first. The closed channel ends the child.
      detached: true,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', MALLOC_ARENA_MAX: '2' },
    });
    const client = new HistoryClient(child);
    const opened = client.#expect<HistoryStats>(0);
    child.on('message', (reply: HistoryReply) => client.#settle(reply));
    const end = (reason: string): void => {
      if (client.#gone !== null) return;
      client.#fail(reason);
      onExit(reason);
    };
    child.on('exit', (code, signal) => end(`the history process ended (${signal ?? `code ${code}`})`));
    // It could not be started, or a question met a channel that had just closed.
    child.on('error', (error) => end(`the history process: ${error.message}`));
    await opened;
    return client;
  }

  append(rows: HistoryRows): Promise<HistoryStats> {
    return this.#ask({ op: 'append', rows });
  }

  flush(upToOffset: number): Promise<HistoryStats> {
    return this.#ask({ op: 'flush', upToOffset });
  }

  windows(query: WindowsQuery): Promise<WindowRow[]> {
    return this.#ask({ op: 'windows', query });
  }

  observations(query: ObservationsQuery): Promise<ObservationRow[]> {
    return this.#ask({ op: 'observations', query });
  }

  /** Null: too many rows. */
  receipt(query: ReceiptQuery): Promise<ReceiptFacts | null> {
    return this.#ask({ op: 'receipt', query });
  }

  receiptRows(query: ReceiptRowsQuery): Promise<ReceiptRow[]> {
    return this.#ask({ op: 'receipt-rows', query });
  }

  figure(query: FigureQuery): Promise<FigureFacts> {
    return this.#ask({ op: 'figure', query });
  }

  stats(): Promise<HistoryStats> {
    return this.#ask({ op: 'stats' });
  }

  /** Of the process, for tests that end it. */
  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** Closes the channel; the process ends by itself. */
  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #ask<T>(body: Body): Promise<T> {
    if (this.#gone !== null) return Promise.reject(new HistoryUnavailable(this.#gone));
    const id = this.#nextId++;
    const answer = this.#expect<T>(id);
    this.#child.send({ ...body, id } as HistoryRequest);
    return answer;
  }

  #expect<T>(id: number): Promise<T> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle(reply: HistoryReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (waiting === undefined) return;
    if (reply.ok) waiting.resolve(reply.value as never);
    else if (reply.code === 'history-expired') waiting.reject(new HistoryExpired(reply.message));
    else waiting.reject(new HistoryUnavailable(reply.message));
  }

  #fail(reason: string): void {
    this.#gone = reason;
    for (const { reject } of this.#waiting.values()) reject(new HistoryUnavailable(reason));
    this.#waiting.clear();
  }
}
