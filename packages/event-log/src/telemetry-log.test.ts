import { expect, test } from 'vitest';
import { decodeEpochPayload, RECORD_KIND } from './log-record.ts';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import {
  EPOCH_BYTES,
  FOLDER,
  HEADER_BYTES,
  makeDisk,
  openLog,
  readTexts,
  write,
} from './telemetry-log.fixture.ts';

test('records come back byte for byte at the offsets that append gave, behind the record of the epoch', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const offset = writer.append(RECORD_KIND.tick, Uint8Array.of(1, 2, 255));
  writer.flush();
  const seen: unknown[] = [];
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  reader.readAvailable(writer.flushedOffset, (record) => {
    seen.push([record.kind, [...record.payload], record.offset, record.endOffset]);
  });
  expect(offset).toBe(EPOCH_BYTES);
  expect(seen[1]).toEqual([RECORD_KIND.tick, [1, 2, 255], EPOCH_BYTES, EPOCH_BYTES + 13]);
  expect(reader.epoch).toBe(1);
});

test('a payload is a plain Uint8Array whose slice is a copy that outlives the visit', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  write(writer, 'one', 'two');
  const kept: Uint8Array[] = [];
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  reader.readAvailable(writer.flushedOffset, ({ payload }) => kept.push(payload.slice()) > 0);
  const [, one = new Uint8Array(0), two = new Uint8Array(0)] = kept;
  expect([one.constructor, one.buffer === two.buffer]).toEqual([Uint8Array, false]);
  expect(Buffer.from(one).toString()).toBe('one');
});

test('every start is a new epoch and offsets go on where they were', () => {
  const fs = makeDisk();
  const first = openLog(fs);
  write(first, 'a');
  first.close();
  const second = openLog(fs);
  expect([first.epoch, second.epoch]).toEqual([1, 2]);
  expect(second.flushedOffset).toBe(first.flushedOffset + EPOCH_BYTES);
  expect(second.repair).toEqual({ cutBytes: 0, cutFromOffset: first.flushedOffset, damages: [], lost: null });
});

test('an epoch payload survives its round trip and a short one is refused', () => {
  const fs = makeDisk();
  openLog(fs);
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  let payload = new Uint8Array(0);
  reader.readAvailable(Infinity, (record) => {
    payload = new Uint8Array(record.payload);
  });
  expect(decodeEpochPayload(payload)).toEqual({ epoch: 1, startedAtMs: 1000 });
  expect(decodeEpochPayload(payload.subarray(1))).toBeNull();
});

test('a follower sees nothing beyond the offset that it was told, however much more is on the disk', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { segmentBytes: 60 });
  const offsets = write(writer, 'one', 'two', 'three', 'four');
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  const texts: string[] = [];
  const follow = (upTo: number) => {
    const read = reader.readAvailable(upTo, ({ payload }) => texts.push(Buffer.from(payload).toString()) > 0);
    return read.ok ? read.value.status : read.code;
  };
  expect(follow(offsets[1] ?? 0)).toBe('caught-up');
  expect(texts.slice(1)).toEqual(['one']);
  expect(follow(writer.flushedOffset)).toBe('caught-up');
  write(writer, 'five', 'six');
  expect(follow(writer.flushedOffset)).toBe('caught-up');
  expect(texts.slice(1)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});

test('a visitor or a budget pauses the reading, and the next call goes on behind the last record shown', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  write(writer, 'a', 'b', 'c');
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  const first = reader.readAvailable(Infinity, ({ kind }) => kind === RECORD_KIND.epoch);
  expect(first.ok && [first.value.status, first.value.records]).toEqual(['paused', 2]);
  const second = reader.readAvailable(Infinity, () => undefined, 1);
  expect(second.ok && [second.value.status, second.value.records]).toEqual(['paused', 1]);
  const third = reader.readAvailable(Infinity, () => undefined);
  expect(third.ok && [third.value.status, third.value.records]).toEqual(['caught-up', 1]);
});

test('reading starts in the middle from a position, in whatever segment it lies', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { segmentBytes: 50 });
  const offsets = write(writer, 'a', 'b', 'c', 'd', 'e', 'f');
  for (const [index, offset] of offsets.entries()) {
    const found = readTexts(fs, Infinity, { epoch: 1, offset });
    expect(found.texts).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].slice(index));
  }
});

test('records longer than the read chunk come back whole', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const long = 'x'.repeat(3 * 1024 * 1024);
  write(writer, 'before', long, 'after');
  expect(readTexts(fs).texts).toEqual(['before', long, 'after']);
});

test.each([7, 10, 30])(
  'a tail torn after %i bytes is cut at the first bad frame, and what was cut is told',
  (bytes) => {
    const fs = makeDisk();
    const writer = openLog(fs);
    write(writer, 'whole');
    const end = writer.flushedOffset;
    const file = fs.openWrite(`${FOLDER}/00000000000000000000.seg`);
    const torn = Buffer.alloc(bytes, 1);
    torn.writeUInt32LE(200);
    fs.write(file, torn, HEADER_BYTES + end);
    expect(readTexts(fs).damages).toEqual([{ code: 'torn', offset: end, resumeOffset: end + bytes }]);
    const again = openLog(fs);
    expect(again.repair).toMatchObject({ cutBytes: bytes, cutFromOffset: end, damages: [] });
    expect(readTexts(fs)).toMatchObject({ texts: ['whole'], damages: [] });
  },
);

test('bytes beyond the told offset are not even buffered: they may still change', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  write(writer, 'alpha');
  const end = writer.flushedOffset;
  const file = fs.openWrite(`${FOLDER}/00000000000000000000.seg`);
  fs.write(file, Buffer.alloc(50, 0x2a), HEADER_BYTES + end);
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  const texts: string[] = [];
  const follow = () =>
    reader.readAvailable(
      writer.flushedOffset,
      ({ payload }) => texts.push(Buffer.from(payload).toString()) > 0,
    );
  follow();
  write(writer, 'beta', 'gamma', 'delta', 'epsilon');
  expect(follow()).toMatchObject({ ok: true, value: { status: 'caught-up', damage: null } });
  expect(texts.slice(1)).toEqual(['alpha', 'beta', 'gamma', 'delta', 'epsilon']);
});
