import { expect, test } from 'vitest';
import { RECORD_KIND } from './log-record.ts';
import { FOLDER, HEADER_BYTES, makeDisk, openLog, readTexts, write } from './telemetry-log.fixture.ts';

test('a full disk keeps the batch in memory, leaves no half frame, and resumes by itself', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  write(writer, 'before');
  const flushed = writer.flushedOffset;
  fs.freeBytes = 5;
  writer.append(RECORD_KIND.readings, Buffer.from('waiting'));
  const refused = writer.flush();
  expect(refused.ok ? 'ok' : refused.code).toBe('disk-full');
  expect(writer.flushedOffset).toBe(flushed);
  expect(readTexts(fs)).toMatchObject({ texts: ['before'], damages: [] });
  fs.freeBytes = Infinity;
  const resumed = writer.flush();
  expect(resumed.ok && resumed.value.unlogged).toBeNull();
  expect(readTexts(fs).texts).toEqual(['before', 'waiting']);
});

test('beyond the bound records are left out, counted, reported once, and show as a hole', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { maxPendingBytes: 40 });
  fs.freeBytes = 0;
  const offsets = ['kept', 'lost 1', 'lost 2'].map((text) => writer.append(1, Buffer.from(text.padEnd(25))));
  expect(writer.flush().ok).toBe(false);
  expect(writer.unlogged).toMatchObject({ fromOffset: offsets[1], records: 2 });
  fs.freeBytes = Infinity;
  const resumed = writer.flush();
  const span = { fromOffset: offsets[1], toOffset: writer.nextOffset, records: 2 };
  expect(resumed.ok && resumed.value.unlogged).toEqual(span);
  const again = writer.flush();
  expect(again.ok && again.value.unlogged).toBeNull();
  write(writer, 'after');
  const found = readTexts(fs, writer.flushedOffset);
  expect(found.texts.map((text) => text.trim())).toEqual(['kept', 'after']);
  expect(found.damages).toEqual([{ code: 'hole', offset: span.fromOffset, resumeOffset: span.toOffset }]);
});

test('when a sync fails and its bytes cannot be read back either, the span is called suspect and the log goes on', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const [offset = 0] = write(writer, 'doubtful');
  fs.failNext('syncData', 'EIO');
  expect(writer.sync()).toMatchObject({ ok: false, code: 'io-error' });
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + offset + 12);
  expect(writer.sync().ok).toBe(true);
  expect(writer.suspect).toEqual({ fromOffset: offset, toOffset: writer.flushedOffset });
  write(writer, 'after');
  expect(readTexts(fs).texts).toEqual(['after']);
});
