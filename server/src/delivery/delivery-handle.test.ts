import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Subject } from './compose.ts';
import { DeliveryHandle } from './delivery-handle.ts';
import type { DeliveryStart, FromDelivery, ToDelivery } from './delivery-messages.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker that does only what the test makes it do. */
class StubWorker extends EventEmitter {
  readonly start: DeliveryStart;
  readonly heard: ToDelivery[] = [];

  constructor(start: DeliveryStart) {
    super();
    this.start = start;
  }

  postMessage(message: ToDelivery): void {
    this.heard.push(message);
  }

  say(message: FromDelivery): void {
    this.emit('message', message);
  }
}

const SUBJECT: Subject = { incident: null, alarm: null };

function makeHandle() {
  const lives: StubWorker[] = [];
  const asked: ((subject: Subject) => void)[] = [];
  let ports = 0;
  const handle = new DeliveryHandle(
    () => ({ journal: ++ports }) as never,
    {
      lookUp: () => new Promise((resolve) => asked.push(resolve)),
      publish: () => Promise.resolve(),
      report: () => undefined,
    },
    (start) => {
      lives.push(new StubWorker(start));
      return lives.at(-1) as unknown as Worker;
    },
  );
  const endAndWait = (): void => {
    lives.at(-1)!.emit('exit', 1);
    vi.advanceTimersByTime(60_000);
  };
  return { handle, lives, asked, endAndWait };
}

test('each life has a port of its own, and the broker is told what stands once as long as the process lives', () => {
  const { lives, endAndWait } = makeHandle();
  endAndWait();
  lives[1]!.say({ type: 'retained' });
  endAndWait();
  expect(lives.map(({ start }) => start)).toMatchObject([
    { journal: 1, hasRetained: false },
    { journal: 2, hasRetained: false },
    { journal: 3, hasRetained: true },
  ]);
});

test('what was looked up for a life that ended is not taken for an answer by the next one', async () => {
  const { lives, asked, endAndWait } = makeHandle();
  lives[0]!.say({ type: 'look-up', id: 1, incidentId: 'SC-000001', alarmId: null });
  endAndWait();
  lives[1]!.say({ type: 'look-up', id: 1, incidentId: 'SC-000002', alarmId: null });
  asked[0]!(SUBJECT);
  await vi.advanceTimersByTimeAsync(0);
  expect(lives[1]!.heard).toEqual([]);
  asked[1]!(SUBJECT);
  await vi.advanceTimersByTimeAsync(0);
  expect(lives[1]!.heard).toEqual([{ type: 'subject', id: 1, ok: true, subject: SUBJECT }]);
});

test('a question that is open when delivery ends is refused, a later one too, until the next life has spoken', async () => {
  const { handle, lives, endAndWait } = makeHandle();
  const open = handle.ask({ name: 'get', id: 'x' });
  lives[0]!.emit('error', new Error('broken'));
  await expect(open).rejects.toThrow('broken');
  await expect(handle.ask({ name: 'get', id: 'x' })).rejects.toThrow('broken');
  await handle.opened;
  endAndWait();
  expect(handle.fault).toBe('broken');
  lives[1]!.say({ type: 'opened' });
  expect(handle.fault).toBeNull();
  const asked = handle.ask({ name: 'get', id: 'x' });
  lives[1]!.say({ type: 'answer', id: 2, ok: true, value: 7 });
  expect(await asked).toBe(7);
  expect(vi.getTimerCount()).toBe(0);
});
