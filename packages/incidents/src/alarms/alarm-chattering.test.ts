import { expect, test } from 'vitest';
import { AlarmBook } from './alarm-book.ts';
import { flutter, MINUTE_MS, mustAct, NOW_MS, onsetAt, TAG } from './alarm-fixture.ts';

const calls = (book: AlarmBook): number =>
  book.takeTransitions().filter((transition) => transition.isAnnunciated).length;
const steps = (book: AlarmBook): string[] =>
  book.takeTransitions().map(({ from, to, by, n }) => `${n} ${from}→${to} by ${by}`);

test('[A8] three onsets within 60 s chatter, both ends included; in 60.001 s they do not', () => {
  for (const [lastMs, isChattering] of [
    [60_000, true],
    [60_001, false],
  ] as const) {
    const book = new AlarmBook();
    flutter(book, [NOW_MS, NOW_MS + 1_000]);
    expect(book.onset(onsetAt(NOW_MS + lastMs), NOW_MS + lastMs).isChattering).toBe(isChattering);
  }
});

test('[A8] a chattering alarm calls once, not per onset, until ten quiet minutes have passed', () => {
  const book = new AlarmBook();
  const times = Array.from({ length: 20 }, (_, index) => NOW_MS + index * 5_000);
  flutter(book, times);
  // The first two called before it was known to chatter.
  expect(calls(book)).toBe(2);
  const quietMs = (times.at(-1) ?? 0) + 10 * MINUTE_MS;
  book.tick(quietMs - 1);
  flutter(book, [quietMs - 1]);
  expect(calls(book)).toBe(0);
  book.tick(quietMs - 1 + 10 * MINUTE_MS);
  flutter(book, [quietMs + 10 * MINUTE_MS]);
  expect(calls(book)).toBe(1);
});

test('[A8] a worse onset calls through the chatter, and what was muted calls when the chatter ends', () => {
  const book = new AlarmBook();
  flutter(book, [NOW_MS, NOW_MS + 1, NOW_MS + 2]);
  book.takeTransitions();
  book.onset(onsetAt(NOW_MS + 3, { priority: 1 }), NOW_MS + 3);
  expect(calls(book)).toBe(1);
  mustAct(book, 'acknowledge', { atMs: NOW_MS + 3 });
  book.returned(TAG, NOW_MS + 3, NOW_MS + 3);
  const muted = book.onset(onsetAt(NOW_MS + 4), NOW_MS + 4);
  expect(muted).toMatchObject({ state: 'unacknowledged', isChattering: true, isAnnunciated: false });
  expect(muted.respondByMs).toBeUndefined();
  expect(calls(book)).toBe(0);
  book.tick(NOW_MS + 4 + 10 * MINUTE_MS);
  expect(book.byTag(TAG)).toMatchObject({ isChattering: false, isAnnunciated: true });
  expect(steps(book)).toEqual(['2 unacknowledged→unacknowledged by timer']);
});

test('[A8] a call of before the chatter does not count for it', () => {
  const book = new AlarmBook();
  flutter(book, [NOW_MS]);
  const later = NOW_MS + 2 * MINUTE_MS;
  book.suppress(TAG, 'trạm bơm đã báo', later);
  for (const atMs of [later, later + 1]) {
    book.onset(onsetAt(atMs), atMs);
    book.returned(TAG, atMs, atMs);
  }
  book.suppress(TAG, null, later + 1);
  book.takeTransitions();
  expect(book.onset(onsetAt(later + 2), later + 2).isChattering).toBe(true);
  expect(calls(book)).toBe(1);
});

test('[A8] what is muted stays so through remarks, and calls at the end of the chatter all the same', () => {
  const book = new AlarmBook();
  flutter(book, [NOW_MS, NOW_MS + 1, NOW_MS + 2]);
  const muted = book.onset(onsetAt(NOW_MS + 3), NOW_MS + 3);
  mustAct(book, 'note', { atMs: NOW_MS + 4 });
  book.attach(muted.id, { incidentId: 'SC-000001', isAnnunciated: true });
  book.takeTransitions();
  book.tick(NOW_MS + 3 + 10 * MINUTE_MS);
  expect(calls(book)).toBe(1);
});

test('[A8] an onset after its incident took the call over is decided anew: nobody was called for this chatter', () => {
  const book = new AlarmBook();
  flutter(book, [NOW_MS, NOW_MS + 1]);
  const muted = book.onset(onsetAt(NOW_MS + 2), NOW_MS + 2);
  expect(muted.isAnnunciated).toBe(false);
  book.attach(muted.id, { incidentId: 'SC-000001', isAnnunciated: false });
  book.returned(TAG, NOW_MS + 3, NOW_MS + 3);
  book.onset(onsetAt(NOW_MS + 4), NOW_MS + 4);
  book.takeTransitions();
  book.attach(muted.id, { incidentId: 'SC-000002', isAnnunciated: true });
  expect(calls(book)).toBe(1);
});
