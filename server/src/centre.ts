import { MessageChannel } from 'node:worker_threads';
import type { Clock } from '@metropane/base';
import { loadCityPack } from '@metropane/city-pack';
import { JournalWorker, openDataFolder } from '@metropane/event-log';
import type { CityDiff, FeedRecord, SystemRecord } from '@metropane/live-state';
import { type AccessStore, openAccessStore } from './access/access-store.ts';
import { cityJson } from './api/city-json.ts';
import { makeHttpServer } from './api/http-server.ts';
import { isAllowedHost, isOwnOrigin } from './api/security.ts';
import { MessageBatcher } from './broker/message-batcher.ts';
import { type Brokers, startBrokers } from './brokers.ts';
import type { Config } from './config.ts';
import type { FanoutHandle } from './fanout/start-fanout.ts';
import { DeadLetterStore } from './ingest/dead-letter-store.ts';
import { FeedRegistry } from './ingest/feed-registry.ts';
import { InFlight } from './ingest/in-flight.ts';
import { DEMO_FEED, loadBindings } from './ingest/load-bindings.ts';
import { listen } from './listen.ts';
import { openLiveDoor } from './live-door.ts';
import { metricsText } from './operations/metrics.ts';
import type { Logger } from './operations/logger.ts';
import { FollowerHandle } from './pipeline/follower-handle.ts';
import { foldConfigOf } from './pipeline/fold-config-of.ts';
import { PipelineHandle } from './pipeline/pipeline-handle.ts';
import { StartRefused } from './start-refused.ts';
import { watchSystems } from './watch-systems.ts';

export interface Centre {
  httpUrl: string;
  mqttUrl: string;
  access: AccessStore;
  /** Password of the demo city's connection. */
  demoToken: string;
  /** Event time of the demo city's newest reading; null at a first start. */
  lastDemoEventMs(): Promise<number | null>;
  /** Shows how a part is that the centre does not watch itself. */
  tellSystem(record: SystemRecord): void;
  stop(): Promise<void>;
}

const BUILD = process.env['METROPANE_BUILD'] ?? '0.1.0';

