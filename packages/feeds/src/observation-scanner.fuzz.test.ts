/**
 * What the scanner reads from bytes is what the checked path reads through JSON.parse, down to the code and words of a refusal.
 * `METROPANE_FUZZ_CASES` sets how many cases (100,000 unless told; the full battery asks for a million).
 */
import { ReadingsFrameBuilder, type ReadingsFrame } from '@metropane/city';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';

import type { DecodeResult, MessageSpan } from './feed-decoder.ts';
import { HostileObservations } from './hostile-observation.fixture.ts';
import { makeMetropaneDecoder } from './metropane.ts';
import { ObservationScanner } from './observation-scanner.ts';

const CASES = Number(process.env['METROPANE_FUZZ_CASES'] ?? 100_000);
const CASES_PER_SEED = 500;
const ARRIVAL = Date.UTC(2026, 10, 23, 12);
const TOPIC = 'city/v1/obs/air/e';

const decoder = makeMetropaneDecoder({ form: 'mqtt' });
const byTopic = decoder.ofTopic(TOPIC);
const fastRows = new ReadingsFrameBuilder('f', 1);
const slowRows = new ReadingsFrameBuilder('f', 1);

test(`scanner and checked path agree on ${CASES.toLocaleString('en')} messages, hostile ones among them`, () => {
  const scanner = new ObservationScanner();
  const codes = new Set<string>();
  let scanned = 0;
  let accepted = 0;
  forSeeds('hostile-observation', Math.ceil(CASES / CASES_PER_SEED), (rng) => {
    const hostile = new HostileObservations(rng, ARRIVAL);
    for (let n = 0; n < CASES_PER_SEED; n++) {
      const payload = hostile.next();
      const span = amidOthers(payload);
      if (scanner.scan(span)) scanned++;
      const fast = byTopic.decodeInto(span, fastRows);
      const slow = decoder.decode({ topic: TOPIC, payload, arrivalMs: ARRIVAL });
      for (const observation of slow.observations) slowRows.add(observation);
      accepted += slow.observations.length;
      for (const { code } of slow.rejected) codes.add(code);
      const difference = differenceOf(fast, slow) ?? differenceOfRows(fastRows.build(), slowRows.build());
      if (difference !== null)
        throw new Error(`${difference}: ${JSON.stringify(payload.toString('latin1'))}`);
    }
  });
  // Neither path may win by the other never being asked.
  expect(scanned / CASES).toBeGreaterThan(0.1);
  expect(accepted / CASES).toBeGreaterThan(0.2);
  expect([...codes].toSorted()).toEqual(['future', 'malformed', 'no-time', 'not-finite', 'schema', 'unsafe']);
}, 600_000);

/** The payload as it lies in a batch: neighbours that would change it if they were read with it. */
function amidOthers(payload: Buffer): MessageSpan {
  const bytes = Buffer.concat([Buffer.from('1"'), payload, Buffer.from('0"}]')]);
  return { bytes, start: 2, end: 2 + payload.length, arrivalMs: ARRIVAL };
}

function differenceOf(fast: DecodeResult, slow: DecodeResult): string | null {
  const [mine, theirs] = [JSON.stringify(fast.rejected), JSON.stringify(slow.rejected)];
  return mine === theirs ? null : `refusals differ, ${mine} and ${theirs}`;
}

function differenceOfRows(fast: ReadingsFrame, slow: ReadingsFrame): string | null {
  for (const name of ['timeMs', 'arrivalMs', 'lon', 'lat', 'readingEnd', 'value', 'flag'] as const) {
    if (!isSame(fast[name], slow[name])) return `${name} differ, ${fast[name]} and ${slow[name]}`;
  }
  for (const name of ['domain', 'entity', 'id', 'metric'] as const) {
    const [mine, theirs] = [textsOf(fast, name), textsOf(slow, name)];
    if (mine !== theirs) return `${name} differ, ${mine} and ${theirs}`;
  }
  return null;
}

/** Bit for bit but for the payload of NaN: 0 and -0 are two. */
function isSame(mine: ArrayLike<number>, theirs: ArrayLike<number>): boolean {
  if (mine.length !== theirs.length) return false;
  for (let at = 0; at < mine.length; at++) if (!Object.is(mine[at], theirs[at])) return false;
  return true;
}

function textsOf(frame: ReadingsFrame, name: 'domain' | 'entity' | 'id' | 'metric'): string {
  return JSON.stringify(Array.from(frame[name], (index) => frame.texts.at(index)));
}
