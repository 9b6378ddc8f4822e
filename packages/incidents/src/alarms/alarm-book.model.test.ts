/**
 * Any sequence of what rules, people and time do to alarms leaves book and model in the same place, step for step; a copy that is restored
 * on the way goes on as the book does.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALARM_ACTIONS } from './alarm.ts';
import type { AlarmTransition } from './alarm.ts';
import { AlarmBook } from './alarm-book.ts';
import { contextAt, hashOf, NOW_MS, onsetAt } from './alarm-fixture.ts';
import { TagModel } from './alarm-model.ts';
import { tagOf } from './make-alarm.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const KEYS = ['flood/a', 'flood/b'] as const;
type Key = (typeof KEYS)[number];

interface Real {
  book: AlarmBook;
  /** The last transition of each alarm. */
  told: Map<string, AlarmTransition>;
}
interface Model {
  nowMs: number;
  tags: Map<Key, TagModel>;
  outcomes: Map<string, unknown>;
}
type Command = fc.Command<Model, Real>;

/** Does one thing to both; returns whether an operator was called by it. */
type Play = (model: Model, real: Real) => boolean;

/** A command that first lets time pass, without a tick, then plays and compares everything. */
function step(afterMs: number, name: string, play: Play): Command {
  return {
    check: () => true,
    run: (model, real) => {
      model.nowMs += afterMs;
      compareAll(model, real, play(model, real));
    },
    toString: () => `+${afterMs} ms ${name}`,
  };
}

/** One comparison of two texts per step: thousands of structural ones would take most of the time. */
function compareAll(model: Model, real: Real, isCalled: boolean): void {
  const told = real.book.takeTransitions();
  const isNumbered = told.every((one) => {
    const before = real.told.get(one.alarmId);
    real.told.set(one.alarmId, one);
    return one.n === (before?.n ?? 0) + 1 && one.from === (before?.to ?? 'normal');
  });
  const standing = [...model.tags.values()].filter((tag) => tag.below !== 'normal').length;
  const expected = [...model.tags.values()].map(textOfModel);
  const found = KEYS.map((of) => textOfBook(real.book, of));
  expect([...found, told.some((one) => one.isAnnunciated), isNumbered, real.book.standing].join('\n')).toBe(
    [...expected, isCalled, true, standing].join('\n'),
  );
}

function textOfBook(book: AlarmBook, of: Key): string {
  const alarm = book.byTag(tagOf('street-flooded', of));
  if (alarm === undefined) return 'normal';
  return [
    alarm.state,
    `revision ${alarm.revision}`,
    `P${alarm.priority}`,
    `on ${alarm.isActive} × ${alarm.activations}`,
    `answered ${alarm.isAcknowledged} ${alarm.acknowledgedBy ?? ''}`,
    `calls ${alarm.isAnnunciated}`,
    `chatters ${alarm.isChattering}`,
    `shelf ${alarm.shelved?.untilMs} why ${alarm.suppressed?.reason} out ${alarm.outOfService?.by}`,
    `in book ${book.get(alarm.id) === alarm}`,
  ].join(', ');
}

function textOfModel(tag: TagModel): string {
  const { alarm } = tag;
  if (alarm === undefined) return 'normal';
  return [
    tag.shown,
    `revision ${alarm.revision}`,
    `P${alarm.priority}`,
    `on ${alarm.isOn} × ${alarm.times}`,
    `answered ${alarm.isAnswered} ${alarm.isAnswered ? alarm.answeredBy : ''}`,
    `calls ${alarm.called && tag.shown.endsWith('acknowledged')}`,
    `chatters ${tag.chatterSince !== undefined}`,
    `shelf ${tag.shelfEndMs} why ${tag.why} out ${tag.isOut ? 'An' : undefined}`,
    'in book true',
  ].join(', ');
}

const after = fc.constantFrom(0, 0, 1_000, 20_000, 40_000, 61_000, 599_000, 600_000, 3_600_000);
const key = fc.constantFrom(...KEYS);
const priority = fc.constantFrom(1, 2, 3, 4) as fc.Arbitrary<1 | 2 | 3 | 4>;

