import type { SimMessage } from '../message.ts';

/**
 * One line of a captured stream: `<arrival RFC 3339> <topic> <JSON>`. A topic may hold spaces (a headsign does), so it ends where
 * the JSON begins. The payload keeps its bytes. Undefined when the line is none of these.
 */
export function fromCaptureLine(line: Buffer): SimMessage | undefined {
  const afterTime = line.indexOf(0x20);
  if (afterTime < 20 || afterTime > 40) return undefined;
  const atMs = Date.parse(line.toString('latin1', 0, afterTime));
  if (!Number.isFinite(atMs)) return undefined;
  const ends = [line.indexOf(' {', afterTime), line.indexOf(' [', afterTime)].filter((at) => at > afterTime);
  if (ends.length === 0) return undefined;
  const afterTopic = Math.min(...ends);
  const topic = line.toString('utf8', afterTime + 1, afterTopic);
  // A capture does not say how its messages were sent; 1 lets the broker acknowledge them.
  return { atMs, topic, qos: 1, retain: false, payload: Buffer.from(line.subarray(afterTopic + 1)) };
}
