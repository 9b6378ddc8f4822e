import { expect, test } from 'vitest';
import type { AlarmTransition } from '../alarms/alarm.ts';
import { alarmPerformance } from './alarm-performance.ts';
import type { PerformanceFigureId } from './performance-targets.ts';
import type { PositionPerformance } from './position-performance.ts';

const DAY_MS = 86_400_000;
const BUCKET_MS = 600_000;
/** A midnight of UTC. */
const START_MS = 20_000 * DAY_MS;

let serial = 0;
/** One annunciated alarm. */
function call(atMs: number, given: Partial<AlarmTransition> = {}): AlarmTransition {
  serial += 1;
  return {
    alarmId: String(serial),
    ruleId: 'r',
    key: `k${serial}`,
    priority: 4,
    position: 'drainage',
    from: 'normal',
    to: 'unacknowledged',
    by: 'condition',
    isActive: true,
    isAcknowledged: false,
    isAnnunciated: true,
    isChattering: false,
    atMs,
    n: 1,
    ...given,
  };
}

const calls = (count: number, atMs: number, given: Partial<AlarmTransition> = {}): AlarmTransition[] =>
  Array.from({ length: count }, (_, index) => call(atMs + index, given));

function ofDay(transitions: readonly AlarmTransition[], days = 1): PositionPerformance {
  const period = { fromMs: START_MS, toMs: START_MS + days * DAY_MS, positions: ['drainage'] };
  return alarmPerformance(transitions, period).positions[0]!;
}

const figure = (of: PositionPerformance, id: PerformanceFigureId) => of.figures.find((one) => one.id === id)!;

test('empty buckets count: dropping them would turn one flood of a day from 0.7 % of the time into all of it', () => {
  const performance = ofDay(calls(11, START_MS + 3 * BUCKET_MS));
  expect(performance.buckets.counts).toHaveLength(144);
  expect(figure(performance, 'flood-share')).toMatchObject({ value: 100 / 144, verdict: 'on-target' });
  const { counts } = performance.buckets;
  const withoutEmpty = counts.filter((count) => count !== null && count > 0);
  const shareOf = (some: readonly (number | null)[]): number =>
    (100 * some.filter((count) => count !== null && count > 10).length) / some.length;
  expect([shareOf(counts), shareOf(withoutEmpty)]).toEqual([100 / 144, 100]);
  expect(figure(performance, 'per-ten-minutes').value).toBe(11 / 144);
});

test('ten alarms in ten minutes are no flood, eleven are; over a wall-clock boundary they are two buckets', () => {
  expect(figure(ofDay(calls(10, START_MS)), 'flood-share').value).toBe(0);
  expect(figure(ofDay(calls(11, START_MS)), 'flood-share').value).toBe(100 / 144);
  const across = ofDay([...calls(6, START_MS + BUCKET_MS - 6), ...calls(6, START_MS + BUCKET_MS)]);
  expect(across.buckets.counts.slice(0, 3)).toEqual([6, 6, 0]);
  expect(figure(across, 'max-in-ten-minutes')).toMatchObject({ value: 6, target: 10, verdict: 'on-target' });
});

test('partial buckets at the ends are told apart and are in no figure by bucket', () => {
  const period = { fromMs: START_MS + 1, toMs: START_MS + 2 * BUCKET_MS + 5, positions: ['drainage'] };
  const told = [
    ...calls(12, START_MS + 2),
    ...calls(3, START_MS + BUCKET_MS),
    call(START_MS + 2 * BUCKET_MS),
  ];
  const performance = alarmPerformance(told, period).positions[0]!;
  expect(performance.partial).toEqual([
    { fromMs: START_MS + 1, toMs: START_MS + BUCKET_MS, count: 12 },
    { fromMs: START_MS + 2 * BUCKET_MS, toMs: START_MS + 2 * BUCKET_MS + 5, count: 1 },
  ]);
  expect(performance.buckets).toMatchObject({ firstMs: START_MS + BUCKET_MS, counts: [3], inFlood: 0 });
  expect(performance.annunciated).toBe(16);
  const tiny = { ...period, toMs: START_MS + 100 };
  const nothing = alarmPerformance(told, tiny).positions[0]!;
  expect(nothing.partial).toEqual([{ fromMs: START_MS + 1, toMs: START_MS + 100, count: 12 }]);
  expect(figure(nothing, 'flood-share')).toMatchObject({ value: null, verdict: 'no-value' });
});

test('less than thirty days is indicative', () => {
  const of = (days: number): boolean =>
    alarmPerformance([], { fromMs: START_MS, toMs: START_MS + days * DAY_MS, positions: [] }).isIndicative;
  expect([of(29), of(30)]).toEqual([true, false]);
});

