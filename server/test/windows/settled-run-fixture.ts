import { join } from 'node:path';
import { assert, type Rng } from '@metropane/base';
import { builtinBindings } from '@metropane/feeds';
import type { WindowRow, WindowsQuery } from '../../src/history/history-query.ts';
import { HistoryStore } from '../../src/history/history-store.ts';
import { DEFAULT_RETENTION } from '../../src/history/retention.ts';
import { makeFollower } from '../follower-fixture.ts';
import { makePipeline } from '../pipeline-fixture.ts';
import {
  drawItem,
  HTTP_ENTITIES,
  METRICS,
  MQTT_ENTITIES,
  sendAgain,
  type SentItem,
} from './hostile-items-fixture.ts';
import { ZONE } from './settled-batch-fixture.ts';

const utf8 = new TextEncoder();
const DAY_MS = 86_400_000;
const POLICY = { outOfOrdernessMs: 5_000, allowedLatenessMs: 20_000, dedupMs: 60_000 };

/**
 * A centre without sockets that gets hostile messages: decoder, log, hot fold, follower, history. It can be restarted as a whole
 * (checkpoint and tail) or in its history alone, at any point.
 */
export class SettledRun {
  readonly sent: SentItem[] = [];
  restarts = 0;
  readonly #rng: Rng;
  readonly #bindings;
  #pipeline: ReturnType<typeof makePipeline>;
  #behind: Awaited<ReturnType<typeof makeFollower>>;
  readonly #startMs: number;

  private constructor(
    rng: Rng,
    bindings: ReturnType<typeof builtinBindings>,
    parts: { pipeline: ReturnType<typeof makePipeline>; behind: Awaited<ReturnType<typeof makeFollower>> },
  ) {
    this.#rng = rng;
    this.#bindings = bindings;
    this.#pipeline = parts.pipeline;
    this.#behind = parts.behind;
    this.#startMs = parts.pipeline.clock.ms;
  }

  static async start(rng: Rng): Promise<SettledRun> {
    const watermarkPer = rng.next() < 0.5 ? ('feed' as const) : ('entity' as const);
    const [mqtt, http] = builtinBindings(ZONE);
    const bindings: ReturnType<typeof builtinBindings> = [
      { ...mqtt, ...POLICY, watermarkPer, idleAfterMs: 10_000 },
      { ...http, ...POLICY },
    ];
    const pipeline = makePipeline({ bindings });
    await pipeline.configure();
    return new SettledRun(rng, bindings, { pipeline, behind: await makeFollower(pipeline) });
  }

  get room() {
    return this.#pipeline.room;
  }

  get store() {
    return this.#behind.store;
  }

  /** One message with some observations; sometimes time passes, the follower catches up, files are merged, or something restarts. */
  async step(): Promise<void> {
    const rng = this.#rng;
    this.#pipeline.clock.ms += rng.int(8_000);
    if (rng.next() < 0.01) this.#pipeline.clock.ms += 3_600_000;
    await this.#send();
    if (rng.next() < 0.3) this.#pipeline.core.tick();
    if (rng.next() < 0.1) await this.catchUp();
    if (rng.next() < 0.05) await this.#behind.follower.checkpoint();
    if (rng.next() < 0.02) await this.store.maintain();
    if (rng.next() < 0.01) await this.restart();
    else if (rng.next() < 0.02) await this.restartHistory();
  }

  /** Everything accepted so far is in history. */
  async catchUp(): Promise<void> {
    await this.#behind.follower.catchUp(this.#pipeline.log.flushedOffset);
  }

  /** Silence until every window of every entity is final. */
  passTime(ms: number): void {
    this.#pipeline.clock.ms += ms;
    this.#pipeline.core.tick();
  }

  /** The whole centre ends and comes back from its folder. */
  async restart(): Promise<void> {
    this.restarts++;
    const { dir, clock } = this.#pipeline;
    this.#behind.follower.close();
    await closeStore(this.store);
    this.#pipeline.close();
    this.#pipeline = makePipeline({ bindings: this.#bindings, dir, recovers: true });
    this.#pipeline.clock.ms = clock.ms;
    this.#behind = await makeFollower(this.#pipeline);
  }

  /** Only follower and history end; what history had not made durable is folded again from an older checkpoint. */
  async restartHistory(): Promise<void> {
    this.restarts++;
    this.#behind.follower.close();
    await closeStore(this.store);
    this.#behind = await makeFollower(this.#pipeline);
  }

  /** Flushes the tail into a file of its own. */
  async flush(): Promise<void> {
    await this.catchUp();
    await this.#behind.follower.checkpoint();
  }

  /** Raw rows reach their age and only panes are left. Nothing may be sent or restarted afterwards. */
  async expireRawRows(): Promise<void> {
    await this.flush();
    await closeStore(this.store);
    const store = await HistoryStore.open(join(this.#pipeline.dir, 'history'), {
      retention: { ...DEFAULT_RETENTION, rawMaxAgeMs: 0 },
      zone: ZONE,
      nowMs: () => Date.now() + DAY_MS,
    });
    await store.maintain();
    const { files, fault } = store.stats;
    assert(files === 0 && fault === null, 'all raw rows expire', { files, fault });
    this.#behind = { ...this.#behind, store };
  }

  /** Settled windows over the whole run. */
  windows(query: Pick<WindowsQuery, 'entity' | 'metric' | 'window'>): Promise<WindowRow[]> {
    return this.store.windows({ ...this.range(), ...query });
  }

  /** What every question of the run has in common. */
  range() {
    return {
      domain: 'air',
      fromMs: this.#startMs - 2 * DAY_MS,
      toMs: this.#pipeline.clock.ms + DAY_MS,
      zone: ZONE,
      zoneOfFeed: {},
      maxRows: 1e6,
    };
  }

  async close(): Promise<void> {
    this.#behind.follower.close();
    await closeStore(this.store);
    this.#pipeline.close();
  }

  async #send(): Promise<void> {
    const rng = this.#rng;
    const { core, clock } = this.#pipeline;
    const isMqtt = rng.next() < 0.4;
    const entities = isMqtt ? [MQTT_ENTITIES[rng.int(MQTT_ENTITIES.length)]!] : HTTP_ENTITIES;
    const draw = { nowMs: clock.ms, sent: this.sent };
    const items = Array.from({ length: 1 + rng.int(3) }, () => drawItem(rng, entities, draw));
    // Twins in one message: of one place in the log, unless each reading has its own.
    if (rng.next() < 0.2) items.push(sendAgain(rng, items[0]!));
    this.sent.push(...items);
    const body = JSON.stringify(items).replaceAll(':0,', ':-0.0,');
    await core.takeMessage(isMqtt ? 'mqtt' : 'http', {
      topic: isMqtt ? `city/v1/obs/air/${entities[0]}` : 'observations',
      payload: utf8.encode(body),
      arrivalMs: clock.ms,
    });
  }
}

/** Values in a list of items: what conservation counts. */
export function valuesIn(items: readonly SentItem[]): number {
  return items.reduce((sum, { v }) => sum + METRICS.filter((metric) => metric in v).length, 0);
}

/** Ends what history does beside, then lets go of it. */
async function closeStore(store: HistoryStore): Promise<void> {
  await store.breakOff();
  store.close();
}
