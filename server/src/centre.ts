import type { IncomingMessage } from 'node:http';
import type { Clock } from '@metropane/base';
import { makeWorkingTime } from '@metropane/city-pack';
import type { FeedRecord, SystemRecord } from '@metropane/live-state';
import type { AccessStore } from './access/access-store.ts';
import { OidcSignIn } from './access/oidc-sign-in.ts';
import type { ApiDeps, Room } from './api/api-deps.ts';
import { cityJson } from './api/city-json.ts';
import { makeHttpServer } from './api/http-server.ts';
import { isAllowedHost, isOwnOrigin } from './api/security.ts';
import { openBaseMap } from './base-map/base-map.ts';
import { type Brokers, startBrokers } from './brokers.ts';
import { centreStatus } from './centre-status.ts';
import type { Config } from './config.ts';
import type { CapSender } from './delivery/cap/cap-message.ts';
import { withBuiltIn } from './delivery/delivery-config.ts';
import { lateBroker } from './delivery/late-broker.ts';
import type { FanoutHandle } from './fanout/start-fanout.ts';
import { DEMO_FEED } from './ingest/load-bindings.ts';
import { listen } from './listen.ts';
import { openLiveDoor } from './live-door.ts';
import { makeDoor, type MessagePath, startMessagePath } from './message-path.ts';
import { buildId } from './operations/build-id.ts';
import type { Logger } from './operations/logger.ts';
import { watchErasures } from './operations/note-erasures.ts';
import { UptimeLog } from './operations/uptime-log.ts';
import { exerciseStarter, roomOf } from './open-exercise.ts';
import { realmsPort, realmSink } from './realms-port.ts';
import { ExerciseRealms } from './realms/exercise-realms.ts';
import { RealmFolders } from './realms/realm-folders.ts';
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
  exercises: ExerciseRealms<Room>;
  brokers: Brokers;
  uptime: UptimeLog;
  log: Logger;
}

/** How often exercises that nobody uses are looked for. */
const IDLE_LOOK_MS = 15_000;
const CLIENT_DIR = new URL('../../client/dist', import.meta.url).pathname;

/** Starts every part in the order in which a message passes them, and wires them. Resolves when requests are answered. */
export async function startCentre(
  config: Config,
  log: Logger,
  onDeath: (reason: string) => void,
): Promise<Centre> {
  const clock: Clock = { nowMs: () => Date.now() };
  const stores = await openStores(config, clock, onDeath);
  const uptime = new UptimeLog(config.dataDir, clock);
  const door = makeDoor('live', clock);
  const { path, useBroker } = await startLive({ config, stores, door, log, onDeath });
  const { exercises, ...realms } = holdExercises({ config, clock, stores, log });
  const brokers = await startBrokers({
    ...{ config, access: stores.access, bindings: stores.bindings, log, batcher: path.batcher },
    sink: realmSink(path.batcher, exercises),
    admitsRealm: (realm) => realm === 'live' || exercises.refusalOf(realm) === null,
  });
  useBroker((topic, payload, options) => brokers.publish(topic, payload, options));
  const screens = await serveScreens({ config, clock, stores, path, exercises, brokers, uptime, log });
  realms.serveOn(screens.fanout);
  const { pipeline, follower, payloads, offices, delivery, inFlight, batcher } = path;
  const { deadLetters, keys } = stores;
  const watch = watchSystems({
    ...{ pipeline, follower, payloads, offices, delivery },
    ...{ brokers, deadLetters, inFlight, clock },
  });
  const erasures = watchErasures({
    keys,
    note: (entry) => pipeline.call({ name: 'note', ...entry }),
    report: (text) => log.error(text),
  });
  return {
    httpUrl: screens.httpUrl,
    mqttUrl: brokers.mqttUrl,
    access: stores.access,
    demoToken: brokers.demoToken,
    lastDemoEventMs: () => lastDemoEventMs(path),
    tellSystem: (record) => pipeline.setSystem(record),
    async stop() {
      watch.stop();
      erasures.stop();
      await brokers.close();
      batcher.flush();
      // Screens first: they are told that the centre stops, not that their exercise does.
      await screens.close();
      await realms.stop();
      await path.stop();
      await stores.close();
      uptime.stop();
    },
  };
}

/** The room that shows the city, and the only one that tells anybody outside. */
async function startLive(
  parts: Pick<Parameters<typeof startMessagePath>[0], 'config' | 'door' | 'log' | 'onDeath'> & {
    stores: Stores;
  },
): Promise<{ path: MessagePath; useBroker: (publish: Brokers['publish']) => void }> {
  const out = lateBroker();
  const outside = { targets: withBuiltIn(parts.stores.delivery.targets), publish: out.publish };
  const { dataDir } = parts.config;
  return {
    path: await startMessagePath({ ...parts, dataDir, realm: 'live', outside }),
    useBroker: out.use,
  };
}

