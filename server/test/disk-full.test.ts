/** DESIGN 9.16: what a full disk stops, what it does not, and that all of it resumes by itself. */
import { CrashyFileSystem } from '@metropane/event-log';
import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import type { RawBatch } from '../src/broker/raw-batch.ts';
import { makePipeline } from './pipeline-fixture.ts';

const utf8 = new TextEncoder();
/** Lets everything run that only waits for its turn. */
const turns = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
const makeDisk = () => {
  const rng = makeRng(1);
  return new CrashyFileSystem(() => rng.next());
};
const body = (value: unknown) => utf8.encode(JSON.stringify(value));
const reading = (pipeline: ReturnType<typeof makePipeline>, v: number) =>
  body({ domain: 'traffic', entity: 'a', t: pipeline.clock.ms, v: { speedKmh: v } });
const post = (pipeline: ReturnType<typeof makePipeline>, topic: string, payload: Uint8Array) =>
  pipeline.core.takeMessage('http', { topic, payload, arrivalMs: pipeline.clock.ms });

function batchOf(
  pipeline: ReturnType<typeof makePipeline>,
  messages: [topic: string, payload: unknown][],
): RawBatch {
  const payloads = messages.map(([, payload]) => body(payload));
  let end = 0;
  return {
    id: 1,
    topics: messages.map(([topic]) => topic),
    topicsFrom: 0,
    topicIndex: Uint32Array.from(messages, (_, i) => i),
    payloads: Buffer.concat(payloads),
    ends: Uint32Array.from(payloads, (payload) => (end += payload.length)),
    arrivalMs: Float64Array.from(messages, () => pipeline.clock.ms),
    feeds: [''],
    feedIndex: new Uint32Array(messages.length),
    refused: new Uint8Array(messages.length),
    flags: Uint8Array.from(messages, () => 1),
    realms: ['live'],
    realmIndex: new Uint8Array(messages.length),
    shed: [],
  };
}

test('readings are shown and not promised while the log cannot be written, and written when space returns', async () => {
  const fs = makeDisk();
  const pipeline = makePipeline({ fs });
  await pipeline.configure();
  fs.freeBytes = 0;
  await expect(post(pipeline, 'observations', reading(pipeline, 42))).rejects.toMatchObject({
    code: 'insufficient-storage',
  });
  expect(pipeline.sequencer.failure).toContain('disk-full');
  expect(pipeline.room.ledger.counts('http').counted).toBe(1);
  const live = { t: pipeline.clock.ms, v: { speedKmh: 50 } };
  await pipeline.core.takeBatch(batchOf(pipeline, [['city/v1/obs/traffic/b', live]]));
  let isFileRead = false;
  const file = pipeline.core
    .takeDecoded('http', {
      message: { topic: 'f', payload: new Uint8Array(), arrivalMs: pipeline.clock.ms },
      result: { observations: [], rejected: [] },
    })
    .then(() => (isFileRead = true));
  pipeline.clock.ms += 100;
  pipeline.core.tick();
  await turns();
  expect(isFileRead).toBe(false);
  fs.freeBytes = Infinity;
  pipeline.core.tick();
  await file;
  expect(pipeline.sequencer.failure).toBeNull();
  expect(pipeline.replay().stateHash()).toBe(pipeline.room.stateHash());
  pipeline.close();
});

test('a report by HTTP is refused with nothing stored; one by MQTT waits unacknowledged until the journal takes it', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  const report = { id: 'r1', t: pipeline.clock.ms, category: 'flood', title: 'Ngập', loc: [106.7, 10.7] };
  pipeline.journalRefuses.code = 'insufficient-storage';
  await expect(post(pipeline, 'reports', body(report))).rejects.toMatchObject({
    code: 'insufficient-storage',
  });
  expect(pipeline.room.incidents.size).toBe(0);
  let isAcknowledged = false;
  const batch = pipeline.core
    .takeBatch(batchOf(pipeline, [['city/v1/report/police', report]]))
    .then(() => (isAcknowledged = true));
  await turns();
  expect(isAcknowledged).toBe(false);
  expect(pipeline.facts.failure).toContain('insufficient-storage');
  pipeline.journalRefuses.code = null;
  await batch;
  expect(pipeline.room.incidents.size).toBe(1);
  expect(pipeline.facts.failure).toBeNull();
  pipeline.close();
});

test('an act is refused with the code of the disk, and the incident stays as it was', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  await post(pipeline, 'reports', body({ id: 'r', t: pipeline.clock.ms, category: 'fire', title: 'Cháy' }));
  const [incident] = [...pipeline.room.incidents.values()];
  const act = { action: 'acknowledge', actionId: 'a', expectedRevision: incident!.revision };
  pipeline.journalRefuses.code = 'insufficient-storage';
  await expect(pipeline.actions.take(incident!.id, act, 'desk')).rejects.toMatchObject({
    code: 'insufficient-storage',
  });
  expect(pipeline.room.incidents.get(incident!.id)).toMatchObject({
    state: 'new',
    revision: incident!.revision,
  });
  pipeline.journalRefuses.code = null;
  expect(await pipeline.actions.take(incident!.id, act, 'desk')).toMatchObject({
    status: 200,
    incident: { state: 'acknowledged' },
  });
  pipeline.close();
});

test('beyond the queue readings become a gap, but no fact whose ref fell into it is missing after a restart', async () => {
  const fs = makeDisk();
  const pipeline = makePipeline({ fs, maxPendingBytes: 2_000 });
  await pipeline.configure();
  fs.freeBytes = 0;
  for (let i = 0; i < 40; i++)
    await post(pipeline, 'observations', reading(pipeline, i)).catch(() => undefined);
  const report = (id: string) =>
    body({ id, t: pipeline.clock.ms, category: 'flood', title: id, loc: [106 + Number(id), 10.7] });
  await post(pipeline, 'reports', report('1'));
  fs.freeBytes = Infinity;
  pipeline.core.tick();
  await post(pipeline, 'reports', report('2'));
  expect(pipeline.sequencer.unloggedRecords).toBeGreaterThan(0);
  expect(pipeline.room.gaps).toBe(1);
  const restarted = pipeline.replay();
  expect([...restarted.incidents.values()].map((incident) => incident.title)).toEqual(['1', '2']);
  expect([...restarted.incidents.values()]).toEqual([...pipeline.room.incidents.values()]);
  pipeline.close();
});

test('a disk that takes writes and refuses to sync is shown, also between two tries', async () => {
  const fs = makeDisk();
  const pipeline = makePipeline({ fs });
  await pipeline.configure();
  fs.failNext('syncData', 'EIO');
  pipeline.sequencer.sync();
  pipeline.core.tick();
  expect(pipeline.sequencer.failure).toContain('io-error');
  pipeline.sequencer.sync();
  expect(pipeline.sequencer.failure).toBeNull();
  pipeline.close();
});

test('a fact that no journal can ever store does not hold up its batch: it is counted and kept', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  pipeline.journalRefuses.code = 'bad-entry';
  const report = { id: 'r1', t: pipeline.clock.ms, category: 'flood', title: 'x' };
  await pipeline.core.takeBatch(batchOf(pipeline, [['city/v1/report/police', report]]));
  expect(pipeline.room.ledger.counts('mqtt').rejected).toEqual({ unsafe: 1 });
  expect(pipeline.deadLetters).toEqual([expect.objectContaining({ feed: 'mqtt', code: 'unsafe' })]);
  pipeline.close();
});