const onset = fc.tuple(after, key, priority, fc.boolean()).map(([ms, of, level, isLatching]) =>
  step(ms, `onset ${of} P${level}${isLatching ? ' latching' : ''}`, (model, { book }) => {
    book.onset(onsetAt(model.nowMs, { key: of, priority: level, isLatching }), model.nowMs);
    return model.tags.get(of)!.onset(level, isLatching, model.nowMs);
  }),
);
const returned = fc.tuple(after, key).map(([ms, of]) =>
  step(ms, `return ${of}`, (model, { book }) => {
    book.returned(tagOf('street-flooded', of), model.nowMs, model.nowMs);
    model.tags.get(of)!.returned(model.nowMs);
    return false;
  }),
);
const prioritise = fc.tuple(after, key, priority).map(([ms, of, level]) =>
  step(ms, `prioritise ${of} P${level}`, (model, { book }) => {
    book.prioritise(tagOf('street-flooded', of), level, model.nowMs);
    return model.tags.get(of)!.prioritise(level, model.nowMs);
  }),
);
const suppress = fc.tuple(after, key, fc.constantFrom('mưa lớn', 'bảo trì', undefined)).map(([ms, of, why]) =>
  step(ms, `suppress ${of} ${why ?? 'no more'}`, (model, { book }) => {
    book.suppress(tagOf('street-flooded', of), why ?? null, model.nowMs);
    return model.tags.get(of)!.suppress(why, model.nowMs);
  }),
);
const attach = fc.tuple(after, key, fc.boolean()).map(([ms, of, callsItself]) =>
  step(ms, `attach ${of} ${callsItself ? 'calling' : 'grouped'}`, (model, real) => {
    // Taken first: a call of the tick would be taken back by `attach`.
    compareAll(model, real, playTick(model, real));
    const alarm = real.book.byTag(tagOf('street-flooded', of));
    if (alarm === undefined) return false;
    real.book.attach(alarm.id, { incidentId: 'SC-000001', isAnnunciated: callsItself });
    return model.tags.get(of)!.attach(callsItself, model.nowMs);
  }),
);
/** On and off a few times within a minute. */
const flutter = fc.tuple(key, priority, fc.integer({ min: 2, max: 4 })).map(([of, level, times]) =>
  step(0, `flutter ${of} P${level} ${times}×`, (model, { book }) => {
    let isCalled = false;
    for (let time = 0; time < times; time++) {
      model.nowMs += 2_000;
      book.onset(onsetAt(model.nowMs, { key: of, priority: level }), model.nowMs);
      isCalled = model.tags.get(of)!.onset(level, false, model.nowMs) || isCalled;
      if (time + 1 === times) break;
      book.returned(tagOf('street-flooded', of), model.nowMs, model.nowMs);
      model.tags.get(of)!.returned(model.nowMs);
    }
    return isCalled;
  }),
);
const tick = after.map((ms) => step(ms, 'tick', playTick));
const act = fc
  .record({
    ms: after,
    of: key,
    action: fc.constantFrom(...ALARM_ACTIONS),
    staleBy: fc.constantFrom(0, 0, 0, 0, 0, 1),
    actionId: fc.constantFrom('a', 'b', 'c', undefined, undefined),
    forMs: fc.constantFrom(60_000, 3_600_000, 86_400_000, 86_400_001),
  })
  .map((given) =>
    step(given.ms, `${given.action} ${given.of} ${given.actionId ?? ''} ${given.staleBy}`, (model, real) =>
      playAct(model, real, given),
    ),
  );

function playTick(model: Model, { book }: Real): boolean {
  book.tick(model.nowMs);
  return [...model.tags.values()].map((tag) => tag.tick(model.nowMs)).some(Boolean);
}

interface GivenAct {
  of: Key;
  action: (typeof ALARM_ACTIONS)[number];
  staleBy: number;
  actionId: string | undefined;
  forMs: number;
}

function playAct({ nowMs, tags, outcomes }: Model, { book }: Real, given: GivenAct): boolean {
  const { of, action, staleBy, actionId, forMs } = given;
  const alarm = book.byTag(tagOf('street-flooded', of));
  const tag = tags.get(of)!;
  if (alarm === undefined) return false;
  const untilMs = nowMs + forMs;
  const expectedRevision = alarm.revision - staleBy;
  const said = { action, expectedRevision, actionId, reason: 'vì', text: 'ghi chú', untilMs };
  const hash = hashOf(book);
  const decided = book.decide(alarm.id, said, contextAt(nowMs));
  expect(hashOf(book)).toBe(hash);
  const outcome = book.act(alarm.id, said, contextAt(nowMs));
  expect(outcome).toEqual(decided);
  const { isRepeat, ...first } = outcome;
  const known = actionId === undefined ? undefined : outcomes.get(alarm.id + actionId);
  expect(isRepeat).toBe(known !== undefined);
  if (known !== undefined) {
    expect(first).toEqual(known);
    return false;
  }
  if (actionId !== undefined) outcomes.set(alarm.id + actionId, first);
  if (!outcome.ok) {
    expect(outcome.code).toBe(refusalOf(given));
    if (outcome.code === 'illegal-transition') expect(tag.allows(action)).toBe(false);
    return false;
  }
  expect(tag.allows(action) && staleBy === 0).toBe(true);
  return tag.act(action, { atMs: nowMs, untilMs });
}

function refusalOf({ action, staleBy, forMs }: GivenAct): string {
  if (action === 'shelve' && forMs > 86_400_000) return 'bad-action';
  return staleBy > 0 ? 'stale-revision' : 'illegal-transition';
}

const restore = fc.constant(
  step(0, 'restore', (_model, real) => {
    real.book = restored(real.book);
    return false;
  }),
);

function restored(book: AlarmBook): AlarmBook {
  const copy = new AlarmBook();
  copy.restore(JSON.parse(JSON.stringify(book.snapshot())) as ReturnType<AlarmBook['snapshot']>);
  expect(hashOf(copy)).toBe(hashOf(book));
  return copy;
}

test('[A1] [A3] [A5] [A6] [A7] [A8] [A10] any sequence keeps the books of a model', () => {
  // Acts are what people do most; onsets and returns come often enough to chatter.
  const steps = [
    onset,
    onset,
    returned,
    returned,
    flutter,
    act,
    act,
    act,
    tick,
    prioritise,
    suppress,
    attach,
    restore,
  ];
  fc.assert(
    fc.property(fc.commands<Model, Real>(steps, { maxCommands: 60, size: '+1' }), (commands) => {
      fc.modelRun(
        () => ({
          model: {
            nowMs: NOW_MS,
            tags: new Map(KEYS.map((name) => [name, new TagModel()])),
            outcomes: new Map(),
          },
          real: { book: new AlarmBook(), told: new Map() },
        }),
        commands,
      );
    }),
    { numRuns: isFull ? 15_000 : 1_500 },
  );
}, 300_000);
