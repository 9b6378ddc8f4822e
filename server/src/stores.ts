import type { Clock } from '@metropane/base';
import { type CityPack, loadCityPack } from '@metropane/city-pack';
import { JournalWorker, openDataFolder } from '@metropane/event-log';
import type { FeedBinding } from '@metropane/feeds';
import { type AccessStore, openAccessStore } from './access/access-store.ts';
import { readOidcOptions } from './access/oidc-options.ts';
import type { OidcOptions } from './access/oidc-sign-in.ts';
import type { Config } from './config.ts';
import type { DeliveryConfig } from './delivery/delivery-config.ts';
import { loadDelivery } from './delivery/load-delivery.ts';
import type { FoldConfig } from './fold/fold-config.ts';
import { DeadLetterStore } from './ingest/dead-letter-store.ts';
import { DEMO_FEED, loadBindings } from './ingest/load-bindings.ts';
import { PersonalKeys } from './personal/personal-keys.ts';
import { foldConfigOf } from './pipeline/fold-config-of.ts';
import { StartRefused } from './start-refused.ts';

/** What must be readable before anything may start, and what is closed last. */
export interface Stores {
  pack: CityPack;
  bindings: FeedBinding[];
  delivery: DeliveryConfig;
  foldConfig: FoldConfig;
  journal: JournalWorker;
  access: AccessStore;
  /** Where people may sign in beside local accounts; null = nowhere. */
  oidc: OidcOptions | null;
  deadLetters: DeadLetterStore;
  /** Of what is sealed in the journal. */
  keys: PersonalKeys;
  close(): Promise<void>;
}

/** Reads city and feeds, takes the data folder, opens its stores. A fault is a `StartRefused` with one sentence. */
export async function openStores(
  config: Config,
  clock: Clock,
  onDeath: (reason: string) => void,
): Promise<Stores> {
  const pack = required(loadCityPack(config.city));
  const bindings = required(
    loadBindings({ feedsFile: config.feedsFile, zone: pack.zone, hasDemo: config.simulators }),
  );
  const delivery = required(loadDelivery({ file: config.deliveryFile, dataDir: config.dataDir }));
  const oidc = required(readOidcOptions(config.oidc));
  const folder = required(openDataFolder(config.dataDir));
  const journal = required(await JournalWorker.start({ path: folder.journal }));
  let isClosing = false;
  // Without its thread no fact can be taken any more; a new process has one.
  void journal.stopped.then((failure) => {
    if (!isClosing) onDeath(`the journal ended: ${failure?.message ?? 'without an error'}`);
  });
  const access = openAccessStore({ dataDir: config.dataDir, clock, fixedToken: config.token ?? undefined });
  const keys = PersonalKeys.open(config.dataDir);
  const deadLetters = new DeadLetterStore(folder.dead, keys);
  return {
    pack,
    bindings,
    delivery,
    foldConfig: foldConfigOf(pack, bindings, new Set([DEMO_FEED])),
    journal,
    access,
    oidc,
    deadLetters,
    keys,
    async close() {
      isClosing = true;
      await journal.close();
      deadLetters.close();
      keys.close();
      access.close();
      folder.release();
    },
  };
}

function required<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new StartRefused(result.message);
  return result.value;
}
