/** What the tests of the log share: a simulated disk, a writer on it, and readers that tell everything. */
import { makeRng } from '@metropane/base';
import { expect } from 'vitest';
import { CrashyFileSystem } from './crashy-file-system.ts';
import { RECORD_KIND } from './log-record.ts';
import type { Damage, Position } from './log-record.ts';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import type { TelemetryLogOptions } from './telemetry-log-options.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

export const FOLDER = '/log';
/** Frame of an epoch record: 10 bytes of frame, 12 of payload. */
export const EPOCH_BYTES = 22;
export const HEADER_BYTES = 40;

export function makeDisk(seed = 1): CrashyFileSystem {
  const rng = makeRng(seed);
  return new CrashyFileSystem(() => rng.next());
}

export function openLog(
  fs: CrashyFileSystem,
  options: Partial<TelemetryLogOptions> = {},
): TelemetryLogWriter {
  const opened = TelemetryLogWriter.openForAppend({
    folder: FOLDER,
    clock: { nowMs: () => 1000 },
    fs,
    ...options,
  });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  return opened.value;
}

/** Appends and flushes one record per text; returns their offsets. */
export function write(writer: TelemetryLogWriter, ...texts: string[]): number[] {
  return texts.map((text) => {
    const offset = writer.append(RECORD_KIND.readings, Buffer.from(text));
    expect(writer.flush().ok).toBe(true);
    return offset;
  });
}

/** Texts and damages up to `upTo`, skipping damage. */
export function readTexts(fs: CrashyFileSystem, upTo = Infinity, from?: Position) {
  const reader = new TelemetryLogReader({ folder: FOLDER, fs, ...(from === undefined ? {} : { from }) });
  const texts: string[] = [];
  const damages: Damage[] = [];
  for (;;) {
    const read = reader.readAvailable(upTo, ({ kind, payload }) => {
      if (kind !== RECORD_KIND.epoch) texts.push(Buffer.from(payload).toString());
    });
    if (!read.ok) throw new Error(`${read.code}: ${read.message}`);
    if (read.value.damage === null) return { texts, damages, nextOffset: read.value.nextOffset };
    damages.push(read.value.damage);
    reader.skipDamage();
  }
}
