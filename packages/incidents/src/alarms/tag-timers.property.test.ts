import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { TagTimers } from './tag-timers.ts';

test('[A15] what is due comes in the order of time and tag, whatever the order in which it was set', () => {
  forSeeds('tag-timers', 300, (rng) => {
    const timers = new TagTimers();
    const naive = new Map<string, { atMs: number; seq: number }>();
    let nowMs = 0;
    for (let step = 0; step < 200; step++) {
      const seq = rng.int(30);
      const name = `tag ${seq}`;
      const kind = rng.int(10);
      if (kind < 6) {
        const atMs = nowMs + rng.int(50) - 5;
        timers.set(name, seq, atMs);
        naive.set(name, { atMs, seq });
      } else if (kind < 8) {
        timers.set(name, seq, undefined);
        naive.delete(name);
      } else {
        nowMs += rng.int(30);
        expect(takeAll(timers, nowMs)).toEqual(takeAllNaively(naive, nowMs));
      }
    }
  });
});

test('[A15] a moment that is set again and again is there once', () => {
  const timers = new TagTimers();
  for (let run = 0; run < 2_000; run++) timers.set(`tag ${run % 10}`, run % 10, 1_000_000 + run);
  expect(takeAll(timers, 1_001_989)).toEqual([]);
  expect(takeAll(timers, Infinity)).toEqual(Array.from({ length: 10 }, (_, seq) => `tag ${seq}`));
});

function takeAll(timers: TagTimers, nowMs: number): string[] {
  const taken: string[] = [];
  for (let name = timers.takeDue(nowMs); name !== undefined; name = timers.takeDue(nowMs)) taken.push(name);
  return taken;
}

function takeAllNaively(naive: Map<string, { atMs: number; seq: number }>, nowMs: number): string[] {
  const due = [...naive].filter(([, { atMs }]) => atMs <= nowMs);
  due.sort(([, a], [, b]) => a.atMs - b.atMs || a.seq - b.seq);
  for (const [name] of due) naive.delete(name);
  return due.map(([name]) => name);
}
