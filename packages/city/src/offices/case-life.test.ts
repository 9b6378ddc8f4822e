import { expect, test } from 'vitest';
import { caseCounts } from './case-counts.ts';
import { caseLife, type KeptCaseEvent, toKeptEvent } from './case-life.ts';
import { LIFE_CYCLES, lifeCycle } from './life-cycles.ts';

const DAY_MS = 86_400_000;
const oneStop = lifeCycle('one-stop')!;
const petitions = lifeCycle('petitions')!;
const counted = (events: KeptCaseEvent[], isOverdue = false, cycle = oneStop): Record<string, number> => {
  const life = caseLife(cycle, events);
  const { period, now } = caseCounts(cycle, life, { isOverdue, dayOf: (tMs) => Math.floor(tMs / DAY_MS) });
  return { ...period, ...now };
};

test('every life cycle names each state once, and only states that it has', () => {
  for (const { system, states, spans } of LIFE_CYCLES) {
    const codes = states.map(({ code }) => code);
    expect(new Set(codes).size, system).toBe(codes.length);
    for (const { next } of states) expect(codes, system).toEqual(expect.arrayContaining([...next]));
    for (const { from, to } of spans) expect(codes, system).toEqual(expect.arrayContaining([from, to]));
    expect(states[0]!.phase, system).toBe('open');
  }
});

test('the state is that of the greatest t, whatever came last; of one t the later in the life cycle', () => {
  const events: KeptCaseEvent[] = [
    { tMs: 30, state: 'resolved' },
    { tMs: 10, state: 'received', unit: 'a', dueAtMs: 25 },
    { tMs: 20, state: 'processing', unit: 'b' },
  ];
  expect(caseLife(oneStop, events)).toMatchObject({
    ...{ state: 'resolved', phase: 'done', closedAtMs: 30, firstMs: 10, isWhole: true },
    fields: { unit: 'b', dueAtMs: 25 },
  });
  const atOnce: KeptCaseEvent[] = [
    { tMs: 10, state: 'resolved' },
    { tMs: 10, state: 'received' },
  ];
  expect(caseLife(oneStop, atOnce)).toMatchObject({ state: 'resolved', isWhole: true, closedAtMs: 10 });
});

test('handing over a result that was in time does not make it late; reopening takes the settlement back', () => {
  const settled: KeptCaseEvent[] = [
    { tMs: 0, state: 'received', dueAtMs: 50 },
    { tMs: 40, state: 'resolved' },
    { tMs: 90, state: 'returned' },
  ];
  expect(counted(settled)).toMatchObject({ done: 1, doneInTime: 1 });
  const reopened: KeptCaseEvent[] = [
    { tMs: 0, state: 'received', dueAtMs: 50 },
    { tMs: 40, state: 'answered' },
    { tMs: 60, state: 'reopened' },
    { tMs: 90, state: 'answered' },
  ];
  expect(counted(reopened.slice(0, 3), true, petitions)).toMatchObject({ open: 1, overdue: 1 });
  expect(counted(reopened, false, petitions)).toMatchObject({ done: 1, doneLate: 1, 'ever:reopened': 1 });
});

test('early is before the due day, late is after the due moment, withdrawn is in no ratio of punctuality', () => {
  const file = (closedMs: number, state = 'resolved'): Record<string, number> =>
    counted([
      { tMs: 0, state: 'received', dueAtMs: 2 * DAY_MS + 1_000 },
      { tMs: closedMs, state },
    ]);
  expect(file(DAY_MS)).toMatchObject({ doneInTime: 1, doneEarly: 1 });
  expect(file(2 * DAY_MS + 1_000)).toMatchObject({ doneInTime: 1 });
  expect(file(2 * DAY_MS + 1_000)).not.toHaveProperty('doneEarly');
  expect(file(2 * DAY_MS + 1_001)).toMatchObject({ doneLate: 1, unsatisfiedOrLate: 1 });
  expect(file(DAY_MS, 'withdrawn')).toMatchObject({ ended: 1, 'closed:withdrawn': 1 });
  expect(file(DAY_MS, 'withdrawn')).not.toHaveProperty('done');
});

test('of a case whose settling was not heard, only what follows it, punctuality is not known', () => {
  const rest: KeptCaseEvent[] = [{ tMs: 90, state: 'returned', dueAtMs: 50 }];
  expect(counted(rest)).toMatchObject({ joined: 1, done: 1, doneUnheard: 1 });
  expect(counted(rest)).not.toHaveProperty('doneLate');
  // Heard from the settling on it is known, and what comes late to the centre puts it right.
  const settled: KeptCaseEvent = { tMs: 40, state: 'resolved', dueAtMs: 50 };
  expect(counted([settled])).toMatchObject({ joined: 1, doneInTime: 1 });
  expect(counted([...rest, settled])).toMatchObject({ doneInTime: 1 });
  expect(counted([...rest, settled])).not.toHaveProperty('doneUnheard');
});

test('a state that nobody knows moves nothing and is counted; a life known from the middle is not one received', () => {
  const events: KeptCaseEvent[] = [
    { tMs: 5, state: 'processing' },
    { tMs: 9, state: 'beamed-up' },
  ];
  expect(caseLife(oneStop, events)).toMatchObject({ state: 'processing', phase: 'open', isWhole: false });
  expect(counted(events)).toMatchObject({ joined: 1, unknownStates: 1, open: 1 });
  expect(counted(events)).not.toHaveProperty('received');
});

test('what is sealed is not kept', () => {
  const kept = toKeptEvent({
    ...{ system: 'petitions', id: 'x', tMs: 1, arrivalMs: 2, state: 'received', unit: 'u' },
    sealed: { name: 'A' },
  });
  expect(kept).toEqual({ tMs: 1, state: 'received', unit: 'u' });
});