/** Starts every part in the order in which a message passes them, and wires them. Resolves when requests are answered. */
export async function startCentre(
  config: Config,
  log: Logger,
  onDeath: (reason: string) => void,
): Promise<Centre> {
  const clock: Clock = { nowMs: () => Date.now() };
  const pack = required(loadCityPack(config.city));
  const bindings = required(
    loadBindings({ feedsFile: config.feedsFile, zone: pack.zone, hasDemo: config.simulators }),
  );
  const folder = required(openDataFolder(config.dataDir));
  const journal = required(await JournalWorker.start({ path: folder.journal }));
  let isStopping = false;
  // Without its thread no fact can be taken any more; a new process has one.
  void journal.stopped.then((failure) => {
    if (!isStopping) onDeath(`the journal ended: ${failure?.message ?? 'without an error'}`);
  });
  const access = openAccessStore({ dataDir: config.dataDir, clock, fixedToken: config.token ?? undefined });
  const deadLetters = new DeadLetterStore(folder.dead);
  const foldConfig = foldConfigOf(pack, bindings, new Set([DEMO_FEED]));

  let fanout: FanoutHandle | null = null;
  // The pipeline publishes from its first tick; screens can only be served once everything stands.
  const early: CityDiff[] = [];
  const registry = new FeedRegistry(bindings);
  const inFlight = new InFlight((topic) => registry.ofTopic(topic)?.binding.id ?? 'mqtt');
  const batcher = new MessageBatcher({
    clock,
    post(batch, transfer) {
      inFlight.posted(batch);
      pipeline.handle.send(batch, transfer);
    },
  });
  const progress = new MessageChannel();
  const journalPort = journal.connect();
  const pipeline = await PipelineHandle.start(
    {
      start: {
        dataDir: config.dataDir,
        config: foldConfig,
        bindings,
        city: config.city,
        feedDir: config.feedDir,
        journal: journalPort,
        progress: progress.port1,
      },
      ports: [journalPort, progress.port1],
    },
    {
      onDiff: (diff) => (fanout === null ? early.push(diff) : fanout.publish(diff)),
      onDeadLetters: (letters) => deadLetters.add(letters),
      onBatchDone: (id, isSafe) => {
        inFlight.done(id);
        if (isSafe) batcher.finish(id);
        else log.error(`batch ${id} was not taken: its senders will repeat it`);
      },
      onDeath,
    },
  );
  logRecovery(log, pipeline.recovered);
  const follower = new FollowerHandle({ dataDir: config.dataDir, progress: progress.port2 }, () =>
    pipeline.handle.call<number>({ name: 'offset' }),
  );

  const brokers = await startBrokers({ config, access, batcher, bindings, log });
  const deps = {
    config,
    clock,
    access,
    pipeline: pipeline.handle,
    history: follower,
    deadLetters,
    journal: journal.client,
    inFlight: (feed: string) => inFlight.of(feed),
    city: cityJson(pack, foldConfig),
    foldConfig: () => foldConfig,
    zoneOfFeed: Object.fromEntries(bindings.map(({ id, zone }) => [id, zone])),
    status: {
      readiness: () => readiness(pipeline.handle, follower, brokers),
      metrics: async () =>
        metricsText({
          feeds: (await pipeline.handle.call<FeedRecord[]>({ name: 'feeds' })).map((feed) => ({
            ...feed,
            inFlight: inFlight.of(feed.id),
          })),
          pipeline: pipeline.handle.health,
          follower: follower.status,
          fanout: numbersOf(fanout?.stats() ?? {}),
          broker: brokers.figures(),
        }),
    },
    report: (text: string) => log.error(`http: ${text}`),
    build: BUILD,
    clientDir: new URL('../../client/dist', import.meta.url).pathname,
  };
  const http = await makeHttpServer(deps);
  fanout = openLiveDoor(http.server, {
    deps,
    epoch: pipeline.epoch,
    report: (text) => log.error(`live: ${text}`),
    isAllowed: (request) =>
      isAllowedHost(request.headers.host, deps) &&
      isOwnOrigin(request.headers.origin, request.headers.host, deps),
  });
  for (const diff of early) fanout.publish(diff);
  early.length = 0;
  const httpUrl = await listen(http, config);
  const watch = watchSystems({ pipeline: pipeline.handle, follower, brokers, deadLetters, inFlight, clock });

  return {
    httpUrl,
    mqttUrl: brokers.mqttUrl,
    access,
    demoToken: brokers.demoToken,
    async lastDemoEventMs() {
      const feeds = await pipeline.handle.call<FeedRecord[]>({ name: 'feeds' });
      return feeds.find((feed) => feed.id === DEMO_FEED)?.lastEventMs ?? null;
    },
    tellSystem: (record) => pipeline.handle.setSystem(record),
    async stop() {
      isStopping = true;
      watch.stop();
      await brokers.close();
      batcher.flush();
      await fanout?.close();
      await http.close();
      await pipeline.handle.stop();
      await follower.stop();
      await journal.close();
      deadLetters.close();
      access.close();
      folder.release();
    },
  };
}

function required<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new StartRefused(result.message);
  return result.value;
}

function readiness(
  pipeline: PipelineHandle,
  follower: FollowerHandle,
  brokers: Brokers,
): { ready: boolean; reasons: string[] } {
  const reasons: string[] = [];
  if (pipeline.health?.logStatus === 'degraded') reasons.push(`log: ${pipeline.health.logDetail}`);
  if (pipeline.health?.journalStatus === 'degraded')
    reasons.push(`journal: ${pipeline.health.journalDetail}`);
  if (follower.historyFault !== null) reasons.push(`history: ${follower.historyFault}`);
  else if (follower.fault !== null) reasons.push(`follower: ${follower.fault}`);
  for (const broker of brokers.faults()) reasons.push(`broker: ${broker}`);
  return { ready: reasons.length === 0, reasons };
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

function numbersOf(stats: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stats).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