async function lastDemoEventMs({ pipeline }: MessagePath): Promise<number | null> {
  const feeds = await pipeline.call<FeedRecord[]>({ name: 'feeds' });
  return feeds.find((feed) => feed.id === DEMO_FEED)?.lastEventMs ?? null;
}

/** The exercises; `serveOn` brings those that opened meanwhile to the screens. */
function holdExercises(shared: Pick<Parts, 'config' | 'clock' | 'stores' | 'log'>): {
  exercises: ExerciseRealms<Room>;
  serveOn(fanout: FanoutHandle): void;
  stop(): Promise<void>;
} {
  const { promise: fanout, resolve: serveOn } = Promise.withResolvers<FanoutHandle>();
  const { config, clock, log } = shared;
  const folders = new RealmFolders(config.dataDir);
  const exercises = new ExerciseRealms({ folders, start: exerciseStarter({ ...shared, fanout }), clock });
  const idle = setInterval(() => void closeIdle(exercises, log), IDLE_LOOK_MS);
  return {
    exercises,
    serveOn,
    stop() {
      clearInterval(idle);
      return exercises.stop();
    },
  };
}

/** The doors for people: HTTP and `/live`. */
async function serveScreens(
  parts: Parts,
): Promise<{ httpUrl: string; fanout: FanoutHandle; close(): Promise<void> }> {
  const { config, path, log } = parts;
  let fanout: FanoutHandle | null = null;
  const deps = apiDeps(parts, () => fanout);
  const http = await makeHttpServer(deps);
  const live = openLiveDoor(http.server, {
    deps,
    epoch: path.epoch,
    walls: parts.stores.pack.walls,
    report: (text) => log.error(`live: ${text}`),
    isAllowed: ({ headers }: IncomingMessage) =>
      isAllowedHost(headers.host, deps) && isOwnOrigin(headers.origin, headers.host, deps),
  });
  fanout = live;
  path.publishTo((diff) => live.publish(diff));
  const httpUrl = await listen(http, config);
  return {
    httpUrl,
    fanout: live,
    async close() {
      await live.close();
      await http.close();
    },
  };
}

function apiDeps(
  { config, clock, stores, path, exercises, brokers, uptime, log }: Parts,
  fanout: () => FanoutHandle | null,
): ApiDeps {
  const { access, pack, bindings, foldConfig } = stores;
  const live = roomOf({ realm: 'live', clock, path, stores });
  const { dataDir } = config;
  const baseMap = openBaseMap(pack, { dataDir, report: (text) => log.error(text) });
  const liveWatchers = (): number => fanout()?.stats().clients ?? 0;
  const workingTime = makeWorkingTime(pack);
  return {
    config,
    clock,
    access,
    oidc: stores.oidc && new OidcSignIn(stores.oidc, clock, (text) => log.warn(text)),
    realms: realmsPort({ live, exercises, clock, liveWatchers }),
    capSender: capSenderOf(stores),
    uptime,
    names: new Map([...pack.agencies, ...pack.posts].map(({ id, name }) => [id, name])),
    wards: pack.units
      .map(({ code, name, centroid }) => ({ code, name, centroid }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'vi')),
    hasTet: pack.calendar?.holidays.some(({ name }) => name.vi === 'Tết Nguyên đán') ?? false,
    city: cityJson(pack, { layers: foldConfig.layers, baseMap: baseMap.notice }),
    baseMap,
    foldConfig: () => foldConfig,
    zoneOfFeed: Object.fromEntries(bindings.map(({ id, zone }) => [id, zone])),
    isWorkingDay: (day) => workingTime.isWorking(day),
    status: centreStatus(path, brokers, fanout),
    report: (text) => log.error(`http: ${text}`),
    build: buildId(CLIENT_DIR, process.env['METROPANE_BUILD']),
    clientDir: CLIENT_DIR,
  };
}

function capSenderOf({ delivery, pack }: Stores): CapSender {
  const { zone, id, name } = pack;
  const unnamed = { sender: `metropane@${id}`, senderName: name };
  return { zone, ...(delivery.cap ?? unnamed) };
}

/** One that cannot be closed well stays open and is tried again; the live room goes on. */
async function closeIdle(exercises: ExerciseRealms<Room>, log: Logger): Promise<void> {
  await exercises.closeIdle().catch((error: unknown) => {
    log.error(`closing an exercise: ${error instanceof Error ? error.message : String(error)}`);
  });
}
