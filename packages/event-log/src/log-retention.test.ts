import { expect, test } from 'vitest';
import { removeExpiredSegments } from './log-retention.ts';
import { FOLDER, makeDisk, openLog, readTexts, write } from './telemetry-log.fixture.ts';

test('retention removes by size and age, oldest first, and never what a checkpoint or the writer needs', () => {
  const fs = makeDisk();
  let nowMs = 0;
  const writer = openLog(fs, { segmentBytes: 50, clock: { nowMs: () => (nowMs += 100) } });
  write(writer, ...Array.from({ length: 12 }, (_, index) => `record ${index}`));
  const segments = () => fs.list(FOLDER).filter((name) => name.endsWith('.seg'));
  const firsts = segments().map((name) => Number(name.slice(0, 20)));
  const policy = { folder: FOLDER, fs, maxBytes: 1e9, maxAgeMs: 1e9, nowMs, keepFromOffset: Infinity };
  expect(removeExpiredSegments(policy)).toMatchObject({ ok: true, value: { removed: [] } });
  const pinned = removeExpiredSegments({ ...policy, maxBytes: 0, keepFromOffset: firsts[2] ?? 0 });
  expect(pinned).toMatchObject({
    ok: true,
    value: { removed: firsts.slice(0, 2), oldestOffset: firsts[2] },
  });
  expect(pinned.ok && pinned.value.overBudgetBytes).toBeGreaterThan(0);
  const aged = removeExpiredSegments({ ...policy, maxAgeMs: nowMs - 550 });
  expect(aged.ok && aged.value.removed).toEqual(firsts.slice(2, 3));
  removeExpiredSegments({ ...policy, maxBytes: 0 });
  expect(segments()).toHaveLength(1);
  const found = readTexts(fs, writer.flushedOffset, { epoch: 1, offset: firsts[0] ?? 0 });
  expect(found.damages[0]?.code).toBe('removed');
});
