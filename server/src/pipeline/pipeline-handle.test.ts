import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromPipeline, ToPipeline } from './messages.ts';
import { PipelineHandle } from './pipeline-handle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker that does only what the test makes it do. */
class StubWorker extends EventEmitter {
  readonly sent: ToPipeline[] = [];

  postMessage(message: ToPipeline): void {
    this.sent.push(message);
  }

  say(message: FromPipeline): void {
    this.emit('message', message);
  }
}

function startWith(worker: StubWorker, onDeath: (reason: string) => void) {
  const ignore = () => undefined;
  const events = { onDiff: ignore, onDeadLetters: ignore, onBatchDone: ignore, onDeath };
  return PipelineHandle.start({ start: {} as never, ports: [] }, events, () => worker as unknown as Worker);
}

async function startHandle() {
  const worker = new StubWorker();
  const deaths: string[] = [];
  const started = startWith(worker, (reason) => deaths.push(reason));
  worker.say({ type: 'ready', epoch: 1, recovered: {} as never });
  return { worker, deaths, handle: (await started).handle };
}

test('when the worker dies every open call is refused, and every later one at once', async () => {
  const { worker, deaths, handle } = await startHandle();
  const open = handle.call({ name: 'feeds' });
  worker.emit('error', new Error('broken'));
  worker.emit('exit', 1);
  await expect(open).rejects.toMatchObject({ code: 'pipeline-gone' });
  await expect(handle.call({ name: 'feeds' })).rejects.toMatchObject({ code: 'pipeline-gone' });
  expect(deaths).toEqual([expect.stringContaining('broken')]);
  await handle.stop();
});

test('a call that gets no answer ends by itself, and a late answer to it is nobody’s', async () => {
  const { worker, handle } = await startHandle();
  const slow = handle.call({ name: 'feeds' }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await slow).toMatchObject({ code: 'pipeline-timeout', message: expect.stringContaining('feeds') });
  worker.say({ type: 'reply', id: 1, ok: true, value: [] });
  const quick = handle.call({ name: 'offset' });
  worker.say({ type: 'reply', id: 2, ok: true, value: 7 });
  expect(await quick).toBe(7);
  expect(vi.getTimerCount()).toBe(0);
});

test('calls that wait have a bound', async () => {
  const { handle } = await startHandle();
  for (let i = 0; i < 4_096; i++) void handle.call({ name: 'feeds' }).catch(() => undefined);
  await expect(handle.call({ name: 'feeds' })).rejects.toMatchObject({ code: 'pipeline-busy' });
});

test('a stop that the worker does not survive ends all the same, and a worker that never got ready refuses the start', async () => {
  const { worker, deaths, handle } = await startHandle();
  const stopped = handle.stop();
  worker.emit('exit', 1);
  await stopped;
  expect(deaths).toEqual([]);
  const dead = new StubWorker();
  const started = startWith(dead, () => expect.unreachable());
  dead.emit('exit', 0);
  await expect(started).rejects.toThrow('before it was ready');
});
