/** Only for tests: the hours of a scenario through the real decoders and the real fold, with the rules of its city. */
import { rmSync } from 'node:fs';
import { type CityPack, loadCityPack } from '@metropane/city-pack';
import { builtinBindings } from '@metropane/feeds';
import type { AlarmTransition, Incident } from '@metropane/incidents';
import type { SimMessage } from '../../simulators/src/message.ts';
import { findScenario } from '../../simulators/src/scenarios/library.ts';
import { makeCauses } from '../../simulators/src/scenarios/make-causes.ts';
import { cityOfScenario, readScenario } from '../../simulators/src/scenarios/read-scenario.ts';
import { streamCity } from '../../simulators/src/scenarios/scenario-stream.ts';
import type { Scenario } from '../../simulators/src/scenarios/scenario.ts';
import type { Principal } from '../src/access/principal.ts';
import { MessageBatcher } from '../src/broker/message-batcher.ts';
import type { RawBatch } from '../src/broker/raw-batch.ts';
import { foldConfigOf } from '../src/pipeline/fold-config-of.ts';
import { makePipeline } from './pipeline-fixture.ts';

type Pipeline = ReturnType<typeof makePipeline>;

/** The real room ticks ten times a second: an alarm comes up to this much later here. */
const TICK_MS = 2_000;
/** A reading of a road segment in so long is enough for means over 5 min, and a fifth of the work. */
const THIN_TRAFFIC_MS = 100_000;
const ALL_ENTRIES = 1_000_000;
const FEED: Principal = { kind: 'token', id: 'f', role: 'feed', realm: 'live', label: 'feed' };

/** One alarm of the book, from its raise on. Room time throughout. */
export interface Raised {
  readonly alarmId: string;
  readonly ruleId: string;
  readonly key: string;
  readonly atMs: number;
  /** When an operator was first called for it; null: never. */
  readonly calledAtMs: number | null;
  /** The most urgent that it was. */
  readonly priority: number;
}

/** What a room made of the hours of a scenario. */
export interface FoldedDay {
  readonly scenario: Scenario;
  readonly pack: CityPack;
  /** In the order in which they were raised. */
  readonly raised: readonly Raised[];
  /** Room time of every call of an operator. */
  readonly calls: readonly number[];
  readonly incidents: readonly Incident[];
  readonly messages: number;
  /** Messages refused and records that broke the fold. */
  readonly faults: number;
  /** Rules that the fold gave up on. */
  readonly broken: readonly string[];
}

/** How a day is folded: `isThin` ends with the last span of an alarm and leaves out most readings of road segments; `bend` changes the pack of the fold, not of the city. */
export interface DayOptions {
  readonly isThin: boolean;
  /** So long from its start; absent: all of it. */
  readonly forMs?: number;
  readonly bend?: (pack: CityPack) => CityPack;
}

