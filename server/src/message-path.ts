import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Clock } from '@metropane/base';
import type { CityDiff } from '@metropane/live-state';
import type { Realm } from './access/principal.ts';
import { MessageBatcher } from './broker/message-batcher.ts';
import type { RawBatch } from './broker/raw-batch.ts';
import type { Config } from './config.ts';
import { AttachmentStore } from './delivery/attachments/attachment-store.ts';
import { cleanOrphans } from './delivery/attachments/clean-orphans.ts';
import { type DeliveryPorts, DeliveryHandle } from './delivery/delivery-handle.ts';
import type { Target } from './delivery/delivery-config.ts';
import { type AskedRoom, lookUpSubject } from './delivery/look-up-subject.ts';
import { type HistoryRetention, toRetention } from './history/retention.ts';
import { FeedRegistry } from './ingest/feed-registry.ts';
import { InFlight } from './ingest/in-flight.ts';
import { OfficesHandle } from './offices/offices-handle.ts';
import type { Logger } from './operations/logger.ts';
import { BacktestHandle } from './pipeline/backtest-handle.ts';
import { BaselineHandle } from './pipeline/baseline-handle.ts';
import { cityKnowledge } from './pipeline/city-knowledge.ts';
import { FollowerHandle } from './pipeline/follower-handle.ts';
import { PayloadHandle } from './pipeline/payload-handle.ts';
import { PipelineHandle } from './pipeline/pipeline-handle.ts';
import type { Stores } from './stores.ts';

/**
 * From the brokers' sink to the diffs: batcher, pipeline worker, the payload store beside its log, the follower behind it, and the
 * administrative systems behind its journal.
 */
export interface MessagePath {
  batcher: MessageBatcher;
  inFlight: InFlight;
  pipeline: PipelineHandle;
  follower: FollowerHandle;
  payloads: PayloadHandle;
  backtests: BacktestHandle;
  /** Null in an exercise: its history is too short for a season. */
  baselines: BaselineHandle | null;
  offices: OfficesHandle;
  delivery: DeliveryHandle;
  /** Files of the room's incidents. */
  attachments: AttachmentStore;
  epoch: number;
  /** Ends the workers in the order in which a message passes them. */
  stop(): Promise<void>;
  /** Who gets the diffs, from the first one on: the pipeline publishes before screens can be served. */
  publishTo(sink: (diff: CityDiff) => void): void;
}

type PathStores = Pick<Stores, 'pack' | 'bindings' | 'foldConfig' | 'journal' | 'deadLetters'>;

interface PathParts {
  /** Where this room keeps its log, history and payloads. */
  dataDir: string;
  realm: Realm;
  config: Config;
  stores: PathStores;
  door: Door;
  /** Who outside is told; absent in an exercise, which has nobody outside. */
  outside?: { targets: Target[]; publish: DeliveryPorts['publish'] };
  log: Logger;
  onDeath: (reason: string) => void;
}

/**
 * Where messages wait for a path that is still starting: the batcher is there at once, and its own bounds hold until then (eight
 * batches, then senders pause, then QoS 0 is shed and counted).
 */
export interface Door {
  batcher: MessageBatcher;
  /** Gives everything that has come, and all that comes, to the path. */
  openTo: (take: TakeBatch) => void;
}
type TakeBatch = (batch: RawBatch, transfer: ArrayBuffer[]) => void;

export function makeDoor(realm: Realm, clock: Clock): Door {
  const { take, openTo } = makeRelay<Parameters<TakeBatch>>();
  const servesRealm = (asked: Realm): boolean => asked === realm;
  return { batcher: new MessageBatcher({ clock, post: take, servesRealm }), openTo };
}

/** Keeps what comes before somebody takes it, in its order. */
function makeRelay<T extends unknown[]>(): {
  take: (...one: T) => void;
  openTo: (sink: (...one: T) => void) => void;
} {
  const early: T[] = [];
  let sink = (...one: T): void => void early.push(one);
  return {
    take: (...one) => sink(...one),
    openTo(taker) {
      sink = taker;
      for (const one of early.splice(0)) taker(...one);
    },
  };
}

