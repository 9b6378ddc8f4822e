import type { KeptPayload } from '@metropane/event-log';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { expect, test } from 'vitest';
import { payloadRoutes } from './payload-routes.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
let kept: KeptPayload | null = null;
const app = Fastify().setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
app.decorateRequest('room', { getter: () => ({ payloads: { at: () => Promise.resolve(kept) } }) as never });
payloadRoutes(app as never);
const get = (url: string) => app.inject({ method: 'GET', url });
const payloadOf = (payload: Uint8Array): KeptPayload => ({
  topic: 'city/v1/obs/air/a',
  feed: 'mqtt',
  payload,
  arrivalMs: NOW,
  fromOffset: 700,
  toOffset: 703,
});

test('a payload is shown as it came: text where it is text, bytes where not, and cut only with a word', async () => {
  kept = payloadOf(Buffer.from('\ufeff{"v":"ề"}'));
  expect((await get('/api/v1/payloads/702')).json()).toEqual({
    ...{ offset: 702, topic: 'city/v1/obs/air/a', feed: 'mqtt', arrival: '2026-11-23T08:00:00.000Z' },
    ...{ index: 2, readings: 3, bytes: kept.payload.length, truncated: false, text: '\ufeff{"v":"ề"}' },
  });
  kept = payloadOf(Uint8Array.of(0xff, 0, 1));
  expect((await get('/api/v1/payloads/700')).json()).toMatchObject({ b64: '/wAB', truncated: false });
  for (const before of [65_534, 65_535, 65_536]) {
    kept = payloadOf(Buffer.from(`${'x'.repeat(before)}ềnd`));
    const shown = (await get('/api/v1/payloads/700')).json<{ text: string; truncated: boolean }>();
    expect(shown.truncated).toBe(true);
    expect(shown.text).toBe('x'.repeat(before));
  }
  kept = payloadOf(new Uint8Array(70_000).fill(0x80));
  const cut = (await get('/api/v1/payloads/700')).json<{ b64: string; bytes: number }>();
  expect([Buffer.from(cut.b64, 'base64').length, cut.bytes]).toEqual([65_536, 70_000]);
});
