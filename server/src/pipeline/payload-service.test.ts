import { CrashyFileSystem } from '@metropane/event-log';
import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import type { RawBatch } from '../broker/raw-batch.ts';
import { MessageOrigins } from '../ingest/message-origins.ts';
import type { ToPayloads } from './payload-messages.ts';
import { PayloadSender } from './payload-sender.ts';
import { DEFAULT_PAYLOAD_RETENTION, type PayloadRetention, PayloadService } from './payload-service.ts';

const utf8 = new TextEncoder();
const clock = { ms: 1000, nowMs: () => clock.ms };

function makeDisk(): CrashyFileSystem {
  const rng = makeRng(1);
  return new CrashyFileSystem(() => rng.next());
}

function makeService(fs = makeDisk(), retention: PayloadRetention = DEFAULT_PAYLOAD_RETENTION) {
  return { fs, service: new PayloadService({ folder: '/raw', clock, retention, fs }) };
}

/** The pipeline's end, with what it posted and a way to say that all of it was taken. */
function makeSender(maxBytes?: number) {
  const posted: ToPayloads[] = [];
  const moved: unknown[][] = [];
  let taken: (message: { bytes: number; settled: number }) => void = () => undefined;
  let closed: () => void = () => undefined;
  const port = {
    on(name: string, listener: typeof taken & typeof closed) {
      if (name === 'message') taken = listener;
      else closed = listener;
    },
    postMessage(message: ToPayloads, buffers: unknown[]) {
      posted.push(message);
      moved.push(buffers);
    },
    close: () => undefined,
  };
  const sender = new PayloadSender(port as never, { epoch: 3, startOffset: 50 }, maxBytes);
  return {
    ...{ sender, posted, moved, port },
    take: (bytes: number, settled = 0) => taken({ bytes, settled }),
    end: () => closed(),
  };
}

/** Messages as `[topic number, payload, feed, readings of that feed behind it]`; feed '' = refused whole. */
function batchOf(
  topics: string[],
  topicsFrom: number,
  messages: [topic: number, payload: string, feed: string, readingsTo: number][],
): { batch: RawBatch; origins: MessageOrigins } {
  const payloads = messages.map(([, payload]) => utf8.encode(payload));
  const joined = new Uint8Array(payloads.reduce((sum, { length }) => sum + length, 0));
  const origins = new MessageOrigins(messages.length);
  let end = 0;
  const ends = Uint32Array.from(payloads, (payload) => {
    joined.set(payload, end);
    return (end += payload.length);
  });
  const runtimes = new Map<string, { binding: { id: string }; builder: { readingCount: number } }>();
  for (const [i, [, , feed, readingCount]] of messages.entries()) {
    if (feed === '') continue;
    const runtime = runtimes.get(feed) ?? { binding: { id: feed }, builder: { readingCount } };
    runtimes.set(feed, runtime);
    runtime.builder.readingCount = readingCount;
    origins.note(i, runtime as never);
  }
  const batch = {
    ...{ topics, topicsFrom, payloads: joined, ends },
    topicIndex: Uint32Array.from(messages, ([topic]) => topic),
    arrivalMs: Float64Array.from(messages, (_, i) => 1000 + i),
  };
  return { batch: batch as unknown as RawBatch, origins };
}

function deliver(service: PayloadService, posted: ToPayloads[]): void {
  for (const message of posted.splice(0)) {
    if (message.type === 'open') service.open(message);
    else if (message.type === 'batch') service.take(message.batch);
    else service.takeMessage(message.message, message.missed);
  }
}

const textAt = (service: PayloadService, offset: number) => {
  const found = service.at(offset);
  return found === null ? null : `${found.topic} ${found.feed} ${Buffer.from(found.payload).toString()}`;
};

test('each reading of a batch finds its message, whatever the order of feeds, messages without readings and records', () => {
  const { service, fs } = makeService();
  const { sender, posted, moved } = makeSender();
  const first = batchOf(['t0', 't1'], 0, [
    [0, 'a fact of x', 'x', 0],
    [1, 'y1', 'y', 2],
    [0, 'refused', '', 0],
    [0, 'x1', 'x', 1],
    [1, 'y2', 'y', 3],
    [0, 'x2', 'x', 4],
  ]);
  const buffers = [first.batch.payloads.buffer, first.origins.readingsTo.buffer];
  // Feed y was logged before x, although x came first with its fact.
  sender.keepBatch(
    first.batch,
    first,
    new Map([
      ['y', 100],
      ['x', 500],
    ]),
  );
  expect(moved.at(-1)).toEqual(expect.arrayContaining(buffers));
  const second = batchOf(['t2'], 2, [
    [2, 'z1', 'z', 1],
    [0, 'z2', 'z', 2],
  ]);
  sender.keepBatch(second.batch, second, new Map([['z', 900]]));
  deliver(service, posted);
  const expected = [
    ...[
      [99, null],
      [100, 't1 y y1'],
      [101, 't1 y y1'],
      [102, 't1 y y2'],
      [103, null],
    ],
    ...[
      [500, 't0 x x1'],
      [501, 't0 x x2'],
      [503, 't0 x x2'],
      [504, null],
    ],
    ...[
      [900, 't2 z z1'],
      [901, 't0 z z2'],
      [902, null],
    ],
  ] as [number, string | null][];
  for (const [offset, text] of expected) expect(textAt(service, offset), `waiting ${offset}`).toBe(text);
  service.close();
  const again = makeService(fs).service;
  again.open({ epoch: 4, startOffset: 1000, lost: 0 });
  for (const [offset, text] of expected) expect(textAt(again, offset), `restarted ${offset}`).toBe(text);
  expect(again.at(501)).toMatchObject({ arrivalMs: 1005, fromOffset: 501, toOffset: 504 });
});

