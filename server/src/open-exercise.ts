import { type Clock, ClockSpeed } from '@metropane/base';
import { JournalWorker, openDataFolder } from '@metropane/event-log';
import type { Realm } from './access/principal.ts';
import type { Room } from './api/api-deps.ts';
import type { Config } from './config.ts';
import type { FanoutHandle } from './fanout/start-fanout.ts';
import type { FoldConfig } from './fold/fold-config.ts';
import { DeadLetterStore } from './ingest/dead-letter-store.ts';
import { makeDoor, type MessagePath, startMessagePath } from './message-path.ts';
import type { Logger } from './operations/logger.ts';
import { PersonalKeys } from './personal/personal-keys.ts';
import type { OpenRealm, StartRealm } from './realms/exercise-realms.ts';
import type { Stores } from './stores.ts';
import { watchSystems } from './watch-systems.ts';

interface Shared {
  config: Config;
  clock: Clock;
  stores: Stores;
  log: Logger;
  /** Resolves when screens are served: an exercise may be fed before. */
  fanout: Promise<FanoutHandle>;
}

/** An exercise is the live room's message path once more, on a folder, a journal and a clock of its own. */
export function exerciseStarter(shared: Shared): StartRealm<Room> {
  return (realm, folder, onDeath) => {
    const door = makeDoor(realm, shared.clock);
    return { sink: door.batcher, opened: openExercise(shared, { realm, folder, door, onDeath }) };
  };
}

interface Wanted {
  realm: Realm;
  folder: string;
  door: ReturnType<typeof makeDoor>;
  onDeath: (reason: string) => void;
}

async function openExercise(shared: Shared, wanted: Wanted): Promise<OpenRealm<Room>> {
  const { config, log } = shared;
  const { realm, folder, door, onDeath } = wanted;
  const stores = await openExerciseStores(shared, folder, onDeath);
  try {
    const path = await startMessagePath({ config, dataDir: folder, realm, stores, door, log, onDeath });
    log.info(`${realm} is open`);
    return await showExercise(shared, wanted, { path, stores });
  } catch (error) {
    await stores.close();
    throw error;
  }
}

type ExerciseStores = Awaited<ReturnType<typeof openExerciseStores>>;

async function openExerciseStores({ stores }: Shared, path: string, onDeath: (reason: string) => void) {
  const folder = required(openDataFolder(path));
  try {
    const journal = required(await JournalWorker.start({ path: folder.journal }));
    let isClosing = false;
    void journal.stopped.then((failure) => {
      if (!isClosing) onDeath(`the journal ended: ${failure?.message ?? 'without an error'}`);
    });
    const keys = PersonalKeys.open(path);
    const deadLetters = new DeadLetterStore(folder.dead, keys);
    return {
      pack: stores.pack,
      bindings: stores.bindings,
      foldConfig: allSimulated(stores.foldConfig),
      journal,
      deadLetters,
      keys,
      async close() {
        isClosing = true;
        await journal.close();
        deadLetters.close();
        keys.close();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** Whatever feed it comes from: in an exercise nothing is real. Its feeds speak at the speed at which they are played. */
function allSimulated(config: FoldConfig): FoldConfig {
  return { ...config, feeds: config.feeds.map((feed) => ({ ...feed, simulated: true, periodMs: null })) };
}

async function showExercise(
  { clock, fanout }: Shared,
  { realm, door }: Wanted,
  { path, stores }: { path: MessagePath; stores: ExerciseStores },
): Promise<OpenRealm<Room>> {
  const speed = new ClockSpeed();
  let clockMs = 0;
  const screens = (await fanout).openRealm(realm, path.epoch);
  path.publishTo((diff) => {
    clockMs = diff.atMs;
    if (clockMs > 0) speed.note(clockMs, clock.nowMs());
    screens.publish(diff);
  });
  const { pipeline, follower, payloads, offices, delivery, inFlight } = path;
  const { deadLetters } = stores;
  const roomClock: Clock = { nowMs: () => clockMs };
  const noBroker = { faults: () => [] };
  const watch = watchSystems({
    ...{ pipeline, follower, payloads, offices, delivery, deadLetters, inFlight },
    brokers: noBroker,
    clock: roomClock,
  });
  return {
    room: roomOf({ realm, clock: roomClock, path, stores }),
    clockMs: () => clockMs,
    speed: () => speed.per(clockMs, clock.nowMs()),
    watchers: () => screens.stats().clients,
    async close() {
      watch.stop();
      screens.close(`${realm} was closed`);
      door.batcher.flush();
      await path.stop();
      await stores.close();
    },
  };
}

/** What routes and sockets see of a message path. */
export function roomOf({
  realm,
  clock,
  path,
  stores,
}: {
  realm: Realm;
  clock: Clock;
  path: MessagePath;
  stores: Pick<Stores, 'deadLetters' | 'journal' | 'keys'>;
}): Room {
  return {
    realm,
    clock,
    pipeline: path.pipeline,
    history: path.follower,
    payloads: path.payloads,
    offices: path.offices,
    backtests: path.backtests,
    baselines: path.baselines,
    delivery: path.delivery,
    attachments: path.attachments,
    deadLetters: stores.deadLetters,
    journal: stores.journal.client,
    personal: stores.keys,
    inFlight: (feed) => path.inFlight.of(feed),
  };
}

function required<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
