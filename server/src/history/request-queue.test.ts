import { expect, test } from 'vitest';
import { makeQuery } from './history-fixture.ts';
import type { HistoryRequest } from './history-messages.ts';
import { answersOf, RequestQueue } from './request-queue.ts';

const windows = (id: number, entity?: string, fromMs = 0): HistoryRequest => ({
  id,
  op: 'windows',
  query: makeQuery({ fromMs, ...(entity === undefined ? {} : { entity }) }),
});
const append = (id: number): HistoryRequest => ({ id, op: 'append', rows: {} as never });
const flush = (id: number): HistoryRequest => ({ id, op: 'flush', upToOffset: 1 });

/** Ids of the requests of each piece of work. */
function idsOf(...requests: HistoryRequest[]): number[][] {
  const queue = new RequestQueue();
  for (const request of requests) queue.push({ kind: 'request', request });
  const pieces: number[][] = [];
  for (let work = queue.next(); work !== undefined; work = queue.next()) {
    if (work.kind === 'request') pieces.push([work.request.id]);
    if (work.kind === 'windows') pieces.push(work.requests.map((request) => request.id));
  }
  return pieces;
}

test('questions that differ in their entity only are one piece of work, others are not', () => {
  expect(idsOf(windows(1, 'a'), windows(2, 'b'), windows(3, 'a'), windows(4, 'c', 60_000))).toEqual([
    [1, 2, 3],
    [4],
  ]);
  expect(idsOf(windows(1), windows(2), windows(3, 'a'))).toEqual([[1], [2], [3]]);
  expect(idsOf(windows(1, 'a'), windows(2, 'c', 60_000), windows(3, 'b'), windows(4, 'd', 60_000))).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test('a question may wait for rows that came after it, never goes before rows that came before it', () => {
  expect(idsOf(windows(1, 'a'), append(2), windows(3, 'b'), append(4), windows(5, 'a', 60_000))).toEqual([
    [2],
    [1, 3],
    [4],
    [5],
  ]);
  expect(idsOf(append(1), windows(2, 'a'), windows(3), append(4), windows(5, 'b'))).toEqual([
    [1],
    [4],
    [2, 5],
    [3],
  ]);
});

test('nothing passes a flush', () => {
  expect(idsOf(windows(1, 'a'), flush(2), windows(3, 'b'), windows(4, 'c'))).toEqual([[1], [2], [3, 4]]);
});

test('one piece of work is bounded', () => {
  const many = Array.from({ length: 100 }, (_, i) => windows(i, `e${i}`));
  expect(idsOf(...many).map((ids) => ids.length)).toEqual([64, 36]);
});

test('two questions about one entity get the same answer, one without rows gets none', () => {
  const requests = [windows(1, 'a'), windows(2, 'b'), windows(3, 'a')] as Parameters<typeof answersOf>[0];
  const rows = [{ startMs: 1 }] as never;
  expect(answersOf(requests, new Map([['a', rows]]))).toEqual([
    { id: 1, rows },
    { id: 2, rows: [] },
    { id: 3, rows },
  ]);
});