test('a position that nothing called has zeros where zero was counted, and no value where there was nothing to measure', () => {
  const quiet = ofDay([]);
  const values = Object.fromEntries(quiet.figures.map(({ id, value }) => [id, value]));
  expect(values).toMatchObject({
    'per-ten-minutes': 0,
    'max-in-ten-minutes': 0,
    'flood-share': 0,
    'per-day': 0,
  });
  expect(values).toMatchObject({ 'share-p1': null, 'top-ten-share': null, 'acknowledge-p50': null });
});

test('a position that was not asked for is told as alarms elsewhere, never lost', () => {
  const period = { fromMs: START_MS, toMs: START_MS + DAY_MS, positions: ['drainage'] };
  const told = [...calls(2, START_MS), ...calls(3, START_MS, { position: 'traffic' })];
  expect(alarmPerformance(told, period)).toMatchObject({ elsewhere: 3, positions: [{ annunciated: 2 }] });
});

test.each([
  ['per-ten-minutes', 1, 'on-target'],
  ['per-ten-minutes', 2, 'within-limit'],
  ['per-ten-minutes', 3, 'missed'],
] as const)('%s of %d is %s', (id, perBucket, verdict) => {
  const told = Array.from({ length: 144 }, (_, bucket) =>
    calls(perBucket, START_MS + bucket * BUCKET_MS),
  ).flat();
  expect(figure(ofDay(told), id)).toMatchObject({ value: perBucket, verdict });
});

test('a target of "below" is missed by reaching it: five stale alarms, one flood in a hundred buckets', () => {
  const stale = (count: number) => figure(ofDay(calls(count, START_MS), 3), 'stale-now');
  expect([stale(4), stale(5)]).toMatchObject([{ verdict: 'on-target' }, { value: 5, verdict: 'missed' }]);
});

test('stale begins after 24 h and is counted on the worst day of the city, over restarts of the condition', () => {
  const [one, two] = [call(START_MS), call(START_MS)];
  const back = {
    ...two,
    atMs: START_MS + DAY_MS + 5,
    to: 'returned-unacknowledged',
    isActive: false,
    n: 2,
  } as const;
  const performance = ofDay([one, two, back], 3);
  expect(figure(performance, 'stale-now').value).toBe(1);
  expect(figure(performance, 'stale-worst-day').value).toBe(2);
  expect(performance.staleWorstDay).toEqual({ fromMs: START_MS + DAY_MS, toMs: START_MS + 2 * DAY_MS });
  const atOnce = { ...back, atMs: START_MS + DAY_MS };
  expect(figure(ofDay([two, atOnce], 3), 'stale-worst-day').value).toBe(0);
});

test('civil days are those of the zone: seven in the evening of UTC is tomorrow in the city', () => {
  const period = {
    fromMs: START_MS,
    toMs: START_MS + 2 * DAY_MS,
    positions: ['drainage'],
    zone: 'Asia/Ho_Chi_Minh',
  };
  const told = [call(START_MS + 16 * 3_600_000), call(START_MS + 19 * 3_600_000)];
  const performance = alarmPerformance(told, period).positions[0]!;
  expect([performance.days, figure(performance, 'per-day').value]).toEqual([1, 1]);
});

test('unauthorised suppression: a person hid an alarm without a reason; with one, or by design, it is authorised', () => {
  const hidden = { from: 'unacknowledged', to: 'shelved', isAnnunciated: false, n: 2 } as const;
  const shelve = { ...hidden, by: 'operator', act: 'shelve' } as const;
  const told = [
    call(START_MS, { ...shelve, reason: 'cảm biến hỏng' }),
    call(START_MS, { ...hidden, to: 'suppressed', by: 'design' }),
    call(START_MS, { ...shelve, reason: ' ' }),
    call(START_MS, { ...hidden, to: 'suppressed', by: 'operator' }),
  ];
  expect(figure(ofDay(told), 'unauthorised-suppression')).toMatchObject({ value: 2, verdict: 'missed' });
  expect(ofDay(told)).toMatchObject({ shelvedNow: 2, suppressedNow: 2, withoutBeginning: 4 });
});

test('what stood before the period counts for what stands now, not as annunciated', () => {
  const before = call(START_MS - 2 * DAY_MS);
  const ack = { ...before, n: 2, to: 'acknowledged', by: 'operator', act: 'acknowledge' } as const;
  const acked = { ...ack, atMs: START_MS + 60_000, isAcknowledged: true, isAnnunciated: false };
  const performance = ofDay([before, acked]);
  expect(performance).toMatchObject({ annunciated: 0, acknowledged: 1, unansweredNow: 0 });
  expect(figure(performance, 'acknowledge-p95').value).toBe(2 * DAY_MS + 60_000);
  expect(figure(performance, 'stale-now').value).toBe(1);
});

