import type { MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Progress } from './follower-messages.ts';
import { ProgressLine } from './progress-line.ts';

function makePort() {
  const told: Progress[] = [];
  return { told, port: { postMessage: (one: Progress) => told.push(one), close: () => undefined } };
}

test('a follower that begins anew is told first how far the log may be read and checkpoints may go', () => {
  const [first, second] = [makePort(), makePort()];
  const line = new ProgressLine(first.port as unknown as MessagePort);
  line.flushed(10);
  line.derived(8, true);
  line.derived(8, true);
  line.flushed(20);
  line.verify(20, 'h');
  expect(first.told).toEqual([
    { type: 'flushed', offset: 10 },
    { type: 'derived', safeOffset: 8, isComparable: true },
    { type: 'flushed', offset: 20 },
    { type: 'verify', offset: 20, stateHash: 'h' },
  ]);
  line.attach(second.port as unknown as MessagePort);
  line.flushed(30);
  expect(first.told).toHaveLength(4);
  expect(second.told).toEqual([
    { type: 'flushed', offset: 20 },
    { type: 'derived', safeOffset: 8, isComparable: true },
    { type: 'flushed', offset: 30 },
  ]);
});
