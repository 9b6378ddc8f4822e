import type { IncomingMessage } from 'node:http';
import type { Clock } from '@metropane/base';
import type { FeedRecord, SystemRecord } from '@metropane/live-state';
import type { AccessStore } from './access/access-store.ts';
import type { ApiDeps } from './api/api-deps.ts';
import { cityJson } from './api/city-json.ts';
import { makeHttpServer } from './api/http-server.ts';
import { isAllowedHost, isOwnOrigin } from './api/security.ts';
import { type Brokers, startBrokers } from './brokers.ts';
import { centreStatus } from './centre-status.ts';
import type { Config } from './config.ts';
import type { FanoutHandle } from './fanout/start-fanout.ts';
import { DEMO_FEED } from './ingest/load-bindings.ts';
import { listen } from './listen.ts';
import { openLiveDoor } from './live-door.ts';
import { type MessagePath, startMessagePath } from './message-path.ts';
import type { Logger } from './operations/logger.ts';
import { openStores, type Stores } from './stores.ts';
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

interface Parts {
  config: Config;
  clock: Clock;
  stores: Stores;
  path: MessagePath;
  brokers: Brokers;
  log: Logger;
}

const BUILD = process.env['METROPANE_BUILD'] ?? '0.1.0';

/** Starts every part in the order in which a message passes them, and wires them. Resolves when requests are answered. */
export async function startCentre(
  config: Config,
  log: Logger,
  onDeath: (reason: string) => void,
): Promise<Centre> {
  const clock: Clock = { nowMs: () => Date.now() };
  const stores = await openStores(config, clock, onDeath);
  const path = await startMessagePath({ config, stores, clock, log, onDeath });
  const { access, bindings } = stores;
  const brokers = await startBrokers({ config, access, batcher: path.batcher, bindings, log });
  const screens = await serveScreens({ config, clock, stores, path, brokers, log });
  const { pipeline, follower, payloads, inFlight, batcher } = path;
  const { deadLetters } = stores;
  const watch = watchSystems({ pipeline, follower, payloads, brokers, deadLetters, inFlight, clock });
  return {
    httpUrl: screens.httpUrl,
    mqttUrl: brokers.mqttUrl,
    access,
    demoToken: brokers.demoToken,
    async lastDemoEventMs() {
      const feeds = await pipeline.call<FeedRecord[]>({ name: 'feeds' });
      return feeds.find((feed) => feed.id === DEMO_FEED)?.lastEventMs ?? null;
    },
    tellSystem: (record) => pipeline.setSystem(record),
    async stop() {
      watch.stop();
      await brokers.close();
      batcher.flush();
      await screens.close();
      await pipeline.stop();
      await follower.stop();
      await payloads.stop();
      await stores.close();
    },
  };
}

/** The doors for people: HTTP and `/live`. */
async function serveScreens(parts: Parts): Promise<{ httpUrl: string; close(): Promise<void> }> {
  const { config, path, log } = parts;
  let fanout: FanoutHandle | null = null;
  const deps = apiDeps(parts, () => fanout);
  const http = await makeHttpServer(deps);
  const live = openLiveDoor(http.server, {
    deps,
    epoch: path.epoch,
    report: (text) => log.error(`live: ${text}`),
    isAllowed: ({ headers }: IncomingMessage) =>
      isAllowedHost(headers.host, deps) && isOwnOrigin(headers.origin, headers.host, deps),
  });
  fanout = live;
  path.publishTo((diff) => live.publish(diff));
  const httpUrl = await listen(http, config);
  return {
    httpUrl,
    async close() {
      await live.close();
      await http.close();
    },
  };
}

function apiDeps(
  { config, clock, stores, path, brokers, log }: Parts,
  fanout: () => FanoutHandle | null,
): ApiDeps {
  const { access, deadLetters, journal, pack, bindings, foldConfig } = stores;
  return {
    config,
    clock,
    access,
    pipeline: path.pipeline,
    history: path.follower,
    payloads: path.payloads,
    deadLetters,
    journal: journal.client,
    inFlight: (feed) => path.inFlight.of(feed),
    city: cityJson(pack, foldConfig),
    foldConfig: () => foldConfig,
    zoneOfFeed: Object.fromEntries(bindings.map(({ id, zone }) => [id, zone])),
    status: centreStatus(path, brokers, fanout),
    report: (text) => log.error(`http: ${text}`),
    build: BUILD,
    clientDir: new URL('../../client/dist', import.meta.url).pathname,
  };
}
