import { isMetricName } from './metropane-observation.ts';

const SLOTS = 4096;
const UNSAFE = new Set(['constructor', 'prototype']);

/**
 * One string per metric name that messages repeat by the million, found by its bytes. A table of fixed size where a newcomer
 * replaces whoever had its slot: a flood of made-up names costs speed, not memory.
 */
export class MetricNames {
  readonly #names: (string | undefined)[] = Array.from({ length: SLOTS });

  /** The name in `bytes[start, end)`; undefined if it is not a metric name. */
  at(bytes: Uint8Array, start: number, end: number): string | undefined {
    const length = end - start;
    if (length < 1 || length > 64) return undefined;
    let hash = length;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#names[slot];
    if (known !== undefined && known.length === length && isAt(known, bytes, start)) return known;
    const name = String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
    if (!isMetricName(name) || UNSAFE.has(name)) return undefined;
    this.#names[slot] = name;
    return name;
  }
}

function isAt(name: string, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}
