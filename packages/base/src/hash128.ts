/**
 * A 128-bit fingerprint for state hashes and dedup keys: MurmurHash3 x86_128, in 32-bit arithmetic only, so that it gives the same
 * four words in Node and in every browser. Not cryptographic: it finds mistakes, not attackers.
 */

/** Four unsigned 32-bit words, most significant first. */
export type Hash128 = readonly [number, number, number, number];

/** The neutral element of `addMod128`. */
export const ZERO_HASH128: Hash128 = [0, 0, 0, 0];

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const utf8 = new TextEncoder();

/** Hashes bytes, or the UTF-8 form of a string (a lone surrogate hashes as U+FFFD). */
export function hash128(input: Uint8Array | string, seed = 0): Hash128 {
  const bytes = typeof input === 'string' ? utf8.encode(input) : input;
  const blocksEnd = bytes.length - (bytes.length % 16);
  let h1 = seed | 0;
  let h2 = h1;
  let h3 = h1;
  let h4 = h1;
  const words = wordsOf(bytes, blocksEnd);
  for (let at = 0; at < words.length; at += 4) {
    h1 ^= scramble1(words[at]!);
    h1 = (Math.imul(rotl(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= scramble2(words[at + 1]!);
    h2 = (Math.imul(rotl(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= scramble3(words[at + 2]!);
    h3 = (Math.imul(rotl(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= scramble4(words[at + 3]!);
    h4 = (Math.imul(rotl(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  // A missing tail word is 0 and scrambles to 0, so all four can be mixed in without a case per length.
  h1 ^= scramble1(tailWordAt(bytes, blocksEnd)) ^ bytes.length;
  h2 ^= scramble2(tailWordAt(bytes, blocksEnd + 4)) ^ bytes.length;
  h3 ^= scramble3(tailWordAt(bytes, blocksEnd + 8)) ^ bytes.length;
  h4 ^= scramble4(tailWordAt(bytes, blocksEnd + 12)) ^ bytes.length;
  return finish(h1, h2, h3, h4);
}

/** (a + b) mod 2^128: commutative, so a sum of per-key hashes does not depend on the order of the keys. */
export function addMod128(a: Hash128, b: Hash128): Hash128 {
  const w3 = a[3] + b[3];
  const w2 = a[2] + b[2] + (w3 > 0xffffffff ? 1 : 0);
  const w1 = a[1] + b[1] + (w2 > 0xffffffff ? 1 : 0);
  const w0 = a[0] + b[0] + (w1 > 0xffffffff ? 1 : 0);
  return [w0 >>> 0, w1 >>> 0, w2 >>> 0, w3 >>> 0];
}

/** (a - b) mod 2^128: takes one key's old hash out of a running sum. */
export function subtractMod128(a: Hash128, b: Hash128): Hash128 {
  const w3 = a[3] - b[3];
  const w2 = a[2] - b[2] - (w3 < 0 ? 1 : 0);
  const w1 = a[1] - b[1] - (w2 < 0 ? 1 : 0);
  const w0 = a[0] - b[0] - (w1 < 0 ? 1 : 0);
  return [w0 >>> 0, w1 >>> 0, w2 >>> 0, w3 >>> 0];
}

/** 32 lower-case hexadecimal digits. */
export function toHex128(hash: Hash128): string {
  return hash.map((word) => word.toString(16).padStart(8, '0')).join('');
}

// oxlint-disable-next-line max-params -- the four words of the state
function finish(a: number, b: number, c: number, d: number): Hash128 {
  let h1 = (a + b + c + d) | 0;
  let h2 = fmix(b + h1);
  let h3 = fmix(c + h1);
  let h4 = fmix(d + h1);
  h1 = fmix(h1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) >>> 0;
  h3 = (h3 + h1) >>> 0;
  h4 = (h4 + h1) >>> 0;
  return [h1 >>> 0, h2, h3, h4];
}

function scramble1(word: number): number {
  return Math.imul(rotl(Math.imul(word, C1), 15), C2);
}

function scramble2(word: number): number {
  return Math.imul(rotl(Math.imul(word, C2), 16), C3);
}

function scramble3(word: number): number {
  return Math.imul(rotl(Math.imul(word, C3), 17), C4);
}

function scramble4(word: number): number {
  return Math.imul(rotl(Math.imul(word, C4), 18), C1);
}

/** The first `length` bytes as little-endian words: a view where machine and alignment allow it, else a copy. */
function wordsOf(bytes: Uint8Array, length: number): Int32Array {
  if (IS_LITTLE_ENDIAN && bytes.byteOffset % 4 === 0)
    return new Int32Array(bytes.buffer, bytes.byteOffset, length / 4);
  return Int32Array.from({ length: length / 4 }, (_, word) => tailWordAt(bytes, word * 4));
}

function tailWordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function rotl(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function fmix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
