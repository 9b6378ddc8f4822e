import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CrashyFileSystem, SimulatedCrash } from './crashy-file-system.ts';
import { RECORD_KIND } from './log-record.ts';
import type { Damage } from './log-record.ts';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';
import type { UnloggedSpan } from './telemetry-log-options.ts';

const FOLDER = '/log';
const clock = { nowMs: () => 1_800_000_000_000 };

interface Appended {
  readonly offset: number;
  readonly text: string;
}

function toText(kind: number, payload: Uint8Array): string {
  return `${kind}:${Buffer.from(payload).toString('latin1')}`;
}

function readAll(fs: CrashyFileSystem): { records: Appended[]; epochs: number[]; damages: Damage[] } {
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  const records: Appended[] = [];
  const epochs: number[] = [];
  const damages: Damage[] = [];
  for (;;) {
    const read = reader.readAvailable(Infinity, (record) => {
      if (record.kind === RECORD_KIND.epoch) epochs.push(reader.epoch);
      else records.push({ offset: record.offset, text: toText(record.kind, record.payload) });
    });
    if (!read.ok) throw new Error(read.message);
    if (read.value.damage === null) return { records, epochs, damages };
    damages.push(read.value.damage);
    reader.skipDamage();
  }
}

function open(fs: CrashyFileSystem, segmentBytes: number, maxPendingBytes?: number): TelemetryLogWriter {
  const opened = TelemetryLogWriter.openForAppend({
    folder: FOLDER,
    clock,
    fs,
    segmentBytes,
    ...(maxPendingBytes === undefined ? {} : { maxPendingBytes }),
  });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  return opened.value;
}

function randomPayload(rng: Rng): Uint8Array {
  return Uint8Array.from({ length: rng.int(60) }, () => rng.int(256));
}

/** One process life: works until the simulated death. Returns what it appended and what it was promised. */
function live(fs: CrashyFileSystem, rng: Rng, segmentBytes: number) {
  const appended: Appended[] = [];
  const promised = { flushed: 0, synced: 0 };
  try {
    const writer = open(fs, segmentBytes);
    for (;;) {
      const dice = rng.next();
      if (dice < 0.7) {
        const kind = 1 + rng.int(6);
        const payload = randomPayload(rng);
        appended.push({ offset: writer.append(kind, payload), text: toText(kind, payload) });
      } else if (dice < 0.93) {
        if (writer.flush().ok) promised.flushed = writer.flushedOffset;
      } else if (writer.sync().ok) {
        promised.synced = writer.syncedOffset;
      }
    }
  } catch (error) {
    if (!(error instanceof SimulatedCrash)) throw error;
  }
  return { appended, promised };
}

/** The long battery runs the same properties on more seeds. */
const numRuns = process.env['METROPANE_TEST_FULL'] === '1' ? 5000 : 150;
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test.each(['killed', 'power-lost', 'mixed'] as const)(
  'after any crash (%s) the log is a prefix that holds everything promised, in order',
  (mode) => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 60, max: 900 }), (seed, segmentBytes) => {
        const rng = makeRng(seed);
        const fs = new CrashyFileSystem(() => rng.next());
        let history: Appended[] = [];
        let lastEpoch = 0;
        for (let round = 0; round < 6; round++) {
          fs.crashAfter(1 + rng.int(40));
          const life = live(fs, rng, segmentBytes);
          // Mixed: what a killed process left must survive the power loss that follows the next start.
          const death = mode === 'mixed' ? (rng.next() < 0.5 ? 'killed' : 'power-lost') : mode;
          fs.restart(death);
          const found = recoverAndRead(fs, segmentBytes);
          const truth = [...history, ...life.appended];
          expect(found.records).toEqual(truth.slice(0, found.records.length));
          const promisedOffset = death === 'killed' ? life.promised.flushed : life.promised.synced;
          const promisedCount = truth.filter((record) => record.offset < promisedOffset).length;
          // What an earlier life left on disk was made durable when the next one opened.
          expect(found.records.length).toBeGreaterThanOrEqual(Math.max(promisedCount, history.length));
          expect(found.damages).toEqual([]);
          expect([...found.epochs]).toEqual([...new Set(found.epochs)].sort((a, b) => a - b));
          expect(found.epochs.at(-1)).toBeGreaterThan(lastEpoch);
          lastEpoch = found.epochs.at(-1) ?? 0;
          history = found.records;
        }
      }),
      { numRuns },
    );
  },
);

