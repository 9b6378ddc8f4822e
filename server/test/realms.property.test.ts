/**
 * Realms as the centre has them (DESIGN 9.8): one sink in front, a whole pipeline per realm behind it. What is done in one realm must
 * leave no trace in another, and an exercise at many times the speed must fold as it would at its own.
 */
import { makeRng, type Rng } from '@metropane/base';
import { expect, test } from 'vitest';
import type { Principal, Realm } from '../src/access/principal.ts';
import { MessageBatcher } from '../src/broker/message-batcher.ts';
import type { RawBatch } from '../src/broker/raw-batch.ts';
import { realmSink } from '../src/realms-port.ts';
import { ExerciseRealms } from '../src/realms/exercise-realms.ts';
import { makePipeline } from './pipeline-fixture.ts';

type Pipeline = ReturnType<typeof makePipeline>;
const DRILL: Realm = 'exercise:drill';
const START = Date.UTC(2026, 10, 23, 8);
const SEEDS = Array.from({ length: process.env['METROPANE_TEST_FULL'] === '1' ? 40 : 5 }, (_, i) => i + 1);
const FEED: Principal = { kind: 'token', id: 'f', role: 'feed', realm: 'live', label: 'feed' };
const SIMULATOR: Principal = { ...FEED, id: 's', role: 'simulator', realm: DRILL };

interface Sent {
  topic: string;
  text: string;
}

/** Readings with disorder, repeats, rubbish and events ahead of time, and reports, around a clock that only the stream knows. */
function randomStream(rng: Rng, steps: number): Sent[] {
  const sent: Sent[] = [];
  let atMs = START;
  for (let step = 0; step < steps; step++) {
    atMs += rng.int(2_000);
    const what = rng.next();
    const t = atMs - (rng.next() < 0.1 ? 400_000 : rng.int(4_000));
    if (what < 0.8)
      sent.push({
        topic: `city/v1/obs/traffic/s${rng.int(9)}`,
        text: JSON.stringify({ t, v: { speedKmh: rng.int(60) } }),
      });
    else if (what < 0.85) sent.push(sent.at(-1) ?? { topic: 'city/v1/obs/air/a', text: '[]' });
    else if (what < 0.9) sent.push({ topic: 'city/v1/obs/traffic/s1', text: '{"t":' });
    else
      sent.push({
        topic: 'city/v1/report/camera-7',
        text: JSON.stringify({ id: `r${rng.int(20)}`, t, category: 'flood', title: 'Ngập' }),
      });
  }
  return sent;
}

/** A pipeline that is fed batch by batch, each with a tick behind it. */
function feeder(pipeline: Pipeline, realm: Realm) {
  const posted: RawBatch[] = [];
  const batcher: MessageBatcher = new MessageBatcher({
    clock: pipeline.clock,
    post: (batch) => posted.push(batch),
    servesRealm: (asked) => asked === realm,
    schedule: () => () => undefined,
  });
  const flush = async (): Promise<void> => {
    batcher.flush();
    for (const batch of posted.splice(0)) {
      await pipeline.core.takeBatch(batch);
      batcher.finish(batch.id);
      pipeline.core.tick();
    }
  };
  return { batcher, flush };
}

function publish(sink: Pick<MessageBatcher, 'onPublish'>, principal: Principal, { topic, text }: Sent): void {
  const bytes = Buffer.from(text);
  const kind = topic.startsWith('city/v1/report') ? 'report' : 'observation';
  sink.onPublish({
    ...{ clientId: principal.id, principal, bytes, start: 0, end: bytes.length, qos: 1, retain: false },
    entry: { topic, kind, mayRetain: false, list: null, number: 0 },
    ack: () => undefined,
  });
}

const BATCH = 7;

async function alone(stream: Sent[], realm: Realm): Promise<string> {
  const pipeline = makePipeline({ hasFeedClock: realm !== 'live' });
  await pipeline.configure();
  const { batcher, flush } = feeder(pipeline, realm);
  for (const [i, sent] of stream.entries()) {
    publish(batcher, realm === 'live' ? FEED : SIMULATOR, sent);
    if (i % BATCH === BATCH - 1) await flush();
    pipeline.clock.ms += 50;
  }
  await flush();
  const hash = pipeline.room.stateHash();
  expect(pipeline.replay().stateHash()).toBe(hash);
  pipeline.close();
  return hash;
}