/** Starts the workers; resolves when the room has recovered. */
export async function startMessagePath(parts: PathParts): Promise<MessagePath> {
  const { config, realm, dataDir, stores, door, log, onDeath } = parts;
  const { bindings, foldConfig } = stores;
  const diffs = makeRelay<[CityDiff]>();
  const registry = new FeedRegistry(bindings);
  const inFlight = new InFlight((topic) => registry.ofTopic(topic)?.binding.id ?? 'mqtt');
  const progress = new MessageChannel();
  const toPayloads = new MessageChannel();
  const journal = stores.journal.connect();
  const since = await newestEntry(stores);
  const started = await PipelineHandle.start(
    {
      start: {
        ...{ dataDir, config: foldConfig, bindings, city: config.city, journal },
        // Files are read once, by the room that shows the city.
        feedDir: realm === 'live' ? config.feedDir : null,
        hasFeedClock: realm !== 'live',
        ...{ payloads: toPayloads.port1, progress: progress.port1 },
      },
      ports: [journal, toPayloads.port1, progress.port1],
    },
    {
      onDiff: diffs.take,
      onDeadLetters: (letters) => stores.deadLetters.add(letters),
      onBatchDone: (id, isSafe) => finishBatch(parts, inFlight, { id, isSafe }),
      onDeath,
    },
  );
  logRecovery(log, started.recovered);
  const { handle: pipeline, epoch } = started;
  const behind = behindTheLog(parts, pipeline, {
    progress: farEnds(progress.port2, (port) => pipeline.attach('follower', port)),
    payloads: farEnds(toPayloads.port2, (port) => pipeline.attach('payloads', port)),
    since,
  });
  await behind.delivery.opened;
  door.openTo((batch, transfer) => {
    inFlight.posted(batch);
    pipeline.send(batch, transfer);
  });
  return {
    ...{ batcher: door.batcher, inFlight, pipeline, epoch },
    ...behind,
    attachments: openAttachments(parts),
    stop: () => stopPath(pipeline, behind),
    publishTo: diffs.openTo,
  };
}

function finishBatch(
  { door: { batcher }, log }: PathParts,
  inFlight: InFlight,
  { id, isSafe }: { id: number; isSafe: boolean },
): void {
  inFlight.done(id);
  if (isSafe) batcher.finish(id);
  else log.error(`batch ${id} was not taken: its senders will repeat it`);
}

/** What nobody speaks of goes in the background: nobody waits for it, and the next start tries again. */
function openAttachments({ dataDir, stores, log }: PathParts): AttachmentStore {
  const attachments = new AttachmentStore(join(dataDir, 'attachments'));
  cleanOrphans(attachments, stores.journal.client, Date.now()).then(
    (gone) => gone.length > 0 && log.info(`${gone.length} attachments that no incident has were removed`),
    (error: unknown) => log.warn(`attachments: ${error instanceof Error ? error.message : String(error)}`),
  );
  return attachments;
}

async function newestEntry({ journal }: PathStores): Promise<number> {
  const head = await journal.client.head();
  if (!head.ok) throw new Error(`the journal cannot be read: ${head.message}`);
  return head.value.seq;
}

type Behind = Pick<MessagePath, 'follower' | 'payloads' | 'offices' | 'delivery' | 'backtests' | 'baselines'>;

async function stopPath(
  pipeline: PipelineHandle,
  { follower, payloads, offices, delivery, backtests, baselines }: Behind,
): Promise<void> {
  // While the room can still be asked what its messages speak of.
  await baselines?.stop();
  await delivery.stop();
  await pipeline.stop();
  await follower.stop();
  await payloads.stop();
  await backtests.stop();
  await offices.stop();
}

