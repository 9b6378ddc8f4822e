import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paintInTurn } from './paint-turn.ts';

let nowMs = 0;
let frames: (() => void)[] = [];
const painted: string[] = [];

beforeEach(() => {
  nowMs = 0;
  frames = [];
  painted.length = 0;
  vi.stubGlobal('requestAnimationFrame', (work: () => void) => frames.push(work));
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  // The chain ends by itself: the next test begins a new one.
  while (frames.length > 0) frame();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function frame(): void {
  const due = frames;
  frames = [];
  for (const work of due) work();
}

/** A chart whose painting takes so long. */
function ask(name: string, tookMs: number, key: object = {}): void {
  paintInTurn(key, () => {
    nowMs += tookMs;
    painted.push(name);
  });
}

test('light charts share a frame until its milliseconds are spent, the rest waits for the next one', () => {
  for (let at = 0; at < 6; at++) ask(String(at), 1);
  expect(painted).toEqual([]);
  frame();
  expect(painted).toEqual(['0', '1', '2', '3']);
  frame();
  expect(painted).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('a heavy chart has a frame of its own, and one that throws does not hold up the others', () => {
  ask('a', 9);
  paintInTurn({}, () => {
    throw new Error('a chart that fails');
  });
  ask('b', 9);
  frame();
  expect(painted).toEqual(['a']);
  expect(frame).toThrow('a chart that fails');
  frame();
  expect(painted).toEqual(['a', 'b']);
});

test('a newer repaint of the same chart replaces the waiting one, and the chain ends when nobody waits', () => {
  const chart = {};
  ask('old', 1, chart);
  ask('new', 1, chart);
  frame();
  expect(painted).toEqual(['new']);
  frame();
  expect(frames).toEqual([]);
});
