import { expect, test } from 'vitest';
import { TelemetryLogReader } from './telemetry-log-reader.ts';
import { TelemetryLogWriter } from './telemetry-log-writer.ts';
import {
  EPOCH_BYTES,
  FOLDER,
  HEADER_BYTES,
  makeDisk,
  openLog,
  readTexts,
  write,
} from './telemetry-log.fixture.ts';

test('a bit flip in a payload costs that record, is reported with its offsets, and nothing else', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const offsets = write(writer, 'alpha', 'beta', 'gamma');
  const [, beta = 0, gamma = 0] = offsets;
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + beta + 12);
  const found = readTexts(fs, writer.flushedOffset);
  expect(found.texts).toEqual(['alpha', 'gamma']);
  expect(found.damages).toEqual([{ code: 'bad-crc', offset: beta, resumeOffset: gamma }]);
});

test('a bit flip in a length loses the rest of that segment, and reading resumes at the next', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { segmentBytes: 70 });
  const [, beta = 0] = write(writer, 'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta');
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + beta, 0x02);
  const found = readTexts(fs, writer.flushedOffset);
  const next = fs.list(FOLDER).find((name) => name.endsWith('.seg') && !name.startsWith('0'.repeat(20)));
  expect(found.damages).toHaveLength(1);
  expect(found.damages[0]).toMatchObject({ offset: beta, resumeOffset: Number(next?.slice(0, 20)) });
  expect(found.texts[0]).toBe('alpha');
  expect(found.texts.at(-1)).toBe('zeta');
});

test('damage below the durable mark is kept and reported on opening; only an unsynced tail is cut', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const [, beta = 0, gamma = 0] = write(writer, 'alpha', 'beta', 'gamma');
  writer.sync();
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + beta + 12);
  const again = openLog(fs);
  expect(again.repair.damages).toEqual([{ code: 'bad-crc', offset: beta, resumeOffset: gamma }]);
  expect(again.repair.cutBytes).toBe(0);
  write(again, 'later');
  expect(readTexts(fs).texts).toEqual(['alpha', 'gamma', 'later']);
});

test('damage to a synced length seals the segment: what follows is written into a new one, nothing is cut', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const [, beta = 0] = write(writer, 'alpha', 'beta', 'gamma');
  writer.sync();
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + beta, 0x40);
  const again = openLog(fs);
  write(again, 'later');
  const found = readTexts(fs);
  expect(again.repair.cutBytes).toBe(0);
  expect(found.texts).toEqual(['alpha', 'later']);
  expect(found.damages).toMatchObject([{ offset: beta, resumeOffset: writer.flushedOffset }]);
});

test('a damaged segment header loses no record', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  write(writer, 'kept');
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, 9);
  const found = readTexts(fs);
  expect(found.texts).toEqual(['kept']);
  expect(found.damages).toEqual([{ code: 'bad-header', offset: 0, resumeOffset: 0 }]);
  expect(openLog(fs).repair.damages).toContainEqual({ code: 'bad-header', offset: 0, resumeOffset: 0 });
});

test('a log of a later format is refused and left alone', async () => {
  const { encodeSegmentHeader } = await import('./segment.ts');
  const { crc32 } = await import('node:zlib');
  const fs = makeDisk();
  const header = Buffer.from(encodeSegmentHeader({ firstOffset: 0, epoch: 1, createdAtMs: 0 }));
  header.writeUInt16LE(2, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 36)), 36);
  const file = fs.createFile(`${FOLDER}/00000000000000000000.seg`);
  fs.write(file, Buffer.concat([header, Buffer.from('later bytes')]), 0);
  const opened = TelemetryLogWriter.openForAppend({ folder: FOLDER, clock: { nowMs: () => 0 }, fs });
  expect(opened.ok ? 'ok' : opened.code).toBe('newer-format');
  expect(fs.contentOf(`${FOLDER}/00000000000000000000.seg`).length).toBe(HEADER_BYTES + 11);
});

