import { expect, test } from 'vitest';
import { makeCursor } from './cursor-store.ts';
import { SpanChoice } from './span-choice.ts';

const STEPS = { startMs: 0, stepMs: 10, count: 12 };

test('a drag chooses whole steps in either direction; a press that trembles chooses none', () => {
  const cursor = makeCursor();
  const choice = new SpanChoice(cursor);
  choice.begin(5);
  choice.extend(5, STEPS);
  expect(choice.take()).toBeNull();
  choice.begin(5);
  choice.extend(8, STEPS);
  expect(cursor.getState().drag).toEqual({ fromMs: 50, toMs: 90 });
  choice.extend(3, STEPS);
  expect(choice.take()).toEqual({ fromMs: 30, toMs: 60 });
  expect(cursor.getState().drag).toBeNull();
  choice.extend(9, STEPS);
  expect(choice.take(), 'nobody presses any more').toBeNull();
});

test('keys choose from where the cursor stands, and what is dropped is not taken', () => {
  const cursor = makeCursor();
  const choice = new SpanChoice(cursor);
  cursor.setState({ timeMs: 60 });
  expect(choice.move('ArrowLeft', STEPS)).toBe(true);
  expect(choice.move('ArrowLeft', STEPS)).toBe(true);
  expect(cursor.getState()).toEqual({ timeMs: 40, drag: { fromMs: 40, toMs: 70 } });
  expect(choice.move('x', STEPS)).toBe(false);
  choice.drop();
  expect(choice.take()).toBeNull();
  expect(cursor.getState().timeMs).toBe(40);
});

test('from nowhere keys begin at the newest step', () => {
  const cursor = makeCursor();
  const choice = new SpanChoice(cursor);
  choice.move('ArrowLeft', STEPS);
  choice.move('ArrowLeft', STEPS);
  expect(choice.take()).toEqual({ fromMs: 100, toMs: 120 });
});
