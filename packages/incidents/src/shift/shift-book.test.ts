import { CanonicalWriter, toHex128 } from '@metropane/base';
import { describe, expect, test } from 'vitest';
import { handoverBrief } from './handover-brief.ts';
import type { HandoverBrief } from './handover-brief.ts';
import { MAX_NOTES } from './apply-shift-action.ts';
import { briefHash, ShiftBook } from './shift-book.ts';
import type { ShiftAction } from './shift.ts';

const NINE = Date.parse('2026-11-23T02:00:00Z');
const HOUR_MS = 3_600_000;

/** A book with the positions `traffic` and `water`, and one journal that counts. */
function openBook() {
  const book = new ShiftBook();
  book.configure(['traffic', 'water']);
  book.takeChanged();
  let journalSeq = 0;
  const act = (actor: string, action: Partial<ShiftAction>, brief?: HandoverBrief) => {
    journalSeq += 1;
    const position = action.position ?? 'traffic';
    const expectedRevision = action.expectedRevision ?? book.position(position)?.revision ?? 0;
    const entry = {
      action: { position, expectedRevision, ...action },
      ...(brief === undefined ? {} : { brief }),
    };
    return book.act(entry, { atMs: NINE + journalSeq * 1_000, actor, journalSeq });
  };
  return { book, act };
}

function emptyBrief(asOfMs = NINE): HandoverBrief {
  const nothing = { incidents: [], alarms: [], feeds: [], notes: [], warnings: null };
  return handoverBrief({ position: 'traffic', answersFor: () => true, nowMs: asOfMs, ...nothing });
}

/** The code of a refusal, or `ok`. */
function verdict(outcome: { ok: true } | { ok: false; code: string }): string {
  return outcome.ok ? 'ok' : outcome.code;
}

describe('a position has one holder', () => {
  test('who claims an empty position has it, and a second claim without a reason is refused', () => {
    const { book, act } = openBook();
    expect(verdict(act('Lan', { action: 'claim' }))).toBe('ok');
    expect(verdict(act('Minh', { action: 'claim' }))).toBe('reason-required');
    expect(book.position('traffic')?.holder).toMatchObject({ person: 'Lan', how: 'claim' });
  });

  test('[S1] taking over from somebody absent keeps the reason and from whom', () => {
    const { book, act } = openBook();
    act('Lan', { action: 'claim' });
    expect(verdict(act('Minh', { action: 'claim', reason: 'Lan không có mặt' }))).toBe('ok');
    const holder = book.position('traffic')?.holder;
    expect(holder).toMatchObject({
      person: 'Minh',
      how: 'take-over',
      from: 'Lan',
      reason: 'Lan không có mặt',
    });
  });

  test('only the holder releases, and then nobody has it', () => {
    const { book, act } = openBook();
    act('Lan', { action: 'claim' });
    expect(verdict(act('Minh', { action: 'release' }))).toBe('not-holder');
    expect(verdict(act('Lan', { action: 'release' }))).toBe('ok');
    expect(book.position('traffic')?.holder).toBeNull();
  });

  test('[S2] an unknown position, an act without a revision and an old revision are refused by their codes', () => {
    const { act } = openBook();
    expect(verdict(act('Lan', { action: 'claim', position: 'moon' }))).toBe('no-position');
    expect(verdict(act('Lan', { action: 'claim', expectedRevision: -1 }))).toBe('bad-action');
    act('Lan', { action: 'claim' });
    expect(verdict(act('Lan', { action: 'release', expectedRevision: 0 }))).toBe('stale-revision');
  });

  test('a repeated act has one effect', () => {
    const { book, act } = openBook();
    expect(act('Lan', { action: 'note', text: 'một', actionId: 'a1' })).toMatchObject({ isRepeat: false });
    expect(act('Lan', { action: 'note', text: 'một', actionId: 'a1' })).toMatchObject({
      ok: true,
      isRepeat: true,
    });
    expect(book.position('traffic')?.notes.map(({ text }) => text)).toEqual(['một']);
  });
});

