/** DESIGN 2 and 9.21: the bytes behind every reading that entered the log, and never another reading's. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrashyFileSystem, type KeptPayload } from '@metropane/event-log';
import { makeRng } from '@metropane/base';
import { builtinBindings, type FeedBinding } from '@metropane/feeds';
import { expect, test } from 'vitest';
import type { RawBatch } from '../src/broker/raw-batch.ts';
import type { AcceptedReading } from '../src/fold/accepted-reading.ts';
import { ControlRoom } from '../src/fold/control-room.ts';
import { FeedRegistry } from '../src/ingest/feed-registry.ts';
import { readFileFeeds } from '../src/ingest/file-feeds.ts';
import { makePipeline } from './pipeline-fixture.ts';

const utf8 = new TextEncoder();
const ZONE = 'Asia/Ho_Chi_Minh';

/** A second feed that claims topics of its own: batches then hold messages of two frames in turns. */
const noise: FeedBinding = {
  ...builtinBindings(ZONE)[0]!,
  id: 'noise',
  source: { kind: 'mqtt', topics: ['city/v1/obs/noise/#'] } as never,
};

function batchOf(
  id: number,
  messages: { topic: string; payload: Uint8Array; arrivalMs: number }[],
): RawBatch {
  const payloads = new Uint8Array(messages.reduce((sum, { payload }) => sum + payload.length, 0));
  let end = 0;
  const ends = Uint32Array.from(messages, ({ payload }) => {
    payloads.set(payload, end);
    return (end += payload.length);
  });
  return {
    ...{ id, payloads, ends, shed: [] },
    topics: messages.map(({ topic }) => topic),
    topicsFrom: 0,
    topicIndex: Uint32Array.from(messages, (_, i) => i),
    arrivalMs: Float64Array.from(messages, ({ arrivalMs }) => arrivalMs),
    feeds: [''],
    feedIndex: new Uint32Array(messages.length),
    refused: new Uint8Array(messages.length),
    flags: new Uint8Array(messages.length),
    realms: ['live'],
    realmIndex: new Uint8Array(messages.length),
  };
}

/** What history gets of every reading. */
function readingsOf(pipeline: ReturnType<typeof makePipeline>): AcceptedReading[] {
  const readings: AcceptedReading[] = [];
  pipeline.replay(new ControlRoom((reading) => void readings.push({ ...reading })));
  return readings;
}

function expectItsOwn(reading: AcceptedReading, kept: KeptPayload | null): void {
  const text = kept === null ? 'nothing' : Buffer.from(kept.payload).toString();
  expect(text, `${reading.entity} ${reading.metric} at ${reading.offset}`).toContain(
    `"${reading.metric}":${reading.value}`,
  );
  expect(kept).toMatchObject({ feed: reading.feed, arrivalMs: reading.arrivalMs });
}

test('every reading of the log finds the message that brought it: batches of several feeds, arrays, HTTP bodies', async () => {
  const rng = makeRng(20261123);
  const pipeline = makePipeline({ bindings: [...builtinBindings(ZONE), noise] });
  await pipeline.configure();
  let n = 0;
  /** Values are never used twice, so that a payload proves itself. */
  const item = (t: number) => ({
    t,
    v: Object.fromEntries(Array.from({ length: 1 + rng.int(3) }, () => [`m${rng.int(9)}`, ++n])),
  });
  for (let round = 0; round < 60; round++) {
    pipeline.clock.ms += 300;
    const arrivalMs = pipeline.clock.ms;
    const messages = Array.from({ length: 1 + rng.int(20) }, () => {
      const t = arrivalMs - rng.int(1000);
      const domain = rng.next() < 0.4 ? 'noise' : 'air';
      const kind = rng.int(6);
      const topic = kind === 0 ? 'city/v1/report/police' : `city/v1/obs/${domain}/e${rng.int(5)}`;
      const report = { id: `r${++n}`, t, category: 'flood', title: 'a report', loc: [106, 10] };
      const body =
        kind === 0 ? report : kind === 1 ? [item(t), { t }, item(t)] : kind === 2 ? 'bad' : item(t);
      return { topic, payload: utf8.encode(JSON.stringify(body)), arrivalMs };
    });
    await pipeline.core.takeBatch(batchOf(round, messages));
    const posted = { domain: 'traffic', entity: 'h', ...item(arrivalMs) };
    const payload = utf8.encode(JSON.stringify([posted, posted]));
    await pipeline.core.takeMessage('http', { topic: 'observations', payload, arrivalMs });
    if (round % 7 === 0) pipeline.payloads.tick();
  }
  const readings = readingsOf(pipeline);
  expect(readings.length).toBeGreaterThan(600);
  expect(new Set(readings.map(({ feed }) => feed))).toEqual(new Set(['mqtt', 'noise', 'http']));
  for (const reading of readings) expectItsOwn(reading, pipeline.payloads.at(reading.offset));
  pipeline.close();
});

