import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SupervisedWorker } from './supervised-worker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A thread that does only what the test makes it do. */
class StubWorker extends EventEmitter {
  readonly heard: string[] = [];

  postMessage(message: string): void {
    this.heard.push(message);
  }

  end(reason?: string): void {
    if (reason !== undefined) this.emit('error', new Error(reason));
    this.emit('exit', 1);
  }
}

/** `refusals`: what the next starts say instead of giving a thread; null gives one. */
function supervise(refusals: (string | null)[] = []) {
  const lives: StubWorker[] = [];
  const deaths: string[] = [];
  const told: { message: string; answer: (message: string) => void }[] = [];
  let nowMs = 0;
  const worker = new SupervisedWorker<string, string>({
    start() {
      const refusal = refusals.shift() ?? null;
      if (refusal !== null) throw new Error(refusal);
      lives.push(new StubWorker());
      return lives.at(-1) as unknown as Worker;
    },
    onMessage: (message, answer) => told.push({ message, answer }),
    onDeath: (reason) => deaths.push(reason),
    ended: 'it ended',
    report: () => undefined,
    monotonicMs: () => nowMs,
  });
  const pass = (ms: number): void => {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
  };
  return { worker, lives, deaths, told, pass, last: () => lives.at(-1)! };
}

test('who dies again and again is started after 1 s, then twice as late each time, never later than after 60 s', () => {
  const { lives, pass, last } = supervise();
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    last().end();
    const before = lives.length;
    let waited = 0;
    for (; lives.length === before; waited += 500) pass(500);
    waits.push(waited / 1_000);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('ten minutes of health are forgiveness, one second less is not', () => {
  const { lives, pass, last } = supervise();
  for (const waitMs of [1_000, 2_000, 4_000]) {
    last().end();
    pass(waitMs);
  }
  expect(lives).toHaveLength(4);
  pass(599_999);
  last().end();
  pass(7_999);
  expect(lives).toHaveLength(4);
  pass(1);
  expect(lives).toHaveLength(5);
  pass(600_000);
  last().end();
  pass(1_000);
  expect(lives).toHaveLength(6);
});

test('it is down from its end to the first word of the next life, and says how often it was started again', () => {
  const { worker, deaths, pass, last } = supervise();
  expect(worker.life).toEqual({ down: null, restarts: 0, lastEnd: null });
  last().end('broken');
  expect(worker.life).toEqual({ down: 'broken', restarts: 0, lastEnd: 'broken' });
  expect(deaths).toEqual(['broken']);
  pass(1_000);
  expect(worker.life).toEqual({ down: 'broken', restarts: 1, lastEnd: 'broken' });
  last().emit('message', 'I am here');
  expect(worker.life).toEqual({ down: null, restarts: 1, lastEnd: 'broken' });
});

test('what a life is sent and answered reaches that life and no other', () => {
  const { worker, lives, told, pass, last } = supervise();
  worker.post('to the first');
  last().emit('message', 'question');
  last().end();
  worker.post('to nobody');
  pass(1_000);
  told[0]!.answer('to the dead');
  lives[0]!.emit('message', 'out of the grave');
  worker.post('to the second');
  expect(lives.map(({ heard }) => heard)).toEqual([['to the first'], ['to the second']]);
  expect(told.map(({ message }) => message)).toEqual(['question']);
});

test('the next life begins when the thread has ended, not when it has failed', () => {
  const { lives, pass, last } = supervise();
  last().emit('error', new Error('broken'));
  pass(60_000);
  expect(lives).toHaveLength(1);
  last().emit('exit', 1);
  pass(1_000);
  expect(lives).toHaveLength(2);
});

test('a thread that cannot be had is tried again', () => {
  const { worker, lives, deaths, pass } = supervise(['too many threads', 'too many threads']);
  expect(worker.life.down).toBe('too many threads');
  pass(1_000);
  expect(lives).toHaveLength(0);
  pass(2_000);
  expect(lives).toHaveLength(1);
  expect(deaths).toEqual(['too many threads', 'too many threads']);
});

test('a stop ends it for good, working or down', async () => {
  const { worker, lives, pass, last } = supervise();
  const stopped = worker.stop('goodbye');
  expect(last().heard).toEqual(['goodbye']);
  last().end();
  await stopped;
  pass(60_000);
  expect(lives).toHaveLength(1);
  const down = supervise();
  down.last().end();
  await down.worker.stop('goodbye');
  down.pass(60_000);
  expect(down.lives).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
