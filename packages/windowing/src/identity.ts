/** What makes a value the same one again [W11]. Without an id `hi`/`lo` are the value's bits and `check` is 0. */
export interface IdentityKey {
  series: number;
  tMs: number;
  /** The id's two words, or the value's bits; signed, so that no word needs a double. */
  hi: number;
  lo: number;
  /** Not 0 = has an id: then a hash of the value, compared to tell a conflict from a plain duplicate. */
  check: number;
}

export type Remembered = 'new' | 'duplicate' | 'conflict';

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/** Fills `key` for a value that came without an id. */
export function identifyByValue(key: IdentityKey, value: number): void {
  bits[0] = value;
  key.lo = words[0]!;
  key.hi = words[1]!;
  key.check = 0;
}

/** Fills `key` for a value whose observation has an id. */
export function identifyById(key: IdentityKey, id: { hi: number; lo: number }, value: number): void {
  bits[0] = value;
  key.check = mixWords(words[1]!, words[0]!) | 1;
  key.hi = id.hi | 0;
  key.lo = id.lo | 0;
}

/** What a key is to an entry that agrees in series, time and both words: another identity, a duplicate, or a conflict. */
export function compareChecks(check: number, stored: number): Remembered {
  if (check === stored) return 'duplicate';
  return check === 0 || stored === 0 ? 'new' : 'conflict';
}

/** A signed 32-bit hash of a whole key. */
export function hashOfKey(key: IdentityKey): number {
  bits[0] = key.tMs;
  const time = mixWords(words[1]!, words[0]!);
  const owner = key.series * 2 + (key.check === 0 ? 0 : 1);
  return mixWords(mixWords(owner, time), mixWords(key.hi, key.lo));
}

function mixWords(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b ^ (b >>> 15), 0x85ebca6b), 0xc2b2ae35);
  h ^= h >>> 13;
  h = Math.imul(h, 0x27d4eb2f);
  return h ^ (h >>> 16);
}
