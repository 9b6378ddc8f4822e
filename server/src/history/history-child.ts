/**
 * The history process: DuckDB in a process of its own, so that neither its memory nor its crash is the centre's.
 * It handles one request at a time, in order: a query never sees a flush half done. Files are merged and expire beside that.
 * It ends when its parent does.
 */
import { mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { lockFolder } from '@metropane/event-log';
import { HistoryExpired } from './history-expired.ts';
import { HistoryStore } from './history-store.ts';
import { Receipts } from './receipts.ts';
import type {
  HistoryAnswer,
  HistoryOptions,
  HistoryReply,
  HistoryRequest,
  HistoryStats,
} from './history-messages.ts';
import { answersOf, RequestQueue, type Work } from './request-queue.ts';

const [, , dir, options] = process.argv;
if (dir === undefined || options === undefined || process.send === undefined) {
  process.stderr.write('history-child is started by the centre, with its folder and options as arguments\n');
  process.exit(2);
}

/** What a process before this one may take to end, whose parent is gone: a merge breaks off, a statement runs to its end. */
const LOCK_PATIENCE_MS = 60_000;
const LOCK_LOOK_MS = 50;

setPriority(10);
await takeFolder(dir);
const store = await HistoryStore.open(dir, JSON.parse(options) as HistoryOptions);
const receipts = new Receipts(store);
const queue = new RequestQueue();
let isWorking = false;
let isEnding = false;
process.on('message', (request: HistoryRequest) => push({ kind: 'request', request }));
process.on('disconnect', () => {
  isEnding = true;
  void store.breakOff().then(() => push({ kind: 'own', run: end }));
});
if (!process.connected) process.exit(0);
reply({ id: 0, ok: true, value: stats() });

/** Two processes on one manifest would each forget what the other has written. */
async function takeFolder(path: string): Promise<void> {
  mkdirSync(path, { recursive: true });
  const untilMs = performance.now() + LOCK_PATIENCE_MS;
  while (process.connected) {
    const lock = lockFolder(path);
    if (lock.ok) return;
    if (lock.code !== 'locked' || performance.now() > untilMs) throw new Error(lock.message);
    await pause(LOCK_LOOK_MS);
  }
  // Whoever started it is gone already.
  process.exit(0);
}

function push(work: Parameters<RequestQueue['push']>[0]): void {
  queue.push(work);
  if (!isWorking) void workOff();
}

async function workOff(): Promise<void> {
  isWorking = true;
  for (let work = queue.next(); work !== undefined; work = queue.next()) await take(work);
  isWorking = false;
}

async function take(work: Work): Promise<void> {
  if (work.kind === 'own') return work.run();
  // Nobody waits for an answer any more, and what is not durable yet is still in the log.
  if (isEnding) return;
  if (work.kind === 'request') return answer(work.request);
  const { query } = work.requests[0]!;
  const { entity: _entity, ...common } = query;
  const byEntity = await store.windowsOfEach(common, work.entities).catch(() => null);
  // What went wrong together may be the matter of one: each gets its own answer.
  if (byEntity === null) for (const request of work.requests) await answer(request);
  else for (const { id, rows } of answersOf(work.requests, byEntity)) reply({ id, ok: true, value: rows });
}

function end(): void {
  store.close();
  process.exit(0);
}

/** Beside requests; what it changes waits for its turn. */
function maintain(): void {
  void store.maintain((change) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const run = (): void => {
      try {
        resolve(change());
      } catch (error) {
        reject(error);
      }
    };
    push({ kind: 'own', run });
    return promise;
  });
}

async function answer(request: HistoryRequest): Promise<void> {
  try {
    reply({ id: request.id, ok: true, value: await run(request) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof HistoryExpired ? 'history-expired' : 'history-unavailable';
    reply({ id: request.id, ok: false, code, message });
  }
}

async function run(request: HistoryRequest): Promise<HistoryAnswer> {
  switch (request.op) {
    case 'append':
      await store.append(request.rows);
      return stats();
    case 'flush':
      await store.flush(request.upToOffset);
      maintain();
      return stats();
    case 'windows':
      return store.windows(request.query);
    case 'observations':
      return store.observations(request.query);
    case 'receipt':
      return receipts.receipt(request.query);
    case 'receipt-rows':
      return receipts.receiptRows(request.query);
    case 'figure':
      return receipts.figure(request.query);
    case 'stats':
      return stats();
  }
}

function stats(): HistoryStats {
  return { coveredOffset: store.coveredOffset, ...store.stats };
}

function reply(message: HistoryReply): void {
  if (process.connected) process.send?.(message);
}