test('a reading of a file finds its line, also where two stretches meet', async () => {
  const feedDir = mkdtempSync(join(tmpdir(), 'metropane-feeds-'));
  mkdirSync(join(feedDir, 'sub'));
  const lines = Array.from({ length: 4000 }, (_, i) =>
    JSON.stringify({
      domain: 'air',
      entity: `e${i % 40}`,
      t: Date.UTC(2026, 10, 23) + i * 1000,
      v: { x: i },
    }),
  );
  // The last line has no end.
  writeFileSync(join(feedDir, 'sub', 'day.jsonl'), lines.join('\n'));
  const binding: FeedBinding = {
    ...builtinBindings(ZONE).find(({ id }) => id === 'http')!,
    id: 'archive',
    source: { kind: 'file', path: 'sub/*.jsonl' } as never,
  };
  const pipeline = makePipeline({ bindings: [...builtinBindings(ZONE), binding] });
  await pipeline.configure();
  await readFileFeeds(new FeedRegistry([binding]), [binding], {
    feedDir,
    nowMs: () => pipeline.clock.ms,
    wasRead: () => false,
    take: (feed, { path, chunk, arrivalMs, result }) =>
      pipeline.core.takeDecoded(feed, { message: { topic: path, payload: chunk, arrivalMs }, result }),
    onRead: () => Promise.resolve(),
    onError: (feed, reason) => expect.unreachable(`${feed}: ${reason}`),
  });
  const readings = readingsOf(pipeline);
  expect(readings).toHaveLength(4000);
  for (const { value, offset } of readings) {
    const kept = pipeline.payloads.at(offset);
    expect(kept?.topic).toBe('sub/day.jsonl');
    expect(kept!.payload.length).toBeLessThanOrEqual(64 * 1024);
    expect(Buffer.from(kept!.payload).toString().split('\n')).toContain(lines[value]);
  }
  pipeline.close();
});

test('a log that lost its tail gives offsets out again: what was kept there before is not shown', async () => {
  const rng = makeRng(7);
  const fs = new CrashyFileSystem(() => rng.next());
  let pipeline = makePipeline({ fs });
  const dir = pipeline.dir;
  /** Many readings in one message, so that old and new places meet: 50 values from `v` thousand on. */
  const post = (v: number) => {
    const values = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`m${i}`, v * 1000 + i]));
    const item = { domain: 'air', entity: 'e', t: pipeline.clock.ms, v: values };
    const payload = utf8.encode(JSON.stringify(item));
    return pipeline.core.takeMessage('http', {
      topic: 'observations',
      payload,
      arrivalMs: pipeline.clock.ms,
    });
  };
  await pipeline.configure();
  await post(1);
  pipeline.sequencer.sync();
  pipeline.payloads.tick();
  for (let v = 2; v < 40; v++) await post(v).catch(() => undefined);
  // The payloads reach the disk for good, the log's last second does not.
  pipeline.payloads.close();
  const before = pipeline.log.flushedOffset;
  pipeline.close();
  fs.restart('power-lost');
  pipeline = makePipeline({ fs, dir });
  expect(pipeline.log.startOffset).toBeLessThan(before);
  for (let v = 100; v < 200; v++) await post(v);
  for (const reading of readingsOf(pipeline)) expectItsOwn(reading, pipeline.payloads.at(reading.offset));
  pipeline.close();
  // Killed before it had written a payload: its readings have none, and not those that lay there before.
  fs.restart('killed');
  pipeline = makePipeline({ fs, dir });
  const readings = readingsOf(pipeline);
  expect(readings.filter(({ value }) => value >= 100_000)).toHaveLength(5000);
  const found = readings.filter((reading) => {
    const kept = pipeline.payloads.at(reading.offset);
    if (kept !== null) expectItsOwn(reading, kept);
    return kept !== null;
  });
  expect(found.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, i) => 1000 + i));
  pipeline.close();
});
