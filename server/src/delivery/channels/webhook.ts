import { createHmac } from 'node:crypto';
import type { WebhookTarget } from '../delivery-config.ts';
import type { Channel, SendOutcome, SentMessage } from './channel.ts';

const MAX_WAIT_MS = 3_600_000;
const SHOWN_BYTES = 200;

/**
 * POST of the message as JSON. A receiver checks `metropane-signature: v1=<hex>` = HMAC-SHA256 with the target's secret over
 * `<metropane-timestamp>.<idempotency-key>.<body>`, and refuses old timestamps. Redirects are not followed: they would lead to an
 * address that nobody configured.
 */
export function webhookChannel(target: WebhookTarget, nowMs: () => number): Channel {
  return {
    async send({ id, body }: SentMessage): Promise<SendOutcome> {
      const timestamp = String(Math.floor(nowMs() / 1_000));
      const headers = {
        ...target.headers,
        'content-type': 'application/json',
        'user-agent': 'metropane',
        'idempotency-key': id,
        'metropane-timestamp': timestamp,
        'metropane-signature': `v1=${signatureOf(target.secret, { timestamp, id, body })}`,
      };
      const signal = AbortSignal.timeout(target.timeoutMs);
      try {
        const response = await fetch(target.url, {
          method: 'POST',
          headers,
          body,
          signal,
          redirect: 'manual',
        });
        return await outcomeOf(response);
      } catch (error) {
        return { isSent: false, answer: reasonOf(error, target.timeoutMs) };
      }
    },
    close: () => Promise.resolve(),
  };
}

export function signatureOf(
  secret: string,
  { timestamp, id, body }: { timestamp: string; id: string; body: string },
): string {
  return createHmac('sha256', secret).update(`${timestamp}.${id}.${body}`).digest('hex');
}

async function outcomeOf(response: Response): Promise<SendOutcome> {
  const { status } = response;
  const said = await firstBytes(response);
  const answer = `HTTP ${status}${said === '' ? '' : `: ${said}`}`;
  if (status >= 200 && status < 300) return { isSent: true, answer };
  if (status === 410) return { isSent: false, isFinal: true, answer: `${answer} (gone for good)` };
  if (status >= 300 && status < 400)
    return { isSent: false, answer: `HTTP ${status}: redirects are not followed` };
  const seconds = Number(response.headers.get('retry-after'));
  return {
    isSent: false,
    answer,
    ...(seconds > 0 ? { waitMs: Math.min(seconds * 1_000, MAX_WAIT_MS) } : {}),
  };
}

/** A receiver may answer with gigabytes; a line is enough for a person. */
async function firstBytes(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  const text = new TextDecoder().decode(value?.subarray(0, SHOWN_BYTES));
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  return cause instanceof Error ? cause.message || cause.name : error.message;
}
