import { expect, test } from 'vitest';
import { CrashyFileSystem } from './crashy-file-system.ts';
import { listSegments } from './segment.ts';
import { syncLogTail } from './sync-log-tail.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

const clock = { nowMs: () => 0 };

function writeRecords(fs: CrashyFileSystem, n: number): TelemetryLogWriter {
  const opened = TelemetryLogWriter.openForAppend({ folder: 'log', clock, fs });
  if (!opened.ok) throw new Error(opened.message);
  for (let i = 0; i < n; i++) opened.value.append(1, new Uint8Array(50));
  expect(opened.value.flush().ok).toBe(true);
  return opened.value;
}

function lengthOf(fs: CrashyFileSystem): number {
  return listSegments(fs, 'log').reduce((sum, segment) => sum + fs.contentOf(segment.path).length, 0);
}

test.each([true, false])('what was flushed survives a loss of power, if it was synced (%s)', (isSynced) => {
  // Of what was not synced nothing survives.
  const fs = new CrashyFileSystem(() => 0);
  writeRecords(fs, 20);
  const length = lengthOf(fs);
  if (isSynced) expect(syncLogTail('log', fs)).toEqual({ ok: true, value: undefined });
  fs.restart('power-lost');
  if (isSynced) expect(lengthOf(fs)).toBe(length);
  else expect(lengthOf(fs)).toBeLessThan(length);
});

test('a disk that refuses to sync is told, a log that has no segment is synced already', () => {
  const fs = new CrashyFileSystem(() => 0.5);
  fs.makeFolder();
  expect(syncLogTail('log', fs).ok).toBe(true);
  writeRecords(fs, 1);
  fs.failNext('syncData', 'EIO');
  expect(syncLogTail('log', fs)).toMatchObject({ ok: false, code: 'io-error' });
});
