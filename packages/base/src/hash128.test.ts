import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMod128, CanonicalWriter, hash128, subtractMod128, toHex128, ZERO_HASH128 } from './index.ts';
import type { Hash128 } from './index.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });
const anyHash: fc.Arbitrary<Hash128> = fc.tuple(word, word, word, word);
const edgeHash: fc.Arbitrary<Hash128> = fc
  .array(fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff), { minLength: 4, maxLength: 4 })
  .map((words) => [words[0]!, words[1]!, words[2]!, words[3]!]);

function toBigInt(hash: Hash128): bigint {
  return BigInt(`0x${toHex128(hash)}`);
}

test('hash128 is MurmurHash3 x86_128 (published vector)', () => {
  expect(toHex128(hash128('I will not buy this record, it is scratched.'))).toBe(
    'a0a9683b25ac5e40d9af2895890dddf5',
  );
  expect(hash128('')).toEqual(ZERO_HASH128);
});

test('hash128 differs for every prefix, tail bytes above 127 included', () => {
  const bytes = Uint8Array.from({ length: 70 }, (_, index) => 255 - index);
  const hashes = new Set(Array.from(bytes, (_, length) => toHex128(hash128(bytes.subarray(0, length)))));
  expect(hashes.size).toBe(70);
  expect(hash128('quận 1')).toEqual(hash128(new TextEncoder().encode('quận 1')));
});

test('hash128 does not depend on how the bytes lie in memory', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, index) => (index * 37) % 256);
  const shifted = new Uint8Array(101);
  shifted.set(bytes, 1);
  expect(hash128(shifted.subarray(1))).toEqual(hash128(bytes));
});

test('addMod128 and subtractMod128 are 128-bit arithmetic', () => {
  fc.assert(
    fc.property(fc.oneof(anyHash, edgeHash), fc.oneof(anyHash, edgeHash), (a, b) => {
      expect(toBigInt(addMod128(a, b))).toBe((toBigInt(a) + toBigInt(b)) % (1n << 128n));
      expect(subtractMod128(addMod128(a, b), b)).toEqual(a);
    }),
  );
});

test('the canonical writer gives equal hashes for every NaN and for both zeros, and keeps fields apart', () => {
  const writer = new CanonicalWriter();
  const otherNaN = new Float64Array(new Uint32Array([1, 0xfff80001]).buffer)[0]!;
  const of = (write: (writer: CanonicalWriter) => void): string => {
    writer.reset();
    write(writer);
    return toHex128(writer.hash());
  };
  expect(of((w) => w.f64(otherNaN))).toBe(of((w) => w.f64(Number.NaN)));
  expect(of((w) => w.f64(-0))).toBe(of((w) => w.f64(0)));
  expect(of((w) => w.f64(-1))).not.toBe(of((w) => w.f64(1)));
  expect(of((w) => w.string('ab').string('c'))).not.toBe(of((w) => w.string('a').string('bc')));
  expect(of((w) => w.bool(true))).not.toBe(of((w) => w.bool(false)));
});

test('the canonical writer grows past its first buffer', () => {
  const writer = new CanonicalWriter();
  const long = new Uint8Array(1000).fill(7);
  const expected = new Uint8Array(1004).fill(7);
  new DataView(expected.buffer).setUint32(0, 1000, true);
  expect(writer.bytes(long).hash()).toEqual(hash128(expected));
});