describe('a handover', () => {
  test('[S4] moves the position with the second signature and not before', () => {
    const { book, act } = openBook();
    const brief = emptyBrief();
    const read = { briefHash: briefHash(brief) };
    act('Lan', { action: 'claim' });
    expect(verdict(act('Lan', { action: 'begin' }, brief))).toBe('ok');
    expect(book.position('traffic')?.holder?.person).toBe('Lan');
    expect(verdict(act('Minh', { action: 'sign-take', ...read }))).toBe('illegal-transition');
    expect(verdict(act('Minh', { action: 'sign-give', ...read }))).toBe('not-holder');
    expect(verdict(act('Lan', { action: 'sign-give', ...read, text: 'đã nói rõ' }))).toBe('ok');
    expect(book.position('traffic')?.holder?.person).toBe('Lan');
    expect(verdict(act('Lan', { action: 'sign-take', ...read }))).toBe('same-person');
    expect(verdict(act('Minh', { action: 'sign-take', ...read }))).toBe('ok');
    const position = book.position('traffic');
    expect(position?.holder).toMatchObject({ person: 'Minh', how: 'handover', handoverId: 'BG-000001' });
    expect(position?.handover).toBeNull();
    const kept = book.handover('BG-000001');
    expect(kept?.given).toMatchObject({ by: 'Lan', text: 'đã nói rõ' });
    expect(kept?.taken).toMatchObject({ by: 'Minh' });
  });

  test('[S5] is signed for the brief that was read, not for another', () => {
    const { act } = openBook();
    act('Lan', { action: 'claim' });
    act('Lan', { action: 'begin' }, emptyBrief());
    const other = { briefHash: briefHash(emptyBrief(NINE + 1)) };
    expect(verdict(act('Lan', { action: 'sign-give', ...other }))).toBe('other-brief');
  });

  test('[S3] for a named person is taken by nobody else', () => {
    const { act } = openBook();
    const brief = emptyBrief();
    const read = { briefHash: briefHash(brief) };
    act('Lan', { action: 'claim' });
    expect(verdict(act('Lan', { action: 'begin', to: 'Lan' }, brief))).toBe('same-person');
    act('Lan', { action: 'begin', to: 'Minh' }, brief);
    act('Lan', { action: 'sign-give', ...read });
    expect(verdict(act('Hoa', { action: 'sign-take', ...read }))).toBe('other-person');
    expect(verdict(act('Minh', { action: 'sign-take', ...read }))).toBe('ok');
  });

  test('without a brief, or by somebody who has not the position, does not begin', () => {
    const { act } = openBook();
    expect(verdict(act('Lan', { action: 'begin' }, emptyBrief()))).toBe('not-holder');
    act('Lan', { action: 'claim' });
    expect(verdict(act('Lan', { action: 'begin' }))).toBe('bad-action');
  });

  test('that is cancelled leaves the position with its holder, and the refusals under way name what may be done', () => {
    const { book, act } = openBook();
    act('Lan', { action: 'claim' });
    act('Lan', { action: 'begin' }, emptyBrief());
    const refused = act('Minh', { action: 'claim', reason: 'gấp' });
    expect(refused).toMatchObject({
      code: 'illegal-transition',
      allowed: ['plan', 'unplan', 'note', 'cancel'],
    });
    expect(verdict(act('Minh', { action: 'cancel' }))).toBe('bad-action');
    expect(verdict(act('Minh', { action: 'cancel', reason: 'Lan đã về' }))).toBe('ok');
    expect(book.position('traffic')?.holder?.person).toBe('Lan');
    expect(book.handover('BG-000001')).toMatchObject({ state: 'cancelled', cancelled: { by: 'Minh' } });
  });

  test('[S6] takes the notes of its brief with it and leaves later ones', () => {
    const { book, act } = openBook();
    act('Lan', { action: 'claim' });
    act('Lan', { action: 'note', text: 'trước' });
    const brief = emptyBrief();
    const read = { briefHash: briefHash(brief) };
    act('Lan', { action: 'begin' }, brief);
    act('Hoa', { action: 'note', text: 'sau' });
    act('Lan', { action: 'sign-give', ...read });
    act('Minh', { action: 'sign-take', ...read });
    expect(book.position('traffic')?.notes.map(({ text }) => text)).toEqual(['sau']);
  });
});

