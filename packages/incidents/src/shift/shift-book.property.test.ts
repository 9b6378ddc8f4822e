import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { Rng } from '@metropane/base';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { handoverBrief } from './handover-brief.ts';
import { briefHash, ShiftBook } from './shift-book.ts';
import type { ShiftEntry } from './shift-book.ts';
import { SHIFT_ACTIONS } from './shift.ts';
import type { ShiftAction, ShiftPosition } from './shift.ts';

const PEOPLE = ['Lan', 'Minh', 'Hoa'];
const POSITIONS = ['traffic', 'water'];
const LIMITS = { keepHandovers: 4, keepActs: 6 };
const ROUNDS = process.env['METROPANE_TEST_FULL'] === '1' ? 10_000 : 400;
const STEPS = 60;

interface Step {
  entry: ShiftEntry;
  ctx: { atMs: number; actor: string; journalSeq: number };
}

/** An act that is often legal: random ones alone would hardly ever finish a handover. */
function drawStep(rng: Rng, book: ShiftBook, journalSeq: number): Step {
  const position = book.position(POSITIONS[rng.int(POSITIONS.length)]!)!;
  const actor = PEOPLE[rng.int(PEOPLE.length)]!;
  const atMs = journalSeq * 1_000;
  const action: ShiftAction = {
    action: SHIFT_ACTIONS[rng.int(SHIFT_ACTIONS.length)]!,
    position: position.id,
    expectedRevision: position.revision - (rng.int(12) === 0 ? 1 : 0),
    person: PEOPLE[rng.int(PEOPLE.length)]!,
    fromMs: atMs + rng.int(20) * 1_000,
    toMs: atMs + (20 + rng.int(20)) * 1_000,
    rosterId: position.roster[rng.int(3)]?.id ?? 'R0',
    text: `ghi chú ${journalSeq}`,
    ...(rng.int(2) === 0 ? {} : { reason: 'vắng' }),
    ...(rng.int(3) === 0 ? { to: PEOPLE[rng.int(PEOPLE.length)]! } : {}),
    ...(rng.int(4) === 0 ? { actionId: `a${rng.int(12)}` } : {}),
    briefHash: rng.int(8) === 0 ? 'other' : (position.handover?.brief.hash ?? 'none'),
  };
  const nothing = { incidents: [], alarms: [], feeds: [], warnings: null };
  const sources = { position: position.id, answersFor: () => true, nowMs: atMs, notes: position.notes };
  const brief = action.action === 'begin' ? { brief: handoverBrief({ ...sources, ...nothing }) } : {};
  return { entry: { action, ...brief }, ctx: { atMs, actor, journalSeq } };
}

function openBook(): ShiftBook {
  const book = new ShiftBook(LIMITS);
  book.configure(POSITIONS);
  return book;
}

function hashOf(book: ShiftBook): string {
  let sum = ZERO_HASH128;
  book.forEachCanonical((key, fill) => {
    const writer = new CanonicalWriter().string(key);
    fill(writer);
    sum = addMod128(sum, writer.hash());
  });
  return toHex128(sum);
}

/** What a refusal may never change, and what holds of every position at every moment. */
function assertSound({ id, holder, handover, roster }: ShiftPosition): void {
  if (handover !== null) {
    expect(holder?.person, `${id} stays with the leaving person until the second signature`).toBe(
      handover.from,
    );
    expect(['begun', 'given']).toContain(handover.state);
    expect(handover.given === undefined).toBe(handover.state === 'begun');
  }
  for (let i = 1; i < roster.length; i++)
    expect(roster[i]!.fromMs).toBeGreaterThanOrEqual(roster[i - 1]!.toMs);
}

test('[S1] [S4] [S10] any acts of three people: one holder, two different signatures, nothing lost, and a replay gives the same hash', () => {
  const done = { taken: 0, takenOver: 0, cancelled: 0, refused: 0 };
  forSeeds('shift-book', ROUNDS, (rng) => {
    const book = openBook();
    let restored = openBook();
    const journal: Step[] = [];
    for (let seq = 1; seq <= STEPS; seq++) {
      const step = drawStep(rng, book, seq);
      const id = (step.entry.action as ShiftAction).position;
      const before = book.position(id)!;
      const decided = book.decide(step.entry, step.ctx);
      const outcome = book.act(step.entry, step.ctx);
      expect(outcome).toEqual(decided);
      const after = book.position(id)!;
      assertSound(after);
      if (!outcome.ok || outcome.isRepeat) {
        done.refused += 1;
        expect(after).toEqual(before);
        continue;
      }
      expect(after.revision).toBe(before.revision + 1);
      journal.push(step);
      restored.act(step.entry, step.ctx);
      if (seq % 17 === 0) restored = restoredFrom(restored);
      const { ended } = outcome.value;
      if (after.holder?.person !== before.holder?.person && before.holder !== null && after.holder !== null) {
        if (after.holder.how === 'take-over') {
          done.takenOver += 1;
          expect(after.holder.reason).toBe('vắng');
        } else {
          expect(ended?.state).toBe('taken');
        }
      }
      if (ended?.state === 'cancelled') done.cancelled += 1;
      if (ended?.state !== 'taken') continue;
      done.taken += 1;
      expect(ended.given?.by).toBe(ended.from);
      expect(ended.taken?.by).toBe(after.holder?.person);
      expect(ended.taken?.by).not.toBe(ended.given?.by);
      const { entry } = journal.find(({ ctx }) => ctx.journalSeq === ended.brief.seq)!;
      expect(briefHash(entry.brief!)).toBe(ended.brief.hash);
    }
    const replayed = openBook();
    for (const { entry, ctx } of journal) replayed.act(entry, ctx);
    expect(hashOf(replayed)).toBe(hashOf(book));
    expect(hashOf(restored)).toBe(hashOf(book));
  });
  // The draw reached what the test is about.
  for (const [what, times] of Object.entries(done)) expect(times, what).toBeGreaterThan(ROUNDS / 40);
});

function restoredFrom(book: ShiftBook): ShiftBook {
  const other = openBook();
  other.restore(JSON.parse(JSON.stringify(book.snapshot())));
  return other;
}
