import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Observation } from '@metropane/city';
import { makeDecoder } from '@metropane/feeds';
import type { DecodeResult, FeedBinding } from '@metropane/feeds';
import { observationTopic, reportTopic } from '../message.ts';
import type { SimMessage } from '../message.ts';

/** Rows that a binding refused, by code, and what was said about the first. */
export interface Refusals {
  readonly counts: Record<string, number>;
  first?: string;
}

/**
 * What a binding reads from a file, as messages of the contract in file order: all readings of one row in one message. A message
 * is due at the arrival time of its row where the binding knows one, else at its event time.
 */
export async function* decodedMessages(
  path: string,
  binding: FeedBinding,
  { nowMs, refusals }: { readonly nowMs: number; readonly refusals: Refusals },
): AsyncGenerator<SimMessage> {
  const stream = makeDecoder(binding).openStream(basename(path));
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }))
    yield* toMessages(stream.push(chunk as Buffer, nowMs), nowMs, refusals);
  yield* toMessages(stream.end(nowMs), nowMs, refusals);
}

function* toMessages(result: DecodeResult, nowMs: number, refusals: Refusals): Generator<SimMessage> {
  for (const { code, detail } of result.rejected) {
    refusals.counts[code] = (refusals.counts[code] ?? 0) + 1;
    refusals.first ??= `${code}: ${detail}`;
  }
  for (const observation of result.observations) yield toMessage(observation, nowMs);
  for (const { source, tMs, ...report } of result.reports ?? [])
    yield {
      atMs: tMs,
      topic: reportTopic(source),
      qos: 1,
      retain: false,
      payload: JSON.stringify({ t: tMs, ...report }),
    };
}

function toMessage(observation: Observation, nowMs: number): SimMessage {
  const { domain, entity, tMs, arrivalMs, readings, id, seq, loc } = observation;
  const v: Record<string, number | null> = {};
  const q: Record<string, number> = {};
  for (const { metric, value, flag } of readings) {
    v[metric] = value;
    if (flag !== (value === null ? 9 : 2)) q[metric] = flag;
  }
  const payload = JSON.stringify({ t: tMs, v, loc, id, seq, q: Object.keys(q).length === 0 ? undefined : q });
  // `arrivalMs` is the time we gave unless the binding read it from a column.
  const atMs = arrivalMs === nowMs ? tMs : arrivalMs;
  return { atMs, topic: observationTopic(domain, entity), qos: 1, retain: false, payload };
}
