import { expect, test } from 'vitest';
import { type AskedBaseline, BaselineOffice, isDue, type OfficePorts } from './baseline-office.ts';
import { fitSeries, loadFitting } from './fit-series.ts';
import { hourlyHistory } from './hourly-history.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Asia/Ho_Chi_Minh';
/** 02:00 on a Monday in Ho Chi Minh City. */
const T0 = Date.UTC(2026, 10, 22, 19);

const asked = (over: Partial<AskedBaseline> = {}): AskedBaseline => ({
  ...{ series: 'air/a/pm', domain: 'air', entity: 'a', metric: 'pm', fittedAtMs: null, refusedAtMs: null },
  ...over,
});

test('what was never tried is due at once, what was refused every night, what was fitted a week ago the night after', () => {
  expect(isDue(asked(), T0, ZONE)).toBe(true);
  const refused = asked({ refusedAtMs: T0 - 5 * HOUR });
  expect(isDue(refused, T0, ZONE)).toBe(false);
  expect(isDue(refused, T0 + HOUR - 1, ZONE)).toBe(false);
  expect(isDue(refused, T0 + HOUR, ZONE)).toBe(true);
  expect(isDue(asked({ refusedAtMs: T0 + HOUR }), T0 + 20 * HOUR, ZONE)).toBe(false);
  const fitted = asked({ fittedAtMs: T0 - 6 * DAY });
  expect(isDue(fitted, T0 + 2 * HOUR, ZONE)).toBe(false);
  expect(isDue(fitted, T0 + DAY + 2 * HOUR, ZONE)).toBe(true);
  // Fitted once, refused since: tried again the next night.
  expect(isDue(asked({ fittedAtMs: T0 - 2 * DAY, refusedAtMs: T0 - DAY }), T0 + 2 * HOUR, ZONE)).toBe(true);
});

test('hours are asked week by week, newest first, until history ends; the hour that runs is not among them', async () => {
  const spans: number[] = [];
  const ask: Parameters<typeof hourlyHistory>[0] = async (_, { fromMs, toMs }) => {
    spans.push((T0 - fromMs) / (7 * DAY));
    if (spans.length === 3) throw Object.assign(new Error('gone'), { code: 'history-expired' });
    return [
      { startMs: fromMs, n: 2, mean: 7 },
      { startMs: fromMs + HOUR, n: 0, mean: Number.NaN },
      { startMs: toMs - HOUR, n: 1, mean: 9 },
    ];
  };
  const { startMs, values } = await hourlyHistory(ask, asked(), T0 + 1_000);
  expect([startMs, values.length, spans]).toEqual([T0 - 14 * DAY, 2 * 168, [1, 2, 3]]);
  expect(values.flatMap((value, i) => (value === null ? [] : [[i, value]]))).toEqual([
    [0, 7],
    [167, 9],
    [168, 7],
    [335, 9],
  ]);
  const down = hourlyHistory(() => Promise.reject(new Error('down')), asked(), T0);
  await expect(down).rejects.toThrow('down');
});

/** An office over three weeks of hours that follow the day, with what it wrote. */
function makeOffice(over: Partial<OfficePorts> = {}) {
  loadFitting();
  const written: string[] = [];
  let opened = 0;
  const office = new BaselineOffice({
    asked: async () => [asked(), asked({ series: 'air/b/pm', entity: 'b' })],
    hours: async ({ entity }, { fromMs, toMs }) => {
      const weeks = entity === 'a' ? 3 : 1;
      if (fromMs < T0 - weeks * 7 * DAY) return [];
      return Array.from({ length: (toMs - fromMs) / HOUR }, (_, i) => {
        const startMs = fromMs + i * HOUR;
        return { startMs, n: 60, mean: 50 + 20 * Math.sin(((startMs % DAY) / DAY) * 2 * Math.PI) };
      });
    },
    openFitter() {
      opened += 1;
      return { fit: (task) => Promise.resolve(fitSeries(task)), stop: () => Promise.resolve() };
    },
    async journal(series, outcome) {
      const { quality } = outcome.ok ? outcome : outcome.refusal;
      written.push(`${series} ${outcome.ok ? 'fitted' : outcome.refusal.code} ${quality?.hours}`);
    },
    nowMs: () => T0,
    zone: ZONE,
    ...over,
  });
  return { office, written, opened: () => opened };
}

test('a round journals what could be fitted with its quality, and what could not with the reason', async () => {
  const { office, written } = makeOffice();
  await office.tick();
  expect(written).toEqual(['air/a/pm fitted 504', 'air/b/pm history-too-short 168']);
  expect(office.round).toEqual({ startedMs: T0, endedMs: T0, fitted: 1, refused: 1, left: 0, fault: null });
});

test('with nothing due no thread is opened; what a person asks for is fitted whatever is due', async () => {
  const recent = [asked({ fittedAtMs: T0 - HOUR })];
  const { office, written, opened } = makeOffice({ asked: async () => recent });
  await office.tick();
  expect([opened(), written, office.round]).toEqual([0, [], null]);
  await office.fitNow((series) => series === 'air/a/pm');
  expect([opened(), written]).toEqual([1, ['air/a/pm fitted 504']]);
});

test('a history that cannot be asked ends the round and says why; nothing is journalled for it, and the next round tries again', async () => {
  let isDown = true;
  const good = makeOffice();
  const { office, written } = makeOffice({
    hours: () => (isDown ? Promise.reject(new Error('history is down')) : Promise.resolve([])),
  });
  await office.tick();
  expect([written, office.round]).toMatchObject([[], { fault: 'history is down', left: 2, fitted: 0 }]);
  isDown = false;
  await office.tick();
  expect(written).toEqual(['air/a/pm no-history undefined', 'air/b/pm no-history undefined']);
  await good.office.stop();
  await good.office.tick();
  expect(good.written).toEqual([]);
});
