import { z } from 'zod';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

/** What of a message an answer holds at most. */
const SHOWN_BYTES = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The message that brought a reading, byte for byte as it came. */
export function payloadRoutes(app: Api): void {
  app.get(
    '/api/v1/payloads/:offset',
    { schema: { params: z.object({ offset: z.coerce.number().int().nonnegative() }) } },
    async (request) => {
      const { offset } = request.params;
      const kept = await request.room.payloads.at(offset);
      if (kept === null) {
        throw new Problem(404, 'not-kept', {
          detail: `no payload is kept for ${offset}: it is older than what is kept, or no reading lies there`,
        });
      }
      const { topic, feed, payload, arrivalMs, fromOffset, toOffset } = kept;
      return {
        offset,
        topic,
        feed,
        arrival: isoTime(arrivalMs),
        index: offset - fromOffset,
        readings: toOffset - fromOffset,
        bytes: payload.length,
        truncated: payload.length > SHOWN_BYTES,
        ...shown(payload.subarray(0, SHOWN_BYTES), payload.length),
      };
    },
  );
}

/** `text` where the bytes are UTF-8, else `b64`: exactly these bytes in either. */
function shown(bytes: Uint8Array, wholeBytes: number): { text: string } | { b64: string } {
  try {
    return { text: utf8.decode(bytes.subarray(0, lengthOfWholeText(bytes, wholeBytes))) };
  } catch {
    return { b64: Buffer.from(bytes).toString('base64') };
  }
}

/** Where a text was cut, it ends with a whole character. */
function lengthOfWholeText(bytes: Uint8Array, wholeBytes: number): number {
  if (bytes.length === wholeBytes) return bytes.length;
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && start > 0 && (bytes[start]! & 0xc0) === 0x80) start -= 1;
  const lead = bytes[start]!;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length > bytes.length ? start : bytes.length;
}
