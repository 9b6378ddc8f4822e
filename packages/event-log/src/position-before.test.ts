import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RECORD_KIND } from './log-record.ts';
import { positionBefore } from './position-before.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';

test('reading begins at the newest segment that was begun before the moment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-position-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = { ms: 1_000, nowMs: () => clock.ms };
  const opened = TelemetryLogWriter.openForAppend({ folder, clock, segmentBytes: 1 });
  if (!opened.ok) throw new Error(opened.message);
  const log = opened.value;
  // Every flush begins a segment.
  const begun = [2_000, 3_000, 4_000].map((ms) => {
    clock.ms = ms;
    const offset = log.append(RECORD_KIND.tick, new Uint8Array(8));
    log.flush();
    return offset;
  });
  const offsetAt = (atMs: number): number | null => {
    const found = positionBefore(folder, atMs);
    if (!found.ok) throw new Error(found.message);
    return found.value?.offset ?? null;
  };
  expect(offsetAt(3_500)).toBe(begun[1]);
  expect(offsetAt(3_000)).toBe(begun[1]);
  expect(offsetAt(9_000)).toBe(begun[2]);
  expect(offsetAt(500)).toBeNull();
  log.close();
});
