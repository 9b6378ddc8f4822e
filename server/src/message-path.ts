import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Clock } from '@metropane/base';
import type { CityDiff } from '@metropane/live-state';
import { MessageBatcher } from './broker/message-batcher.ts';
import type { Config } from './config.ts';
import { toRetention } from './history/retention.ts';
import { FeedRegistry } from './ingest/feed-registry.ts';
import { InFlight } from './ingest/in-flight.ts';
import type { Logger } from './operations/logger.ts';
import { cityKnowledge } from './pipeline/city-knowledge.ts';
import { FollowerHandle } from './pipeline/follower-handle.ts';
import { PayloadHandle } from './pipeline/payload-handle.ts';
import { PipelineHandle } from './pipeline/pipeline-handle.ts';
import type { Stores } from './stores.ts';

/** From the brokers' sink to the diffs: batcher, pipeline worker, the payload store beside its log and the follower behind it. */
export interface MessagePath {
  batcher: MessageBatcher;
  inFlight: InFlight;
  pipeline: PipelineHandle;
  follower: FollowerHandle;
  payloads: PayloadHandle;
  epoch: number;
  /** Who gets the diffs, from the first one on: the pipeline publishes before screens can be served. */
  publishTo(sink: (diff: CityDiff) => void): void;
}

/** Starts the workers; resolves when the room has recovered. */
export async function startMessagePath(parts: {
  config: Config;
  stores: Stores;
  clock: Clock;
  log: Logger;
  onDeath: (reason: string) => void;
}): Promise<MessagePath> {
  const { config, stores, clock, log, onDeath } = parts;
  const { bindings, foldConfig, deadLetters } = stores;
  const early: CityDiff[] = [];
  let publish = (diff: CityDiff): void => void early.push(diff);
  const registry = new FeedRegistry(bindings);
  const inFlight = new InFlight((topic) => registry.ofTopic(topic)?.binding.id ?? 'mqtt');
  const batcher = new MessageBatcher({
    clock,
    post(batch, transfer) {
      inFlight.posted(batch);
      started.handle.send(batch, transfer);
    },
  });
  const progress = new MessageChannel();
  const toPayloads = new MessageChannel();
  const journal = stores.journal.connect();
  const { dataDir, city, feedDir } = config;
  const started = await PipelineHandle.start(
    {
      start: {
        ...{ dataDir, config: foldConfig, bindings, city, feedDir, journal },
        payloads: toPayloads.port1,
        progress: progress.port1,
      },
      ports: [journal, toPayloads.port1, progress.port1],
    },
    {
      onDiff: (diff) => publish(diff),
      onDeadLetters: (letters) => deadLetters.add(letters),
      onBatchDone: (id, isSafe) => {
        inFlight.done(id);
        if (isSafe) batcher.finish(id);
        else log.error(`batch ${id} was not taken: its senders will repeat it`);
      },
      onDeath,
    },
  );
  logRecovery(log, started.recovered);
  const pipeline = started.handle;
  return {
    batcher,
    inFlight,
    pipeline,
    ...behindTheLog(parts, pipeline, { progress: progress.port2, payloads: toPayloads.port2 }),
    epoch: started.epoch,
    publishTo(sink) {
      publish = sink;
      for (const diff of early.splice(0)) sink(diff);
    },
  };
}

/** What follows the pipeline's log and lies beside it. */
function behindTheLog(
  { config, stores }: { config: Config; stores: Stores },
  pipeline: PipelineHandle,
  ports: { progress: MessagePort; payloads: MessagePort },
): Pick<MessagePath, 'follower' | 'payloads'> {
  const follower = new FollowerHandle(
    {
      dataDir: config.dataDir,
      known: cityKnowledge(stores.pack, stores.bindings),
      historyRetention: toRetention(config.history),
      progress: ports.progress,
    },
    () => pipeline.call<number>({ name: 'offset' }),
  );
  const payloads = new PayloadHandle({ dataDir: config.dataDir, pipeline: ports.payloads });
  return { follower, payloads };
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
