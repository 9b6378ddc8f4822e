import { expect, test } from 'vitest';
import { removeExpiredSegments } from './log-retention.ts';
import type { KeptPayload } from './payload-block.ts';
import { MAX_BLOCK_MESSAGES } from './payload-block.ts';
import { PayloadStoreReader } from './payload-store-reader.ts';
import { repairPayloadStore } from './payload-store-repair.ts';
import { at, message, openStore, RAW, segmentsOf, write } from './payload-store.fixture.ts';
import { makeDisk } from './telemetry-log.fixture.ts';

test('every reading of a message finds it: while it waits, when it is written, sealed, and after a restart', () => {
  const fs = makeDisk();
  const writer = openStore(fs, { blockBytes: 200, segmentBytes: 400 });
  const messages: KeptPayload[] = [];
  for (let offset = 10, i = 0; i < 60; i++) {
    messages.push(message(offset, 1 + (i % 3)));
    offset += 1 + (i % 3) + (i % 5) * 100;
  }
  const kept = new PayloadStoreReader({ folder: RAW, fs });
  const find = (offset: number) => {
    const onDisk = kept.at(offset);
    return writer.findWaiting(offset) ?? (onDisk.ok ? onDisk.value : onDisk.code);
  };
  for (const [i, each] of messages.entries()) {
    writer.add(each);
    for (const known of messages.slice(0, i + 1)) {
      for (let place = known.fromOffset; place < known.toOffset; place++) expect(find(place)).toEqual(known);
    }
    expect(find(each.toOffset)).toBeNull();
  }
  expect(find(9)).toBeNull();
  writer.close();
  expect(segmentsOf(fs).length).toBeGreaterThan(2);
  openStore(fs);
  for (const known of messages) expect(at(fs, known.fromOffset)).toEqual(known);
  expect(at(fs, messages[1]!.toOffset)).toBeNull();
  expect(at(fs, messages.at(-1)!.toOffset)).toBeNull();
});

test('a block ends at its bytes, at its messages, or where the next place is too far to tell; a long message is alone', () => {
  const fs = makeDisk();
  const writer = openStore(fs, { blockBytes: 50_000 });
  for (let i = 0; i <= MAX_BLOCK_MESSAGES; i++) writer.add(message(i, 1, 'x'));
  expect(writer.stats.kept).toBe(MAX_BLOCK_MESSAGES);
  const far = message(2 ** 40);
  const long = message(2 ** 41, 1, 'y'.repeat(200_000));
  const short = message(2 ** 41 + 1);
  for (const each of [far, long, short]) writer.add(each);
  expect(writer.stats.kept).toBe(MAX_BLOCK_MESSAGES + 3);
  writer.close();
  for (const each of [message(3, 1, 'x'), far, long, short]) expect(at(fs, each.fromOffset)).toEqual(each);
});

test('an empty payload, an archive time and any text of a topic come back as they were', () => {
  const fs = makeDisk();
  const writer = openStore(fs);
  const odd = { ...message(5, 1, ''), topic: 'a"b\u2028/ề', feed: '', arrivalMs: -1.5 };
  writer.add(odd);
  expect(writer.findWaiting(5)).toEqual(odd);
  writer.close();
  expect(at(fs, 5)).toEqual(odd);
});

test('a tail torn at any byte is cut: what was whole stays, what was torn is never shown', () => {
  const whole = [message(10), message(20)];
  const torn = message(30);
  const fs = makeDisk();
  write(openStore(fs), ...whole, torn);
  const path = `${RAW}/${segmentsOf(fs)[0]!}`;
  const bytes = new Uint8Array(fs.contentOf(path));
  const before = makeDisk();
  write(openStore(before), ...whole);
  const good = before.contentOf(path).length;
  for (let length = good; length < bytes.length; length++) {
    const disk = makeDisk();
    disk.write(disk.createFile(path), bytes.subarray(0, length), 0);
    expect(at(disk, 30), `${length} before the repair`).toBeNull();
    const writer = openStore(disk);
    expect(writer.repair).toEqual({ cutBytes: length - good, droppedBlocks: 0, removedSegments: 0 });
    expect([10, 20, 30].map((place) => at(disk, place))).toEqual([...whole, null]);
    write(writer, torn);
    expect(at(disk, 30)).toEqual(torn);
  }
});

test('one flipped bit anywhere: the right message, nothing, or a damage code, never other bytes', () => {
  for (const isSealed of [false, true]) {
    const fs = makeDisk();
    const writer = openStore(fs);
    const messages = [message(10, 2), message(20), message(30, 3)];
    write(writer, ...messages);
    if (isSealed) writer.close();
    const path = `${RAW}/${segmentsOf(fs)[0]!}`;
    const size = fs.contentOf(path).length;
    let damaged = 0;
    for (let bit = 0; bit < size * 8; bit++) {
      fs.corrupt(path, bit >> 3, 1 << (bit & 7));
      for (const each of messages) {
        const found = at(fs, each.fromOffset + 1);
        if (typeof found === 'object' && found !== null) expect(found).toEqual(each);
        else damaged += 1;
      }
      fs.corrupt(path, bit >> 3, 1 << (bit & 7));
    }
    expect(damaged).toBeGreaterThan(100);
  }
});

