import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PayloadHandle } from './payload-handle.ts';
import type { AskPayloads, FromPayloads } from './payload-messages.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker that does only what the test makes it do. */
class StubWorker extends EventEmitter {
  readonly asked: AskPayloads[] = [];

  postMessage(message: AskPayloads): void {
    this.asked.push(message);
  }

  say(message: FromPayloads): void {
    this.emit('message', message);
  }
}

function makeHandle() {
  const worker = new StubWorker();
  const now = { ms: 0 };
  const handle = new PayloadHandle(
    { start: () => ({}) as never, report: () => undefined },
    () => worker as unknown as Worker,
    () => now.ms,
  );
  return { worker, now, handle };
}
const status = { kept: 1, payloadBytes: 1, storedBytes: 1, lost: 0, diskBytes: 1, fault: null };

test('answers find their questions, refusals keep their code', async () => {
  const { worker, handle } = makeHandle();
  const [first, second] = [handle.at(10), handle.at(20)];
  worker.say({ type: 'refused', id: 2, code: 'payload-damaged', message: 'bad-crc' });
  worker.say({ type: 'found', id: 1, payload: null });
  expect(await first).toBeNull();
  await expect(second).rejects.toMatchObject({ code: 'payload-damaged' });
  expect(worker.asked).toEqual([
    { type: 'at', id: 1, offset: 10 },
    { type: 'at', id: 2, offset: 20 },
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a worker that is silent, busy, late or dead is seen, and every question ends', async () => {
  const { worker, now, handle } = makeHandle();
  worker.say({ type: 'status', status });
  expect(handle.fault).toBeNull();
  worker.say({ type: 'status', status: { ...status, fault: 'full' } });
  expect(handle.fault).toBe('full');
  now.ms = 10_001;
  expect(handle.fault).toContain('does not answer');
  worker.say({ type: 'status', status });
  expect(handle.fault).toBeNull();
  const late = handle.at(1).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await late).toMatchObject({ code: 'payloads-timeout' });
  const waiting = Array.from({ length: 256 }, () => handle.at(1).catch((error: unknown) => error));
  await expect(handle.at(1)).rejects.toMatchObject({ code: 'payloads-busy' });
  worker.emit('error', new Error('broken'));
  for (const each of await Promise.all(waiting)) expect(each).toMatchObject({ code: 'payloads-unavailable' });
  expect(handle.fault).toBe('broken');
  await expect(handle.at(1)).rejects.toMatchObject({ code: 'payloads-unavailable' });
  await handle.stop();
  expect(vi.getTimerCount()).toBe(0);
});