/** Folds the hours of a scenario of the library: with what befalls the city, or as an ordinary day of the same seed. */
export async function foldDay(
  name: string,
  day: 'struck' | 'ordinary',
  { isThin, forMs, bend = (pack) => pack }: DayOptions,
): Promise<FoldedDay> {
  const file = findScenario(name)!;
  const pack = valueOf(loadCityPack(cityOfScenario(file)!));
  const scenario = valueOf(readScenario(file, pack));
  const { atMs, seed, leadIn, runs } = scenario;
  const causes = day === 'struck' ? { causes: makeCauses(scenario, { pack, startMs: atMs, seed }) } : {};
  const fromMs = atMs - leadIn;
  const stream = streamCity(
    pack,
    { seed, ...causes },
    { fromMs, toMs: atMs + (forMs ?? (isThin ? namedForMs(scenario) : runs)) },
  );
  const bindings = builtinBindings(pack.zone);
  const pipeline = makePipeline({ hasFeedClock: true, bindings });
  pipeline.clock.ms = fromMs;
  const body = foldConfigOf(bend(pack), bindings, new Set(bindings.map(({ id }) => id)));
  await pipeline.facts.write({ kind: 'config', v: 1, atMs: fromMs, actor: 'system', body });
  const messages = await feed(pipeline, watchedOf(stream, { pack, isThin }), fromMs);
  const folded = { scenario, pack, messages, ...told(pipeline) };
  pipeline.close();
  rmSync(pipeline.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  return folded;
}

/** Until when alarms are named, after the start. */
function namedForMs({ expect, runs }: Scenario): number {
  const ends = expect.flatMap((one) => (one.what === 'alarm' ? [one.between[1]] : []));
  return Math.min(runs, Math.max(0, ...ends));
}

/** Publishes at the pace of the stream, with ticks; resolves with the number of messages. */
async function feed(pipeline: Pipeline, stream: Iterable<SimMessage>, fromMs: number): Promise<number> {
  const posted: RawBatch[] = [];
  const batcher: MessageBatcher = new MessageBatcher({
    clock: pipeline.clock,
    post: (batch) => posted.push(batch),
    schedule: () => () => undefined,
    monotonicMs: () => 0,
  });
  const tick = async (atMs: number): Promise<void> => {
    batcher.flush();
    for (const batch of posted.splice(0)) {
      await pipeline.core.takeBatch(batch);
      batcher.finish(batch.id);
    }
    pipeline.clock.ms = atMs;
    pipeline.core.tick();
    // Nobody looks at the screens of this room.
    pipeline.diffs.length = 0;
  };
  let messages = 0;
  let tickAtMs = fromMs + TICK_MS;
  for (const message of stream) {
    for (; message.atMs >= tickAtMs; tickAtMs += TICK_MS) await tick(tickAtMs);
    publish(batcher, message);
    messages += 1;
  }
  await tick(tickAtMs);
  await pipeline.derived.settle();
  return messages;
}

function publish(batcher: MessageBatcher, { topic, payload, qos, retain }: SimMessage): void {
  const bytes = Buffer.from(payload);
  const kind = topic.includes('/report/') ? 'report' : topic.includes('/entity/') ? 'entity' : 'observation';
  batcher.onPublish({
    ...{ clientId: FEED.id, principal: FEED, bytes, start: 0, end: bytes.length, qos, retain },
    entry: { topic, kind, mayRetain: retain, list: null, number: 0 },
    ack: () => undefined,
  });
}

/** Reports, and readings of what a rule watches: nothing else can raise an alarm. */
function* watchedOf(
  stream: Iterable<SimMessage>,
  { pack, isThin }: { readonly pack: CityPack; readonly isThin: boolean },
): Generator<SimMessage> {
  const domains = new Set(pack.rules.map(({ domain }) => domain));
  const toldAtMs = new Map<string, number>();
  for (const message of stream) {
    const [, , kind, domain = ''] = message.topic.split('/', 4);
    if (kind !== 'report' && !(kind === 'obs' && domains.has(domain))) continue;
    if (isThin && domain === 'traffic') {
      if (message.atMs - (toldAtMs.get(message.topic) ?? -Infinity) < THIN_TRAFFIC_MS) continue;
      toldAtMs.set(message.topic, message.atMs);
    }
    yield message;
  }
}

/** What the journal has of alarms, and the room of incidents. */
function told({
  journal,
  room,
  deadLetters,
  faults,
}: Pipeline): Pick<FoldedDay, 'raised' | 'calls' | 'incidents' | 'faults' | 'broken'> {
  const raised = new Map<string, Raised>();
  const calls: number[] = [];
  for (const { body } of valueOf(journal.read(1, ALL_ENTRIES, { kind: 'derived.alarm' }))) {
    const { alarmId, ruleId, key, priority, atMs, isAnnunciated } = JSON.parse(body) as AlarmTransition;
    const known = raised.get(alarmId) ?? { alarmId, ruleId, key, atMs, calledAtMs: null, priority };
    raised.set(alarmId, {
      ...known,
      priority: Math.min(known.priority, priority),
      calledAtMs: known.calledAtMs ?? (isAnnunciated ? atMs : null),
    });
    if (isAnnunciated) calls.push(atMs);
  }
  const broken = valueOf(journal.read(1, ALL_ENTRIES, { kind: 'derived.rule-broke' }));
  return {
    raised: [...raised.values()],
    calls,
    incidents: [...room.incidents.values()],
    faults: deadLetters.length + faults.length,
    broken: broken.map(({ body }) => body),
  };
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