describe('the roster', () => {
  const morning = { action: 'plan', person: 'Lan', fromMs: NINE, toMs: NINE + 8 * HOUR_MS } as const;

  test('[S7] refuses two people at one position at one time, and stretches that meet are no overlap', () => {
    const { book, act } = openBook();
    expect(verdict(act('Trưởng', morning))).toBe('ok');
    expect(verdict(act('Trưởng', { ...morning, person: 'Minh', fromMs: NINE + HOUR_MS }))).toBe(
      'roster-overlap',
    );
    const evening = { ...morning, person: 'Minh', fromMs: NINE + 8 * HOUR_MS, toMs: NINE + 16 * HOUR_MS };
    expect(verdict(act('Trưởng', evening))).toBe('ok');
    expect(verdict(act('Trưởng', { ...morning, position: 'water' }))).toBe('ok');
    const [first] = book.position('traffic')!.roster;
    expect(verdict(act('Trưởng', { action: 'unplan', rosterId: first!.id }))).toBe('ok');
    expect(book.position('traffic')?.roster.map(({ person }) => person)).toEqual(['Minh']);
  });

  test('refuses a stretch that ends before it begins or lasts over a day', () => {
    const { act } = openBook();
    expect(verdict(act('Trưởng', { ...morning, toMs: NINE }))).toBe('bad-action');
    expect(verdict(act('Trưởng', { ...morning, toMs: NINE + 25 * HOUR_MS }))).toBe('bad-action');
    expect(verdict(act('Trưởng', { action: 'unplan', rosterId: 'R99' }))).toBe('no-roster-entry');
  });

  test('forgets stretches long over, never ones to come', () => {
    const { book, act } = openBook();
    const day = 24 * HOUR_MS;
    for (let before = 60; before > 0; before--)
      act('Trưởng', { ...morning, fromMs: NINE - before * day, toMs: NINE - before * day + HOUR_MS });
    act('Trưởng', { ...morning, fromMs: NINE + day, toMs: NINE + day + HOUR_MS });
    const kept = book.position('traffic')!.roster;
    expect(kept.length).toBe(21);
    expect(kept.at(-1)?.fromMs).toBe(NINE + day);
  });
});

test('[S8] who would note too much is told, and nothing is pushed out', () => {
  const { book, act } = openBook();
  for (let n = 0; n < MAX_NOTES; n++) act('Lan', { action: 'note', text: `ghi chú ${n}` });
  expect(verdict(act('Lan', { action: 'note', text: 'quá' }))).toBe('too-many');
  expect(book.position('traffic')?.notes[0]?.text).toBe('ghi chú 0');
});

test('ended handovers beyond the limit are forgotten, the oldest first', () => {
  const book = new ShiftBook({ keepHandovers: 2 });
  book.configure(['traffic']);
  const act = (action: Partial<ShiftAction>, brief?: HandoverBrief) => {
    const expectedRevision = book.position('traffic')!.revision;
    const entry = {
      action: { position: 'traffic', expectedRevision, ...action },
      ...(brief ? { brief } : {}),
    };
    return book.act(entry, { atMs: NINE, actor: 'Lan', journalSeq: expectedRevision + 1 });
  };
  act({ action: 'claim' });
  for (let n = 0; n < 3; n++) {
    act({ action: 'begin' }, emptyBrief(NINE + n));
    act({ action: 'cancel', reason: 'thử' });
  }
  expect([...book.handovers()].map(({ id }) => id)).toEqual(['BG-000002', 'BG-000003']);
});

test('a brief has the same hash in whatever order its fields were written', () => {
  const brief = emptyBrief();
  const turned = Object.fromEntries(Object.entries(brief).toReversed()) as unknown as HandoverBrief;
  expect(briefHash(turned)).toBe(briefHash(brief));
  expect(briefHash({ ...brief, asOfMs: NINE + 1 })).not.toBe(briefHash(brief));
});

test('an untouched book adds nothing to the state hash, so that a city without positions hashes as before', () => {
  const book = new ShiftBook();
  book.configure(['traffic']);
  const hashes: string[] = [];
  book.forEachCanonical((key, fill) => {
    const writer = new CanonicalWriter().string(key);
    fill(writer);
    hashes.push(toHex128(writer.hash()));
  });
  expect(hashes).toEqual([]);
});
