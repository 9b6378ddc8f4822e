import { createHash } from 'node:crypto';
import { loadCityPack } from '@metropane/city-pack';
import type { CityPack } from '@metropane/city-pack';
import { makeDecoder, builtinBindings } from '@metropane/feeds';
import { expect, test } from 'vitest';
import type { SimMessage } from '../message.ts';
import { toMessageLine } from '../publish/message-line.ts';
import { trialPack } from './city-pack-fixture.ts';
import { CitySimulation } from './city-simulation.ts';
import type { CityOptions } from './city-simulation.ts';

const FROM_MS = Date.parse('2026-11-23T16:30+07:00');

interface Span {
  readonly fromMs?: number;
  readonly forMs?: number;
  readonly pack?: CityPack;
}

function take(
  options: CityOptions,
  { fromMs = FROM_MS, forMs = 600_000, pack = trialPack() }: Span = {},
): SimMessage[] {
  const simulation = new CitySimulation(pack, options, fromMs);
  const messages = [...simulation.descriptions()];
  while (simulation.nextAtMs < fromMs + forMs) {
    const message = simulation.next();
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

function hashOf(messages: readonly SimMessage[]): string {
  const hash = createHash('sha256');
  for (const message of messages) hash.update(toMessageLine(message));
  return hash.digest('hex');
}

test('ten minutes of one seed are the same bytes on every machine', () => {
  const messages = take({ seed: 42 });
  expect(messages.length).toMatchInlineSnapshot(`31358`);
  expect(hashOf(messages)).toMatchInlineSnapshot(
    `"d916d22eaa7cda805d5f193214336996002d9f52c4a71f7dfcb0ac904ac16a28"`,
  );
});

test('another seed, start or number of entities gives another stream', () => {
  const hashes = [
    take({ seed: 42 }),
    take({ seed: 43 }),
    take({ seed: 42 }, { fromMs: FROM_MS + 1_000 }),
    take({ seed: 42, entities: 40 }),
  ].map(hashOf);
  expect(new Set(hashes).size).toBe(4);
});

test('messages come in the order of sending, and every one is accepted by the decoder of the contract', () => {
  const decoder = makeDecoder(builtinBindings('Asia/Ho_Chi_Minh')[0]);
  let atMs = -Infinity;
  let readings = 0;
  for (const message of take({ seed: 7 })) {
    expect(message.atMs).toBeGreaterThanOrEqual(atMs);
    atMs = message.atMs;
    const payload = new TextEncoder().encode(String(message.payload));
    const result = decoder.decode({ topic: message.topic, payload, arrivalMs: message.atMs + 5 });
    expect(result.rejected).toEqual([]);
    readings += result.observations.length;
  }
  expect(readings).toBeGreaterThan(20_000);
});

test('the rate scales the rhythm, and --entities is the number of entities that report', () => {
  const pack = trialPack();
  const fast = new CitySimulation(pack, { seed: 1, rate: 400, entities: 500 }, FROM_MS);
  expect(fast.rate).toBeCloseTo(400, -1);
  expect([...fast.descriptions()].length).toBe(500);
  const seconds = 20;
  const messages = take({ seed: 1, rate: 400, entities: 500 }, { forMs: seconds * 1_000 });
  expect((messages.length - 500) / seconds).toBeGreaterThan(380);
  expect((messages.length - 500) / seconds).toBeLessThan(410);
  expect([...new CitySimulation(pack, { seed: 1, entities: 3 }, FROM_MS).descriptions()].length).toBe(3);
});

test('a few sensors fall silent for a while, most never do', () => {
  const simulation = new CitySimulation(trialPack(), { seed: 3, entities: 600, rate: 20 }, FROM_MS);
  let silent = 0;
  let told = 0;
  while (simulation.nextAtMs < FROM_MS + 3 * 3_600_000) {
    if (simulation.next() === undefined) silent += 1;
    else told += 1;
  }
  expect(silent / (silent + told)).toBeGreaterThan(0.001);
  expect(silent / (silent + told)).toBeLessThan(0.02);
});

test('the built-in city: a stream of one seed repeats, its texts are Vietnamese, its severities believable', () => {
  const pack = loadCityPack('hcmc');
  if (!pack.ok) throw new Error(pack.message);
  const run = (): SimMessage[] => take({ seed: 42 }, { forMs: 30_000, pack: pack.value });
  const messages = run();
  expect(hashOf(run())).toBe(hashOf(messages));
  const reports = messages
    .filter((message) => message.topic.includes('/report/'))
    .map(
      (message) =>
        JSON.parse(String(message.payload)) as { title: string; severity: number; category: string },
    );
  expect(reports.length).toBeGreaterThanOrEqual(8);
  expect(reports.length).toBeLessThanOrEqual(30);
  const known = new Set(pack.value.categories.map((category) => category.id));
  for (const report of reports) {
    expect(report.title).toMatch(/[À-ỹ]/);
    expect(known.has(report.category)).toBe(true);
  }
  expect(reports.filter((report) => report.severity >= 3).length / reports.length).toBeGreaterThan(0.6);
});
