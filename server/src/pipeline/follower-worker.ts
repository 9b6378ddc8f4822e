/**
 * Worker C: runs the follower, answers history questions, takes a checkpoint every 30 s; the follower itself takes one whenever
 * much log lies behind the last. Starts the history process.
 */
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@metropane/base';
import { CheckpointStore } from '@metropane/event-log';
import { HistoryClient, HistoryUnavailable } from '../history/history-client.ts';
import { HistoryExpired } from '../history/history-expired.ts';
import { answerReceipt } from './answer-receipt.ts';
import { Follower } from './follower.ts';
import type {
  FollowerAnswer,
  FollowerStart,
  FollowerStatus,
  FromFollower,
  Progress,
  ToFollower,
} from './follower-messages.ts';
import { expectedPerHour } from './series-knowledge.ts';
import { finalBeforeMs } from './final-before.ts';
import { JournalFactReader } from './journal-facts.ts';

const CHECKPOINT_EVERY_MS = 30_000;
const POLL_MS = 250;
/** How often a checkpoint that waits for the journal looks again. */
const JOURNAL_LOOK_MS = 50;
/** Long enough that a process that dies at once does not keep a core busy. */
const HISTORY_RESTART_MS = 2_000;

assert(parentPort !== null, 'the follower runs in a worker');
// Behind the hot fold: where cores are short, history waits and the wall does not. On Linux this is the calling thread alone.
if (process.platform === 'linux') setPriority(10);
const port = parentPort;
const { dataDir, known, historyRetention, progress } = workerData as FollowerStart;
let history: FollowerStatus['history']['status'] = 'ok';
let historyDetail = '';
/** How far the log was written, as last told: a follower that begins anew needs it before the next word comes. */
let flushedOffset = 0;
let derived: Extract<Progress, { type: 'derived' }> | null = null;
let hasHistoryEnded = false;
let isStopping = false;
const checkpoints = CheckpointStore.open({ folder: join(dataDir, 'checkpoints') });
if (!checkpoints.ok) throw new Error(`checkpoints: ${checkpoints.message}`);
const store = checkpoints.value;
const journal = new JournalFactReader(join(dataDir, 'journal.db'));
let { client, follower } = await begin();

/** A history process, and a second fold that goes on where its files end. */
async function begin(): Promise<{ client: HistoryClient; follower: Follower }> {
  const options = { retention: historyRetention, zone: known.zone, zoneOfFeed: known.zoneOfFeed };
  const started = await HistoryClient.start(join(dataDir, 'history'), options, onHistoryExit);
  const begun = new Follower({
    logFolder: join(dataDir, 'log'),
    checkpoints: store,
    history: started,
    historyStats: await started.stats(),
    resolve: (seq) => journal.get(seq),
    kept: (dedupKey) => journal.kept(dedupKey),
    pause: () => new Promise((resume) => setTimeout(resume, JOURNAL_LOOK_MS)),
    skips: new Set(journal.skips()),
  });
  begun.note({ type: 'flushed', offset: flushedOffset });
  if (derived !== null) begun.note(derived);
  return { client: started, follower: begun };
}

/** What the process held in memory is still in the log: a new one gets it from there. */
function onHistoryExit(reason: string): void {
  hasHistoryEnded = true;
  history = 'down';
  historyDetail = reason;
  if (isStopping) return;
  setTimeout(() => {
    enqueue(async () => {
      if (isStopping) return;
      const old = follower;
      ({ client, follower } = await begin());
      old.close();
      hasHistoryEnded = false;
    });
  }, HISTORY_RESTART_MS);
}

/** All work happens in one chain: a question never meets a fold half done. */
let turn: Promise<void> = Promise.resolve();
function enqueue(work: () => Promise<void>): void {
  turn = turn.then(work).catch((error: unknown) => {
    history = 'down';
    historyDetail = error instanceof Error ? error.message : String(error);
    post({ type: 'status', status: follower.status({ status: history, detail: historyDetail }) });
  });
}

progress.on('message', (message: Progress) => {
  if (message.type === 'flushed') flushedOffset = Math.max(flushedOffset, message.offset);
  if (message.type === 'derived') derived = message;
  follower.note(message);
});
const poll = setInterval(() => enqueue(advance), POLL_MS);
const checkpointTimer = setInterval(
  () => enqueue(async () => void (await follower.checkpoint())),
  CHECKPOINT_EVERY_MS,
);

async function advance(): Promise<void> {
  await follower.advance();
  // It took everything that waited: what was wrong (a full disk) is over.
  if (!follower.isFlushFailing && !hasHistoryEnded) history = 'ok';
  post({ type: 'status', status: follower.status({ status: history, detail: historyDetail }) });
}

port.on('message', (message: ToFollower) => {
  const { promise, resolve, reject } = Promise.withResolvers<FollowerAnswer>();
  const replied = reply(message.id, promise);
  enqueue(async () => {
    try {
      await takeTurn(message, resolve);
    } catch (error) {
      reject(error);
    }
    if (message.type !== 'stop') return;
    await replied;
    finish();
  });
});

/**
 * What of a question needs its turn: folding up to it, and sending it on before anything that comes later. The history process
 * answers in order by itself; while it works on one question the next can already wait there.
 */
async function takeTurn(
  message: ToFollower,
  resolve: (answer: FollowerAnswer | Promise<FollowerAnswer>) => void,
): Promise<void> {
  switch (message.type) {
    case 'windows': {
      await follower.catchUp(message.minOffset);
      const before = finalBeforeMs(follower.room, message.query);
      const expected = expectedPerHour(follower.room, known, message.query);
      resolve(client.windows(message.query).then((rows) => ({ rows, finalBeforeMs: before, expected })));
      return;
    }
    case 'observations':
      await follower.catchUp(message.minOffset);
      resolve(client.observations(message.query).then((rows) => ({ rows })));
      return;
    case 'receipt':
      await follower.catchUp(message.minOffset);
      resolve(answerReceipt({ room: follower.room, known, history: client }, message.question));
      return;
    case 'checkpoint':
    case 'stop':
      await follower.catchUp(Infinity);
      resolve({ checkpointOffset: await follower.checkpoint() });
  }
}

async function reply(id: number, answer: Promise<FollowerAnswer>): Promise<void> {
  try {
    post({ type: 'reply', id, ok: true, value: await answer });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    post({ type: 'reply', id, ok: false, code: codeOf(error), message: text });
  }
}

function codeOf(error: unknown): string {
  if (error instanceof HistoryExpired) return 'history-expired';
  return error instanceof HistoryUnavailable ? 'history-unavailable' : 'internal';
}

function finish(): void {
  isStopping = true;
  clearInterval(poll);
  clearInterval(checkpointTimer);
  client.close();
  journal.close();
  progress.close();
  port.close();
}

function post(message: FromFollower): void {
  port.postMessage(message);
}