/** What follows the pipeline's log and lies beside it. */
function behindTheLog(
  parts: PathParts,
  pipeline: PipelineHandle,
  ports: { progress: () => MessagePort; payloads: () => MessagePort; since: number },
): Behind {
  const { dataDir, realm, stores, log } = parts;
  const report = (text: string): void => log.error(`${realm}: ${text}`);
  const follower = new FollowerHandle({
    start: () => ({
      dataDir,
      known: cityKnowledge(stores.pack, stores.bindings),
      historyRetention: retentionOf(parts.config, realm),
      progress: ports.progress(),
    }),
    offset: () => pipeline.call<number>({ name: 'offset' }),
    report,
  });
  const payloads = new PayloadHandle({ start: () => ({ dataDir, pipeline: ports.payloads() }), report });
  const simulated = stores.foldConfig.feeds.filter((feed) => feed.simulated);
  const offices = new OfficesHandle(
    () => ({
      dataDir,
      city: parts.config.city,
      simulatedFeeds: simulated.map(({ id }) => id),
      journal: stores.journal.connect(),
    }),
    report,
  );
  const delivery = startDelivery(parts, pipeline, { since: ports.since, report });
  const backtests = new BacktestHandle({ dataDir, isWallTime: realm === 'live' });
  const baselines =
    realm === 'live'
      ? new BaselineHandle({
          ...{ pipeline, history: follower, zone: stores.pack.zone, nowMs: Date.now },
          zoneOfFeed: Object.fromEntries(stores.bindings.map(({ id, zone }) => [id, zone])),
        })
      : null;
  return { follower, payloads, offices, delivery, backtests, baselines };
}

function startDelivery(
  { dataDir, realm, stores, outside }: PathParts,
  pipeline: PipelineHandle,
  { since, report }: { since: number; report: (text: string) => void },
): DeliveryHandle {
  return new DeliveryHandle(
    () => ({
      ...{ dataDir, realm, since, zone: stores.pack.zone },
      targets: realm === 'live' ? (outside?.targets ?? []) : [],
      journal: stores.journal.connect(),
    }),
    {
      lookUp: (of) => lookUpSubject(pipeline as AskedRoom, of),
      publish: outside?.publish ?? (() => Promise.reject(new Error('an exercise publishes nothing'))),
      report,
    },
  );
}

/** The far ends of a line out of the pipeline: that of the line it was started with, then one of a new line for each new life. */
function farEnds(first: MessagePort, attach: (port: MessagePort) => void): () => MessagePort {
  let waiting: MessagePort | null = first;
  return () => {
    if (waiting !== null) {
      const port = waiting;
      waiting = null;
      return port;
    }
    const { port1, port2 } = new MessageChannel();
    attach(port1);
    return port2;
  };
}

/** Of an exercise two gibibytes are a day of the whole city; it shall not fill the disk that the live room writes to. */
const EXERCISE_HISTORY_BYTES = 2 * 1024 ** 3;

function retentionOf(config: Config, realm: Realm): HistoryRetention {
  const retention = toRetention(config.history);
  if (realm === 'live') return retention;
  return { ...retention, rawMaxBytes: Math.min(retention.rawMaxBytes, EXERCISE_HISTORY_BYTES) };
}

function logRecovery(
  log: Logger,
  recovered: Awaited<ReturnType<typeof PipelineHandle.start>>['recovered'],
): void {
  const { fromCheckpoint, tailRecords, cutBytes, missingRefs, skipped, damages, tookMs } = recovered;
  if (fromCheckpoint || tailRecords > 1) {
    log.info(`Recovered in ${tookMs} ms: ${fromCheckpoint ? 'checkpoint + ' : ''}${tailRecords} log records`);
  }
  if (cutBytes > 0)
    log.warn(`the log ended in a torn record: ${cutBytes} bytes were cut and recorded as a gap`);
  if (missingRefs > 0) log.warn(`${missingRefs} journal entries were not yet in the log; they are now`);
  for (const skip of skipped) log.error(`passed over after a second crash: ${skip}`);
  for (const damage of damages) log.error(`damage passed over at start: ${damage}`);
}