test.each(SEEDS)(
  'what two realms are sent through one door leaves each with the state that it has alone, seed %i',
  async (seed) => {
    const rng = makeRng(seed);
    const [liveStream, drillStream] = [randomStream(rng, 210), randomStream(rng, 210)];
    const live = makePipeline();
    const drill = makePipeline({ hasFeedClock: true });
    for (const one of [live, drill]) await one.configure();
    const [liveFeeder, drillFeeder] = [feeder(live, 'live'), feeder(drill, DRILL)];
    const exercises = new ExerciseRealms<never>({
      folders: { find: () => undefined, list: () => [], folderOf: () => '' } as never,
      clock: live.clock,
      start: () => ({ sink: drillFeeder.batcher, opened: new Promise(() => undefined) }),
    });
    const door = realmSink(liveFeeder.batcher, exercises);
    for (let i = 0; i < liveStream.length; i++) {
      const isDrillFirst = rng.next() < 0.5;
      if (isDrillFirst) publish(door, SIMULATOR, drillStream[i]!);
      publish(door, FEED, liveStream[i]!);
      if (!isDrillFirst) publish(door, SIMULATOR, drillStream[i]!);
      if (i % BATCH === BATCH - 1) for (const one of [liveFeeder, drillFeeder]) await one.flush();
      for (const { clock } of [live, drill]) clock.ms += 50;
    }
    for (const one of [liveFeeder, drillFeeder]) await one.flush();
    expect(live.room.stateHash()).toBe(await alone(liveStream, 'live'));
    expect(drill.room.stateHash()).toBe(await alone(drillStream, DRILL));
    expect(live.room.stateHash()).not.toBe(drill.room.stateHash());
    for (const one of [live, drill]) one.close();
  },
);

/** Twenty minutes of three sensors, one of which stops half way, and a device that is a day ahead. */
function drillStream(): Sent[] {
  const sent: Sent[] = [];
  for (let s = 0; s < 1_200; s++) {
    for (const [i, entity] of ['a', 'b', 'c'].entries()) {
      if (entity === 'c' && s > 600) continue;
      const late = s === 900 && entity === 'a' ? 400_000 : 0;
      const t = START + s * 1_000 + i * 10 - late;
      sent.push({
        topic: `city/v1/obs/traffic/${entity}`,
        text: JSON.stringify({ t, v: { speedKmh: s % 60 } }),
      });
    }
    if (s === 700)
      sent.push({
        topic: 'city/v1/obs/traffic/ahead',
        text: JSON.stringify({ t: START + 86_400_000, v: { speedKmh: 1 } }),
      });
  }
  return sent;
}

/** Plays the stream at a speed: so many seconds of it in a batch, with the wall clock of this machine moved as far as it takes. */
async function playedAt(speed: number): Promise<Pipeline> {
  const pipeline = makePipeline({ hasFeedClock: true });
  await pipeline.configure();
  const { batcher, flush } = feeder(pipeline, DRILL);
  let sinceMs = START;
  for (const sent of drillStream()) {
    const { t } = JSON.parse(sent.text) as { t: number };
    publish(batcher, SIMULATOR, sent);
    if (t - sinceMs < 100 * speed || t > START + 3_600_000) continue;
    sinceMs = t;
    await flush();
    pipeline.clock.ms += 100;
  }
  await flush();
  return pipeline;
}

test('a stream at 10 and at 60 times the speed: no reading is lost, the late one is late, the one of tomorrow is refused', async () => {
  for (const speed of [1, 10, 60]) {
    const { room, clock, deadLetters, close } = await playedAt(speed);
    const counts = room.ledger.counts('mqtt');
    expect([speed, counts.received, counts.counted, counts.late, counts.rejected]).toEqual([
      speed,
      3_002,
      3_000,
      1,
      { future: 1 },
    ]);
    expect(deadLetters.map(({ code }) => code)).toEqual(['future']);
    // The clock of the room is the event time of its stream, whatever time it is here.
    expect(room.nowMs).toBe(START + 1_199_010);
    expect(room.nowMs - START).toBeGreaterThan((clock.ms - START) * speed * 0.8);
    close();
  }
});

test.each([1, 10, 60])(
  'at %i times the speed the silence of a sensor that stopped counts as exercise time',
  async (speed) => {
    const { room, close } = await playedAt(speed);
    const [feed] = room.windowFeeds.values();
    const { idleSources, watermarkMs } = room.windows.aggregateWatermark(feed!);
    // Left ten minutes behind, it would be counted as idle: its silence must count as exercise time, not as time here.
    expect(idleSources).toBe(0);
    // The two others are at most the allowed disorder and one look (5 s of ticks, and a batch) behind the clock.
    expect(watermarkMs).toBeGreaterThan(room.nowMs - 5_000 - 10_000 - speed * 100);
    close();
  },
);
