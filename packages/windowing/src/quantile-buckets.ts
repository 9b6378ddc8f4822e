/**
 * The buckets of live quantiles: exponent and the five highest bits of the mantissa of a double, so 32 buckets per octave, the
 * same for every series, mirrored for negative values. A bucket is at most 1/32 of its lower end wide and stands for its middle,
 * so its value is at most 1/64 = 1.6 % away from any value in it. Values below 2.3e-308 in magnitude share the bucket of zero.
 * Taking the bits is some three times faster than a logarithm and needs no rounding rule.
 */
const MANTISSA_SHIFT = 15;
const ZERO = 0x1_0000;
const SMALLEST_NORMAL = 32;
const HALF_BUCKET = 0x4000;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** The bucket of a finite value: 0 to 131,071, in the order of values. */
export function bucketOf(value: number): number {
  bits[0] = value;
  const high = words[1]!;
  const magnitude = (high & 0x7fff_ffff) >>> MANTISSA_SHIFT;
  if (magnitude < SMALLEST_NORMAL) return ZERO;
  return high >>> 31 === 1 ? ZERO - magnitude : ZERO + magnitude;
}

/** The middle of a bucket. */
export function bucketMiddle(bucket: number): number {
  if (bucket === ZERO) return 0;
  words[0] = 0;
  words[1] = (Math.abs(bucket - ZERO) << MANTISSA_SHIFT) | HALF_BUCKET;
  return bucket < ZERO ? -bits[0]! : bits[0]!;
}