test('topics of a batch that is not kept count for the next one, and a new numbering forgets the old', () => {
  const { service } = makeService();
  const { sender, posted } = makeSender();
  const facts = batchOf(['t0', 't1'], 0, [[0, 'fact', 'x', 0]]);
  sender.keepBatch(facts.batch, facts, new Map());
  const known = batchOf([], 2, [[1, 'fact', 'x', 0]]);
  sender.keepBatch(known.batch, known, new Map());
  expect(posted).toHaveLength(2);
  const kept = batchOf([], 2, [[1, 'a', 'x', 1]]);
  sender.keepBatch(kept.batch, kept, new Map([['x', 100]]));
  const anew = batchOf(['new'], 0, [[0, 'b', 'x', 1]]);
  sender.keepBatch(anew.batch, anew, new Map([['x', 200]]));
  deliver(service, posted);
  expect([textAt(service, 100), textAt(service, 200)]).toEqual(['t1 x a', 'new x b']);
});

test('a store that does not keep up costs payloads and never memory: they are left out, counted and told', () => {
  const { service } = makeService();
  const { sender, posted, take } = makeSender(100);
  const message = (text: string) => ({ topic: 't', payload: utf8.encode(text), arrivalMs: 1 });
  const place = (offset: number) => ({ feed: 'http', offset, readings: 1 });
  sender.keepMessage(message('a'.repeat(300)), place(100));
  for (let i = 0; i < 5; i++) sender.keepMessage(message('b'), place(200 + i));
  const batch = batchOf(['t0'], 0, [
    [0, 'c', 'x', 1],
    [0, 'd', 'x', 2],
  ]);
  sender.keepBatch(batch.batch, batch, new Map([['x', 300]]));
  deliver(service, posted);
  service.tick();
  expect([100, 200, 300].map((offset) => textAt(service, offset) !== null)).toEqual([true, false, false]);
  expect(service.status()).toMatchObject({ lost: 7, kept: 1, fault: expect.stringContaining('faster') });
  take(300);
  sender.keepMessage(message('e'), place(400));
  deliver(service, posted);
  service.tick();
  expect(textAt(service, 400)).toBe('t http e');
  expect(service.status()).toMatchObject({ lost: 7, kept: 2, fault: null });
});

test('a disk that refuses is told while it does, also at the start, and ends by itself', () => {
  const { service, fs } = makeService();
  expect(() => service.at(1)).toThrow('not open');
  fs.failNext('syncFolder', 'EIO');
  service.open({ epoch: 1, startOffset: 0, lost: 0 });
  expect(service.status().fault).toContain('io-error');
  const payload = utf8.encode('x');
  const at = (fromOffset: number) => ({
    ...{ topic: 't', feed: 'f', payload, arrivalMs: 1, fromOffset, toOffset: fromOffset + 1 },
  });
  service.takeMessage(at(10), 0);
  service.tidy();
  service.takeMessage(at(20), 0);
  expect([service.at(10), service.at(20)]).toEqual([null, at(20)]);
  fs.freeBytes = 0;
  service.tick();
  expect(service.status().fault).toContain('disk-full');
  fs.freeBytes = Infinity;
  service.tick();
  expect(service.status()).toMatchObject({ fault: null, kept: 1, lost: 1 });
});

test('what is older than its age goes, and figures say what lies on disk', () => {
  const { service } = makeService(makeDisk(), { maxAgeMs: 10_000_000, maxBytes: 1e9 });
  service.open({ epoch: 1, startOffset: 0, lost: 0 });
  const payload = utf8.encode('x'.repeat(50));
  for (let offset = 0; offset < 5; offset++) {
    service.takeMessage(
      { topic: 't', feed: 'f', payload, arrivalMs: 1, fromOffset: offset, toOffset: offset + 1 },
      0,
    );
    service.tick();
    clock.ms += 4_000_000;
  }
  service.tidy();
  expect([0, 1, 2, 4].map((offset) => service.at(offset) !== null)).toEqual([false, false, true, true]);
  expect(service.status().diskBytes).toBeGreaterThan(200);
});

test('a store that begins anew knows every topic, keeps what the one before wrote, and counts what went with it', () => {
  const { sender, posted, port, take, end } = makeSender();
  const { service, fs } = makeService();
  const send = (from: ReturnType<typeof batchOf>, offset: number): void =>
    sender.keepBatch(from.batch, from, new Map([['f', offset]]));
  send(batchOf(['a', 'b'], 0, [[0, 'kept', 'f', 1]]), 60);
  deliver(service, posted);
  expect(service.tick()).toBe(true);
  take(4, 1);
  // Taken and not written, then sent to nobody.
  send(batchOf([], 2, [[1, 'lost', 'f', 1]]), 70);
  deliver(service, posted);
  end();
  send(batchOf(['c'], 2, [[2, 'missed', 'f', 1]]), 80);
  expect(posted).toEqual([]);
  sender.attach(port as never, 90);
  const next = makeService(fs).service;
  deliver(next, posted);
  send(
    batchOf([], 3, [
      [2, 'after', 'f', 1],
      [0, 'too', 'f', 2],
    ]),
    90,
  );
  deliver(next, posted);
  const found = [60, 70, 80, 90, 91].map((offset) => textAt(next, offset));
  expect(found).toEqual(['a f kept', null, null, 'c f after', 'a f too']);
  next.tick();
  expect(next.status()).toMatchObject({ kept: 2, lost: 2, fault: null });
});
