import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { applyFaults, noFaults } from './apply-faults.ts';
import type { FaultCounts } from './apply-faults.ts';
import { MessageHeap } from './message-heap.ts';
import { parseFaults } from './parse-faults.ts';

function stream(count: number, everyMs = 100): SimMessage[] {
  return Array.from({ length: count }, (_, n) => ({
    atMs: n * everyMs,
    topic: 't',
    qos: 1 as const,
    retain: false,
    payload: String(n),
  }));
}

async function bend(
  messages: readonly SimMessage[],
  faults: string,
  seed: number | string = 1,
): Promise<{ out: SimMessage[]; counts: FaultCounts }> {
  const counts = noFaults();
  const out: SimMessage[] = [];
  async function* source(): AsyncGenerator<SimMessage> {
    yield* messages;
  }
  for await (const message of applyFaults(source(), parseFaults(faults), { seed, counts })) out.push(message);
  return { out, counts };
}

test('without faults every message leaves as it came', async () => {
  const messages = stream(500);
  expect((await bend(messages, '')).out).toEqual(messages);
});

test('each fault hits its share, and the counts say whom', async () => {
  const { out, counts } = await bend(stream(20_000), 'late=0.05:90s,duplicate=0.02,drop=0.01');
  expect(counts.dropped).toBeGreaterThan(140);
  expect(counts.dropped).toBeLessThan(260);
  expect(counts.duplicated / (20_000 - counts.dropped)).toBeCloseTo(0.02, 2);
  expect(counts.late / (20_000 - counts.dropped)).toBeCloseTo(0.05, 2);
  expect(out.length).toBe(20_000 - counts.dropped + counts.duplicated);
  const late = out.filter((message) => message.atMs - Number(message.payload) * 100 >= 90_000);
  expect(late.length).toBeGreaterThanOrEqual(counts.late);
});

test('reordering changes the order and nothing else', async () => {
  const { out, counts } = await bend(stream(2_000), 'reorder=30s');
  expect(counts.reordered).toBeGreaterThan(1_000);
  expect(out.map((message) => Number(message.payload)).toSorted((a, b) => a - b)).toEqual(
    stream(2_000).map((message) => Number(message.payload)),
  );
  expect(out.every((message) => message.atMs - Number(message.payload) * 100 <= 30_000)).toBe(true);
});

test('a burst holds a minute back and lets it go ten times faster', async () => {
  const { out } = await bend(stream(600), 'burst=10x');
  expect(out[0]?.atMs).toBe(54_000);
  expect(out.at(-1)?.atMs).toBeCloseTo(59_990, 6);
  expect(out.map((message) => message.payload)).toEqual(stream(600).map((message) => message.payload));
});

test('whatever the faults: sending times ascend, nothing leaves early, and one seed gives one pattern', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }),
      fc.record({
        late: fc.double({ min: 0, max: 1, noNaN: true }),
        reorder: fc.integer({ min: 0, max: 60 }),
        burst: fc.integer({ min: 1, max: 20 }),
      }),
      fc.integer(),
      async (gaps, { late, reorder, burst }, seed) => {
        let atMs = 1_000_000;
        const messages = gaps.map((gap, n) => ({
          ...stream(1)[0]!,
          atMs: (atMs += gap),
          payload: String(n),
        }));
        const faults = `late=${late.toFixed(3)}:45s,duplicate=0.3,drop=0.2,reorder=${reorder}s,burst=${burst}x`;
        const { out, counts } = await bend(messages, faults, seed);
        expect(out.length).toBe(messages.length - counts.dropped + counts.duplicated);
        out.forEach((message, n) => {
          expect(message.atMs).toBeGreaterThanOrEqual(messages[Number(message.payload)]!.atMs);
          if (n > 0) expect(message.atMs).toBeGreaterThanOrEqual(out[n - 1]!.atMs);
        });
        expect((await bend(messages, faults, seed)).out).toEqual(out);
      },
    ),
    { numRuns: 60 },
  );
});

test('of messages that are due at one moment the first one in is the first one out', () => {
  const heap = new MessageHeap();
  const order = [5, 3, 3, 9, 3, 5, 1].map((atMs, n) => ({ ...stream(1)[0]!, atMs, payload: String(n) }));
  for (const message of order) heap.push(message);
  const out = order.map(() => heap.pop()!.payload);
  expect(out).toEqual(['6', '1', '2', '4', '0', '5', '3']);
  expect([heap.pop(), heap.size, heap.atMs]).toEqual([undefined, 0, Infinity]);
});

test('a fault that is not understood is named', () => {
  expect(() => parseFaults('late=0.05')).toThrow('--faults late: expected a duration');
  expect(() => parseFaults('drop=2')).toThrow('--faults: drop=2: expected a share from 0 to 1');
  expect(() => parseFaults('burst=0')).toThrow('--faults: burst=0: expected a factor');
  expect(() => parseFaults('jitter=1')).toThrow('unknown "jitter=1"');
});
