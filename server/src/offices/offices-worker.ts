/**
 * Worker *offices*: follows the journal's case and indicator entries and answers how the administrative systems stand, away from
 * sockets and the fold. Without it the room goes on, visibly degraded.
 */
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@metropane/base';
import { loadCityPack } from '@metropane/city-pack';
import { JournalClient } from '@metropane/event-log';
import { type AnswerOptions, answeredUpTo, answerSystem, answerSystems } from './offices-answers.ts';
import type { FromOffices, OfficesStart, ToOffices } from './offices-messages.ts';
import { OfficesProjector } from './offices-projector.ts';
import { OfficesStore } from './offices-store.ts';

const STATUS_EVERY_MS = 1_000;
/** Between two takings-in that nobody waits for. */
const FOLLOW_EVERY_MS = 2_000;

assert(parentPort !== null, 'the offices run in a worker');
if (process.platform === 'linux') setPriority(10);
const port = parentPort;
const { dataDir, city, simulatedFeeds, journal: journalPort } = workerData as OfficesStart;
const pack = loadCityPack(city);
if (!pack.ok) throw new Error(pack.message);
const units = new Map(pack.value.units.map(({ code, name }) => [code, name]));
const agencies = new Map(pack.value.agencies.map(({ id, name }) => [id, name.vi]));
const journal = new JournalClient(journalPort);
let store = new OfficesStore(join(dataDir, 'offices.db'), pack.value);
let projector = new OfficesProjector(journal, store);
let fault: string | null = null;
let isStopping = false;

const following = setInterval(() => void follow(), FOLLOW_EVERY_MS);
const reporting = setInterval(() => post({ type: 'status', fault }), STATUS_EVERY_MS);

async function follow(): Promise<void> {
  try {
    await projector.catchUp();
    fault = null;
  } catch (error) {
    fail(error);
  }
}

/** Memory may be ahead of the tables: begin again from what is committed. */
function fail(error: unknown): void {
  if (isStopping) return;
  fault = error instanceof Error ? error.message : String(error);
  store.close();
  store = new OfficesStore(join(dataDir, 'offices.db'), pack.ok ? pack.value : { zone: 'UTC' });
  projector = new OfficesProjector(journal, store);
}

port.on('message', (message: ToOffices) => {
  if (message.type === 'ask') void answer(message);
  else finish();
});

async function answer({ id, nowMs, code }: Extract<ToOffices, { type: 'ask' }>): Promise<void> {
  try {
    await projector.catchUp();
    store.advance(nowMs);
    const simulated = new Set(simulatedFeeds);
    const options: AnswerOptions = { nowMs, units, agencies, simulatedFeeds: simulated };
    const systems = code === null ? answerSystems(store, options) : [];
    const detail = code === null ? null : answerSystem(store, code, options);
    fault = null;
    post({ type: 'answer', id, answer: { journalSeq: answeredUpTo(store), systems, detail } });
  } catch (error) {
    post({ type: 'refused', id, message: error instanceof Error ? error.message : String(error) });
    fail(error);
  }
}

function finish(): void {
  isStopping = true;
  clearInterval(following);
  clearInterval(reporting);
  store.close();
  journal.close();
  port.close();
}

function post(message: FromOffices): void {
  port.postMessage(message);
}
