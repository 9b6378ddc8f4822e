/**
 * What keeping the bytes of every message costs the thread that keeps them, against appending the same bytes to the log as they
 * are; what they take on disk; and how long finding one takes. The messages look like a city's: 20,000 entities, a topic each,
 * values with one decimal. Disk caches are warm.
 */
import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import type { Figure } from './event-log.bench.ts';
import { SEGMENT_HEADER_BYTES } from './segment.ts';
import type { KeptPayload } from './payload-block.ts';
import { PayloadStoreReader } from './payload-store-reader.ts';
import { PayloadStoreWriter } from './payload-store-writer.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

const ROUNDS = 5;
const MESSAGES = 200_000;
const ENTITIES = 20_000;
const LOOKUPS = 2_000;
const PER_FLUSH = 512;

export const benches: Record<string, () => Promise<Figure[]>> = {
  'log.payloads': () => {
    const folder = mkdtempSync(join(tmpdir(), 'metropane-bench-'));
    try {
      return Promise.resolve(benchPayloads(folder, makeMessages()));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function makeMessages(): KeptPayload[] {
  const rng = makeRng('payloads');
  let offset = 0;
  return Array.from({ length: MESSAGES }, (_, i) => {
    const t = 1_795_000_000_000 + i * 2 + rng.int(900);
    const v = { speedKmh: rng.int(600) / 10, flowPerMin: rng.int(40) };
    const loc = [106.6 + rng.int(20_000) / 1e5, 10.7 + rng.int(20_000) / 1e5];
    const fromOffset = offset + (i % PER_FLUSH === 0 ? 40_000 : 0);
    offset = fromOffset + 2;
    return {
      topic: `city/v1/obs/traffic/segment-${rng.int(ENTITIES)}`,
      feed: 'mqtt',
      payload: new Uint8Array(Buffer.from(JSON.stringify({ t, v, loc, seq: i }))),
      arrivalMs: t + 100,
      fromOffset,
      toOffset: offset,
    };
  });
}

function benchPayloads(folder: string, messages: readonly KeptPayload[]): Figure[] {
  const bytes = messages.reduce((sum, { payload }) => sum + payload.length, 0);
  const mine: number[] = [];
  const plain: number[] = [];
  let stored = 0;
  let plainStored = 0;
  let lost = 0;
  const raw = join(folder, 'raw');
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(raw, { recursive: true, force: true });
    const writer = openStore(raw);
    mine.push(timed(() => keepAll(writer, messages)));
    ({ storedBytes: stored, lost } = writer.stats);
    const log = openLog(join(folder, 'log'));
    plain.push(timed(() => appendAll(log, messages)));
    plainStored = log.flushedOffset + SEGMENT_HEADER_BYTES;
    log.close();
    rmSync(join(folder, 'log'), { recursive: true });
  }
  const base = { dropped: lost, late: 0, n: messages.length };
  const perSecond = (times: number[]) => (bytes / 1e6 / median(times)) * 1000;
  const perMessage = (all: number) => all / messages.length;
  const lookups = timed(() => findSome(raw, messages)) / LOOKUPS;
  const oneRead = timed(() => readSome(raw)) / LOOKUPS;
  return [
    {
      ...{ ...base, name: 'log.payloads', unit: 'MB/s', baseline: 'the same payloads through log.append' },
      ...ratioOf(perSecond(mine), perSecond(plain)),
    },
    {
      ...{ ...base, name: 'log.payloads.stored', unit: 'bytes per message' },
      ...{ baseline: 'the same payloads in the log, uncompressed and without topic and time' },
      ...ratioOf(perMessage(stored), perMessage(plainStored)),
    },
    {
      ...{ ...base, name: 'log.payloads.find', unit: 'ms per lookup', n: LOOKUPS },
      ...{ baseline: 'opening a file of the store and reading 64 KB of it' },
      ...ratioOf(lookups, oneRead),
    },
  ];
}

function openStore(folder: string): PayloadStoreWriter {
  const clock = { nowMs: () => 0 };
  const opened = PayloadStoreWriter.open({ folder, clock, epoch: 1, startOffset: 0 });
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

function openLog(folder: string): TelemetryLogWriter {
  const opened = TelemetryLogWriter.openForAppend({ folder, clock: { nowMs: () => 0 } });
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

function keepAll(writer: PayloadStoreWriter, messages: readonly KeptPayload[]): void {
  for (const message of messages) writer.add(message);
  writer.close();
}

function appendAll(log: TelemetryLogWriter, messages: readonly KeptPayload[]): void {
  for (const [i, { payload }] of messages.entries()) {
    log.append(1, payload);
    if (i % PER_FLUSH === 0 && !log.flush().ok) throw new Error('flush failed');
  }
  if (!log.flush().ok) throw new Error('flush failed');
}

function findSome(folder: string, messages: readonly KeptPayload[]): void {
  const reader = new PayloadStoreReader({ folder });
  const rng = makeRng('lookups');
  for (let i = 0; i < LOOKUPS; i++) findOne(reader, messages[rng.int(messages.length)]!);
}

/** As many bytes as a block takes on disk, at as many places. */
function readSome(folder: string): void {
  const rng = makeRng('lookups');
  const names = readdirSync(folder);
  const part = Buffer.allocUnsafe(64 * 1024);
  for (let i = 0; i < LOOKUPS; i++) {
    const file = openSync(join(folder, names[rng.int(names.length)]!), 'r');
    readSync(file, part, 0, part.length, rng.int(fstatSync(file).size));
    closeSync(file);
  }
}

function findOne(reader: PayloadStoreReader, wanted: KeptPayload): void {
  const found = reader.at(wanted.fromOffset + 1);
  if (!found.ok || found.value === null || Buffer.compare(found.value.payload, wanted.payload) !== 0) {
    throw new Error(`the payload at ${wanted.fromOffset} did not come back`);
  }
}

function ratioOf(value: number, baselineValue: number): Pick<Figure, 'value' | 'baselineValue' | 'ratio'> {
  return { value, baselineValue, ratio: value / baselineValue };
}

/** Milliseconds of `run`. */
function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
