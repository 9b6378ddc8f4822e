import type { SimMessage } from '../message.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8 = new TextEncoder();

/**
 * One message as a JSON line `{at, topic, qos, retain, text | b64}` with its final newline: `text` where the payload is UTF-8,
 * else its bytes in base 64, so that nothing is lost. `at` is RFC 3339 UTC.
 */
export function toMessageLine({ atMs, topic, qos, retain, payload }: SimMessage): string {
  const at = new Date(atMs).toISOString();
  const text = typeof payload === 'string' ? payload : readUtf8(payload);
  const body = text === undefined ? { b64: Buffer.from(payload as Uint8Array).toString('base64') } : { text };
  return `${JSON.stringify({ at, topic, qos, retain, ...body })}\n`;
}

/** Reads such a line; undefined when it is none. The payload comes back as the same bytes. */
export function fromMessageLine(line: string): SimMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { at, topic, qos, retain, text, b64 } = value as Record<string, unknown>;
  const atMs = typeof at === 'number' ? at : typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (!Number.isFinite(atMs) || typeof topic !== 'string' || topic === '') return undefined;
  const payload =
    typeof text === 'string'
      ? utf8.encode(text)
      : typeof b64 === 'string'
        ? Buffer.from(b64, 'base64')
        : undefined;
  if (payload === undefined) return undefined;
  return { atMs, topic, qos: qos === 0 || qos === 2 ? qos : 1, retain: retain === true, payload };
}

function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