test('what claims a place that the log gives out again is gone before the first new reading', () => {
  const fs = makeDisk();
  write(
    openStore(fs, { segmentBytes: 300 }),
    message(10),
    message(20),
    message(30),
    message(40),
    message(50),
  );
  const both = openStore(fs, { blockBytes: 1e6 });
  both.add(message(60));
  both.add(message(70));
  both.close();
  const repaired = repairPayloadStore(RAW, 65, fs);
  expect(repaired).toMatchObject({ ok: true, value: { droppedBlocks: 1 } });
  expect([50, 60, 70].map((place) => at(fs, place))).toEqual([message(50), null, null]);
  // The log lost more: offsets from 25 on belong to other readings now.
  write(openStore(fs, { startOffset: 25, epoch: 2 }), message(32, 9, 'of the new epoch'));
  expect([10, 20, 30, 40, 50].map((place) => at(fs, place))).toMatchObject([
    message(10),
    message(20),
    null,
    { fromOffset: 32 },
    null,
  ]);
});

test('a segment that cannot be read at a start is removed whole: nothing unproven stays', () => {
  const fs = makeDisk();
  write(openStore(fs), message(10));
  fs.failNext('read', 'EIO');
  expect(openStore(fs, { startOffset: 20 }).repair.removedSegments).toBe(1);
  expect(at(fs, 10)).toBeNull();
  expect(segmentsOf(fs)).toEqual([]);
  write(openStore(fs), message(30));
  fs.failNext('read', 'EIO');
  fs.failNext('remove', 'EACCES');
  expect(repairPayloadStore(RAW, 40, fs)).toMatchObject({ ok: false, code: 'no-access' });
});

test('a full disk costs payloads, counted, and memory stays bounded; space that returns ends it', () => {
  const fs = makeDisk();
  const writer = openStore(fs, { blockBytes: 100 });
  write(writer, message(10));
  fs.freeBytes = 20;
  writer.add(message(20));
  expect(writer.flush()).toMatchObject({ ok: false, code: 'disk-full' });
  expect(writer.failure).toContain('disk-full');
  expect(writer.findWaiting(20), 'kept while there is room for it').toEqual(message(20));
  for (let offset = 21; offset < 60; offset++) writer.add(message(offset));
  expect(writer.stats.lost).toBeGreaterThan(30);
  expect(writer.stats.kept).toBe(1);
  fs.freeBytes = Infinity;
  write(writer, message(70));
  expect(writer.failure).toBeNull();
  expect([10, 20, 70].map((place) => at(fs, place))).toEqual([message(10), null, message(70)]);
});

test('a segment that could not be sealed is walked', () => {
  const fs = makeDisk();
  const writer = openStore(fs);
  write(writer, message(10), message(20));
  fs.freeBytes = 10;
  writer.close();
  expect([10, 20, 30].map((place) => at(fs, place))).toEqual([message(10), message(20), null]);
});

test('segments end by age too, and the oldest go by age and size', () => {
  const fs = makeDisk();
  let nowMs = 0;
  const writer = openStore(fs, { clock: { nowMs: () => nowMs }, segmentAgeMs: 1000 });
  for (let offset = 10; offset < 100; offset += 10) {
    write(writer, message(offset));
    nowMs += 500;
  }
  expect(segmentsOf(fs)).toHaveLength(5);
  const reader = new PayloadStoreReader({ folder: RAW, fs });
  expect(reader.at(10)).toMatchObject({ ok: true, value: message(10) });
  const policy = { folder: RAW, fs, keepFromOffset: Infinity, maxBytes: 1e9, maxAgeMs: 2000, nowMs };
  expect(removeExpiredSegments(policy)).toMatchObject({ ok: true, value: { removed: [10, 30] } });
  expect([10, 40, 50].map((place) => at(fs, place))).toEqual([null, null, message(50)]);
  expect(reader.at(10)).toEqual({ ok: true, value: null });
  removeExpiredSegments({ ...policy, maxBytes: 1, maxAgeMs: 1e9 });
  expect(segmentsOf(fs)).toHaveLength(1);
  expect(at(fs, 90)).toEqual(message(90));
});

test('a folder that is not there holds nothing', () => {
  expect(new PayloadStoreReader({ folder: '/nowhere-at-all' }).at(1)).toEqual({ ok: true, value: null });
});