test('a log that lost its files continues behind the checkpoint, and says what is lost', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { continueAfter: { epoch: 7, offset: 5000 } });
  expect(writer.epoch).toBe(8);
  expect(writer.repair.lost).toEqual({ fromOffset: 0, toOffset: 5000 });
  const [offset = 0] = write(writer, 'first');
  expect(offset).toBe(5000 + EPOCH_BYTES);
  const from = { epoch: 7, offset: 4000 };
  expect(readTexts(fs, Infinity, from).damages).toEqual([
    { code: 'removed', offset: 4000, resumeOffset: 5000 },
  ]);
});

test('bytes that were told to be there and are not are reported, also on opening', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const [, lost = 0] = write(writer, 'kept', 'lost');
  writer.sync();
  const file = fs.openWrite(`${FOLDER}/00000000000000000000.seg`);
  fs.truncate(file, HEADER_BYTES + lost);
  const damage = { code: 'missing-bytes', offset: lost, resumeOffset: writer.flushedOffset };
  expect(readTexts(fs, writer.flushedOffset).damages).toEqual([damage]);
  const again = openLog(fs);
  expect(again.repair.damages).toEqual([damage]);
  expect(again.flushedOffset).toBe(writer.flushedOffset + EPOCH_BYTES);
});

test('a bad sector is damage up to the next segment; any other refusal can be repeated', () => {
  const fs = makeDisk();
  const writer = openLog(fs, { segmentBytes: 50 });
  write(writer, 'alpha', 'beta', 'gamma', 'delta', 'epsilon');
  const second = Number(fs.list(FOLDER)[1]?.slice(0, 20));
  const reader = new TelemetryLogReader({ folder: FOLDER, fs });
  fs.failNext('read', 'EMFILE');
  expect(reader.readAvailable(Infinity, () => false)).toMatchObject({ ok: false, code: 'too-many-files' });
  fs.failNext('read', 'EIO');
  const badHeader = reader.readAvailable(Infinity, () => false);
  expect(badHeader.ok && badHeader.value.damage?.code).toBe('bad-header');
  reader.skipDamage();
  fs.failNext('read', 'EMFILE');
  expect(reader.readAvailable(Infinity, () => false)).toMatchObject({ ok: false, code: 'too-many-files' });
  fs.failNext('read', 'EIO');
  const badSector = reader.readAvailable(Infinity, () => false);
  expect(badSector.ok && badSector.value.damage).toEqual({
    code: 'unreadable',
    offset: 0,
    resumeOffset: second,
  });
  reader.skipDamage();
  const rest: number[] = [];
  const read = reader.readAvailable(Infinity, ({ offset }) => rest.push(offset) > 0);
  expect(read.ok && read.value.status).toBe('caught-up');
  expect(rest[0]).toBe(second);
});

test('a lost or torn durable mark only means that a bad tail is cut', () => {
  const fs = makeDisk();
  const writer = openLog(fs);
  const [, beta = 0] = write(writer, 'alpha', 'beta');
  writer.sync();
  fs.corrupt(`${FOLDER}/durable.mark`, 5);
  fs.corrupt(`${FOLDER}/00000000000000000000.seg`, HEADER_BYTES + beta + 12);
  const again = openLog(fs);
  expect(again.repair).toMatchObject({ cutFromOffset: beta, cutBytes: 14, damages: [] });
});

test('a file without a header is removed, but the offset in its name is not given out again', () => {
  const fs = makeDisk();
  write(openLog(fs), 'alpha');
  const shell = fs.createFile(`${FOLDER}/00000000000000005000.seg`);
  fs.write(shell, Buffer.from('MPLOG'), 0);
  const again = openLog(fs);
  expect(again.repair).toMatchObject({ cutBytes: 5, damages: [] });
  const [offset = 0] = write(again, 'beta');
  expect(offset).toBe(5000 + EPOCH_BYTES);
  const found = readTexts(fs);
  expect(found.texts).toEqual(['alpha', 'beta']);
  expect(found.damages).toMatchObject([{ code: 'hole', resumeOffset: 5000 }]);
});