function recoverAndRead(fs: CrashyFileSystem, segmentBytes: number) {
  open(fs, segmentBytes).close();
  return readAll(fs);
}

test('power lost with out-of-order page writes keeps everything synced, in order, and cuts the rest', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 60, max: 900 }), (seed, segmentBytes) => {
      const rng = makeRng(seed);
      const fs = new CrashyFileSystem(() => rng.next());
      fs.crashAfter(8 + rng.int(60));
      const life = live(fs, rng, segmentBytes);
      fs.restart('power-lost', { outOfOrder: true });
      const found = recoverAndRead(fs, segmentBytes);
      expect(found.records).toEqual(life.appended.slice(0, found.records.length));
      const synced = life.appended.filter((record) => record.offset < life.promised.synced);
      expect(found.records.length).toBeGreaterThanOrEqual(synced.length);
    }),
    { numRuns },
  );
});

test('with a disk that fills and empties, the log holds all but the reported spans, and these show as holes', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rng = makeRng(seed);
      const fs = new CrashyFileSystem(() => rng.next());
      const writer = open(fs, 300, 256);
      const appended: Appended[] = [];
      const spans: UnloggedSpan[] = [];
      const flush = () => {
        const flushed = writer.flush();
        if (flushed.ok && flushed.value.unlogged !== null) spans.push(flushed.value.unlogged);
      };
      for (let step = 0; step < 200; step++) {
        const dice = rng.next();
        if (dice < 0.08) fs.freeBytes = rng.int(120);
        else if (dice < 0.12) fs.freeBytes = Infinity;
        else if (dice < 0.15) fs.failNext(rng.next() < 0.5 ? 'truncate' : 'write', 'EIO');
        else if (dice < 0.35) flush();
        else if (dice < 0.4) writer.sync();
        else {
          const payload = randomPayload(rng);
          appended.push({ offset: writer.append(1, payload), text: toText(1, payload) });
        }
      }
      fs.freeBytes = Infinity;
      // A failure that still waits in line may need a few more calls.
      for (let retry = 0; retry < 12; retry++) flush();
      expect(writer.unlogged).toBeNull();
      const isLogged = ({ offset }: Appended) =>
        !spans.some((span) => offset >= span.fromOffset && offset < span.toOffset);
      const found = readAll(fs);
      expect(found.records).toEqual(appended.filter(isLogged));
      expect(found.damages).toEqual(
        spans.map((span) => ({ code: 'hole', offset: span.fromOffset, resumeOffset: span.toOffset })),
      );
      const missing = appended.filter((record) => !isLogged(record)).length;
      expect(spans.reduce((sum, span) => sum + span.records, 0)).toBe(missing);
    }),
    { numRuns },
  );
});

test('a sync that fails never lets a later sync lie: what was said to be synced survives a power loss', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const rng = makeRng(seed);
      const fs = new CrashyFileSystem(() => rng.next());
      const writer = open(fs, 400);
      const appended: Appended[] = [];
      for (let step = 0; step < 120; step++) {
        const dice = rng.next();
        if (dice < 0.1) fs.failNext('syncData', 'EIO');
        else if (dice < 0.3) writer.flush();
        else if (dice < 0.45) writer.sync();
        else {
          const payload = randomPayload(rng);
          appended.push({ offset: writer.append(2, payload), text: toText(2, payload) });
        }
      }
      const synced = appended.filter((record) => record.offset < writer.syncedOffset);
      expect(writer.suspect).toBeNull();
      fs.restart('power-lost');
      const found = recoverAndRead(fs, 400);
      expect(found.records.slice(0, synced.length)).toEqual(synced);
      expect(found.damages).toEqual([]);
    }),
    { numRuns },
  );
});
