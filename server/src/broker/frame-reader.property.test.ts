import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from './frame-reader.ts';

function frame(type: number, body: Uint8Array): Buffer {
  const header = [type];
  let rest = body.length;
  do {
    header.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), body]);
}

const frames = fc.array(
  fc
    .tuple(
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 255 }),
    )
    .map(([type, length, fill]) => frame(type << 4, Buffer.alloc(length, fill))),
  { maxLength: 20 },
);

test('however the stream is cut and wherever it is paused, the same frames come out', () => {
  fc.assert(
    fc.property(
      frames,
      fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 40 }),
      fc.nat(5),
      (wanted, cuts, every) => {
        const got: string[] = [];
        const reader: FrameReader = new FrameReader(1 << 22, ({ bytes, start, end }) => {
          got.push(bytes.subarray(start, end).toString('base64'));
          if (every > 0 && got.length % every === 0) reader.pause();
        });
        const stream = Buffer.concat(wanted);
        let at = 0;
        for (const size of [...cuts, stream.length]) {
          expect(reader.push(Buffer.from(stream.subarray(at, at + size)))).toBeUndefined();
          at += size;
        }
        while (reader.isPaused) expect(reader.resume()).toBeUndefined();
        expect(got).toEqual(wanted.map((bytes) => bytes.toString('base64')));
      },
    ),
    { numRuns: 200 },
  );
});

test('a frame over the limit is a fault as soon as its header is known, however it is cut', () => {
  const header = Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]);
  for (const size of [1, 2, 5]) {
    const reader = new FrameReader(65_536, () => expect.unreachable());
    const faults = [];
    for (let at = 0; at < header.length; at += size) faults.push(reader.push(header.subarray(at, at + size)));
    expect(faults.at(-1)).toBe('oversize');
  }
  const exact = frame(0x30, Buffer.alloc(65_536 - 4));
  let seen = 0;
  const count = () => (seen += 1);
  expect(new FrameReader(exact.length, count).push(exact)).toBeUndefined();
  expect(new FrameReader(exact.length - 1, count).push(exact)).toBe('oversize');
  expect(seen).toBe(1);
});

test('a length of more than four bytes is malformed, whole or byte by byte', () => {
  const bytes = Buffer.from([0x10, 0x80, 0x80, 0x80, 0x80, 0x01]);
  expect(new FrameReader(1 << 22, () => expect.unreachable()).push(bytes)).toBe('malformed');
  const slow = new FrameReader(1 << 22, () => expect.unreachable());
  const faults = [...bytes.subarray(0, 5)].map((byte) => slow.push(Buffer.of(byte)));
  expect(faults).toEqual([undefined, undefined, undefined, undefined, 'malformed']);
});