test('the ten tags that called most, most first, with their share', () => {
  const told = Array.from({ length: 12 }, (_, tag) =>
    calls(12 - tag, START_MS + tag * BUCKET_MS, { key: `t${tag}` }),
  );
  const { topTags, annunciated, figures } = ofDay(told.flat());
  expect(annunciated).toBe(78);
  expect(topTags).toHaveLength(10);
  expect(topTags[0]).toEqual({ ruleId: 'r', key: 't0', count: 12, sharePercent: (100 * 12) / 78 });
  expect(figures.find(({ id }) => id === 'top-ten-share')?.value).toBe((100 * 75) / 78);
});

test('a period that ends before it begins is a mistake of the caller', () => {
  expect(() => alarmPerformance([], { fromMs: 2, toMs: 2, positions: [] })).toThrow('begins before it ends');
});

test('fleeting: over within a minute, untouched; not while it chatters, nor when somebody had done something', () => {
  const after = (lengthMs: number, given: Partial<AlarmTransition> = {}): AlarmTransition[] => {
    const begin = call(START_MS);
    const act = {
      ...begin,
      n: 2,
      atMs: START_MS + 1,
      by: 'operator',
      act: 'note',
      isAnnunciated: false,
    } as const;
    const rest = { to: 'returned-unacknowledged', isActive: false, isAnnunciated: false, n: 3 } as const;
    const end = { ...begin, ...rest, atMs: START_MS + lengthMs, ...given };
    return given.by === 'operator' ? [begin, act, { ...end, by: 'condition' }] : [begin, end];
  };
  const fleeting = (told: AlarmTransition[]) => figure(ofDay(told), 'fleeting').value;
  expect([59_999, 60_000, 60_001].map((lengthMs) => fleeting(after(lengthMs)))).toEqual([1, 1, 0]);
  expect(fleeting(after(1_000, { isChattering: true }))).toBe(0);
  expect(fleeting(after(1_000, { by: 'operator' }))).toBe(0);
});

test('the longest flood is the longest run of buckets in flood, the earliest of equal ones; ten alarms end it', () => {
  const perBucket = [11, 11, 10, 12, 0, 11, 30, 0];
  const told = perBucket.flatMap((count, bucket) => calls(count, START_MS + bucket * BUCKET_MS));
  const performance = ofDay(told);
  expect(performance.longestFlood).toEqual({ fromMs: START_MS, toMs: START_MS + 2 * BUCKET_MS });
  expect(performance.buckets.inFlood).toBe(5);
  expect(figure(performance, 'longest-flood')).toMatchObject({ value: 2 * BUCKET_MS, verdict: 'no-target' });
  const longer = [...told, ...calls(11, START_MS + 7 * BUCKET_MS)];
  expect(ofDay(longer).longestFlood?.fromMs).toBe(START_MS + 5 * BUCKET_MS);
  expect(ofDay(calls(10, START_MS)).longestFlood).toBeNull();
});

test('a stretch without a centre is in no rate: a quiet night that nobody watched does not dilute a busy day', () => {
  const night = { fromMs: START_MS, toMs: START_MS + DAY_MS / 2 };
  const period = { fromMs: START_MS, toMs: START_MS + DAY_MS, positions: ['drainage'] };
  const busy = calls(144, START_MS + DAY_MS / 2);
  const watched = alarmPerformance(busy, { ...period, downtimes: [night] });
  const [of] = watched.positions;
  expect(watched.downtimes).toEqual([night]);
  expect(figure(of!, 'per-ten-minutes').value).toBe(144 / 72);
  expect(figure(of!, 'per-hour').value).toBe(144 / 12);
  expect(figure(of!, 'flood-share').value).toBe(100 / 72);
  // Half of the day is missing: what a day brings is not known.
  expect(figure(of!, 'per-day')).toMatchObject({ value: null, verdict: 'no-value' });
  expect(of).toMatchObject({ annunciated: 144, hours: 12, days: 0, buckets: { down: 72, inDown: 0 } });
  expect(of!.buckets.counts.slice(71, 73)).toEqual([null, 144]);
  expect(figure(ofDay(busy), 'per-ten-minutes').value).toBe(1);
});

test('a restart of a minute spoils nothing, longer ones spoil their ten minutes, and a flood does not reach over them', () => {
  const at = START_MS + 5 * BUCKET_MS;
  const period = { fromMs: START_MS, toMs: START_MS + DAY_MS, positions: ['drainage'] };
  const storm = [4, 5, 6, 7].flatMap((bucket) => calls(11, START_MS + bucket * BUCKET_MS));
  const down = (ms: number) =>
    alarmPerformance(storm, { ...period, downtimes: [{ fromMs: at + 1_000, toMs: at + 1_000 + ms }] })
      .positions[0]!;
  expect(down(60_000)).toMatchObject({ buckets: { down: 0, inFlood: 4 } });
  expect(figure(down(60_000), 'longest-flood').value).toBe(4 * BUCKET_MS);
  expect(down(60_001)).toMatchObject({ annunciated: 44, buckets: { down: 1, inDown: 11, inFlood: 3 } });
  expect(figure(down(60_001), 'longest-flood').value).toBe(2 * BUCKET_MS);
});
