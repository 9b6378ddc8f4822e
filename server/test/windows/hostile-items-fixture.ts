import type { Rng } from '@metropane/base';

/** An observation as a sender writes it. */
export interface SentItem {
  domain: string;
  entity: string;
  t: number;
  v: Record<string, number>;
  id?: string;
  q?: Record<string, number>;
}

export const METRICS = ['x', 'y'];
/** Entities of the feed that speaks HTTP (a watermark each) and of the one that speaks MQTT (by seed one watermark for all). */
export const HTTP_ENTITIES = ['a', 'b', 'c'];
export const MQTT_ENTITIES = ['m', 'n'];
export const ENTITIES = [...HTTP_ENTITIES, ...MQTT_ENTITIES];

/** Half of it in order, some within the lateness, some far beyond it, some sent again soon and some after hours. */
export function drawItem(
  rng: Rng,
  entities: readonly string[],
  { nowMs, sent }: { nowMs: number; sent: readonly SentItem[] },
): SentItem {
  if (sent.length > 0 && rng.next() < 0.3) {
    const before = sent[rng.int(sent.length)]!;
    if (entities.includes(before.entity)) return sendAgain(rng, before);
  }
  const disorder = rng.next();
  const behindMs = disorder < 0.5 ? 0 : disorder < 0.8 ? rng.int(20_000) : rng.int(40 * 60_000);
  const grainMs = rng.next() < 0.4 ? 5_000 : 1_000;
  const metrics = rng.next() < 0.5 ? METRICS : [METRICS[rng.int(2)]!];
  const item: SentItem = {
    domain: 'air',
    entity: entities[rng.int(entities.length)]!,
    // Whole seconds or five of them, so that equal times and watermarks at the very end of a window are common.
    t: Math.floor((nowMs - behindMs) / grainMs) * grainMs,
    v: Object.fromEntries(metrics.map((metric) => [metric, drawValue(rng)])),
  };
  // An id may look like a number: it must not be taken for the value of an event without one.
  if (rng.next() < 0.3) item.id = rng.next() < 0.5 ? `${rng.int(4)}.0` : `i${rng.int(6)}`;
  if (rng.next() < 0.15) item.q = { [metrics[0]!]: [3, 4, 9][rng.int(3)]! };
  return item;
}

/** The same message; or without its id; or, where an id says that it is the same event, one that tells it otherwise. */
export function sendAgain(rng: Rng, item: SentItem): SentItem {
  if (item.id === undefined || rng.next() < 0.3) return item;
  const { q: _flags, id, ...rest } = item;
  if (rng.next() < 0.2) return { ...rest, v: item.v };
  const v = Object.fromEntries(Object.keys(item.v).map((metric) => [metric, 200 + rng.int(100)]));
  return rng.next() < 0.5
    ? { ...rest, id, v }
    : { ...rest, id, v, q: Object.fromEntries(Object.keys(v).map((metric) => [metric, 4])) };
}

function drawValue(rng: Rng): number {
  if (rng.next() < 0.05) return 1e16;
  if (rng.next() < 0.05) return -0;
  return rng.next() < 0.5 ? rng.int(4) : rng.next() * 100 - 50;
}
