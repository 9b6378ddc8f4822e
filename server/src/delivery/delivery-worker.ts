/**
 * Worker *delivery*: reads the journal, keeps what has to leave in `delivery.db`, and sends it. Without it the room goes on, visibly
 * degraded, and what was not sent is sent later. In an exercise it is started without targets: it has nobody to send to.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assert, makeRng } from '@metropane/base';
import { JournalClient } from '@metropane/event-log';
import type { Channel } from './channels/channel.ts';
import { mailChannel } from './channels/mail.ts';
import { externalPublish, mqttChannel, placeOf, type Publish } from './channels/mqtt-out.ts';
import { webhookChannel } from './channels/webhook.ts';
import type { OutMessage, Subject } from './compose.ts';
import type { Target } from './delivery-config.ts';
import type { DeliveryQuestion, DeliveryStart, FromDelivery, ToDelivery } from './delivery-messages.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import type { Occasion } from './occasion.ts';
import { Outbox } from './outbox.ts';

const PUMP_EVERY_MS = 200;
const STATUS_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;
const ASK_TIMEOUT_MS = 15_000;

assert(parentPort !== null, 'delivery runs in a worker');
const port = parentPort;
const {
  dataDir,
  realm,
  zone,
  targets,
  since,
  hasRetained,
  journal: journalPort,
} = workerData as DeliveryStart;
assert(realm === 'live' || targets.length === 0, 'an exercise delivers to nobody', { realm });

const waiting = new Map<
  number,
  { resolve: (value: never) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }
>();
let nextId = 1;
let fault: string | null = null;
let hasReplayed = hasRetained;

const journal = new JournalClient(journalPort);
const outbox = new Outbox(join(dataDir, 'delivery.db'));
const nowMs = (): number => Date.now();
// What happened before there was an outbox is past: it is not told anew to everybody.
if (outbox.position === null) outbox.take([], since, nowMs());
post({ type: 'opened' });
const intake = new Intake({ journal, outbox, targets, realm, lookUp, nowMs });
const own: Publish = (topic, payload, { retain }) =>
  askMain((id) => ({ type: 'publish', id, topic, payload, retain }));
const lines = targets.map((target) => ({ target, channel: channelOf(target) }));
const dispatcher = new Dispatcher({ outbox, targets: lines, nowMs, rng: makeRng(Date.now()), zone });

const stopWatching = journal.onHead(() => void follow());
const pumping = setInterval(() => void pump(), PUMP_EVERY_MS);
const reporting = setInterval(() => post({ type: 'status', status: status() }), STATUS_EVERY_MS);
const forgetting = setInterval(() => outbox.forget(nowMs()), FORGET_EVERY_MS);
port.on('message', (message: ToDelivery) => receive(message));
void follow();

function channelOf(target: Target): Channel {
  switch (target.kind) {
    case 'webhook':
      return webhookChannel(target, nowMs);
    case 'email':
      return mailChannel(target, zone);
    case 'mqtt': {
      if (target.url === undefined) return mqttChannel(target, own, () => Promise.resolve());
      const { publish, close } = externalPublish(target.url);
      return mqttChannel(target, publish, close);
    }
  }
}

async function follow(): Promise<void> {
  try {
    await intake.catchUp();
    fault = null;
  } catch (error) {
    fail(error);
  }
}

async function pump(): Promise<void> {
  if (fault !== null) await follow();
  // A broker that is not there yet keeps nobody else waiting.
  if (!hasReplayed) await retainAnew().catch(fail);
  await dispatcher.pump().catch(fail);
}

function fail(error: unknown): void {
  fault = error instanceof Error ? error.message : String(error);
}

/** The embedded broker retains in memory only: after a start it is told once more what stands. */
async function retainAnew(): Promise<void> {
  for (const target of targets) {
    if (target.kind !== 'mqtt' || target.url !== undefined) continue;
    for (const body of outbox.standing(target.id, ['cap-issued'])) {
      const { topic, isOver } = placeOf(target.prefix, JSON.parse(body) as OutMessage);
      if (!isOver) await own(topic, body, { retain: true });
    }
  }
  hasReplayed = true;
  post({ type: 'retained' });
}

function lookUp({ incidentId, alarmId }: Occasion): Promise<Subject> {
  return askMain((id) => ({ type: 'look-up', id, incidentId: incidentId ?? null, alarmId: alarmId ?? null }));
}

function askMain<T>(toMessage: (id: number) => FromDelivery): Promise<T> {
  const id = nextId++;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => end(id)?.reject(new Error('the centre did not answer')), ASK_TIMEOUT_MS);
    waiting.set(id, { resolve: resolve as (value: never) => void, reject, timer });
    post(toMessage(id));
  });
}

function end(id: number) {
  const one = waiting.get(id);
  if (one !== undefined) clearTimeout(one.timer);
  waiting.delete(id);
  return one;
}

function receive(message: ToDelivery): void {
  switch (message.type) {
    case 'ask':
      return void answer(message.id, message.question);
    case 'subject':
      if (message.ok) end(message.id)?.resolve(message.subject as never);
      else end(message.id)?.reject(new Error(message.message));
      return;
    case 'published':
      if (message.error === null) end(message.id)?.resolve(undefined as never);
      else end(message.id)?.reject(new Error(message.error));
      return;
    case 'stop':
      return void finish();
  }
}

async function answer(id: number, question: DeliveryQuestion): Promise<void> {
  try {
    if (question.name === 'list') await intake.catchUp();
    post({ type: 'answer', id, ok: true, value: valueOf(question) });
  } catch (error) {
    post({ type: 'answer', id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}

function valueOf(question: DeliveryQuestion): unknown {
  switch (question.name) {
    case 'list':
      return outbox.list(question);
    case 'get':
      return outbox.get(question.id);
    case 'retry':
      return outbox.retry(question.id, nowMs());
    case 'cancel':
      return outbox.cancel(question.id, question.by);
  }
}

function status() {
  return { fault, resting: dispatcher.resting(), counts: outbox.counts() };
}

async function finish(): Promise<void> {
  stopWatching();
  for (const timer of [pumping, reporting, forgetting]) clearInterval(timer);
  await dispatcher.close();
  outbox.close();
  journal.close();
  port.close();
  // What is still under way out there is repeated at the next start, under the same id.
  process.exit(0);
}

function post(message: FromDelivery): void {
  port.postMessage(message);
}
