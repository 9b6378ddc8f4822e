import { z } from 'zod';
import { isEmpty, LEAST_DAYS, usualBand } from '../../history/usual-band.ts';
import { UsualDays } from '../../history/usual-days.ts';
import { PipelineRefusal } from '../../pipeline/pipeline-refusal.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';
import { bandStatistic, seriesSource, TREND_WINDOWS, trendPoints, trendSources } from '../trend-source.ts';
import type { TrendPoint, TrendSource } from '../trend-source.ts';
import { daysLike } from '../usual-basis.ts';

/** Enough for a chart that is wider than any screen; a longer time is asked for in longer windows. */
const MOST_POINTS = 4_000;
const MOST_WEEKS = 8;
const WINDOW_MS = { PT1M: 60_000, PT5M: 300_000, PT1H: 3_600_000 } as const;

const Asked = z.object({
  figure: z.string().optional().describe('id of `/trends`; else domain, entity and metric'),
  domain: z.string().optional(),
  entity: z.string().optional(),
  metric: z.string().optional(),
});
const WindowsQuery = Asked.extend({ window: z.enum(TREND_WINDOWS), from: z.string(), to: z.string() });
const UsualQuery = Asked.extend({
  window: z.enum(['PT5M', 'PT1H']),
  at: z.string().describe('any instant of the civil day that the range is for'),
  weeks: z.coerce.number().int().min(1).max(MOST_WEEKS).default(4),
});

/**
 * Charts of the past: the figures of the city pack told from settled windows, and what is usual for them. `usual` is P10, P50 and
 * P90 of the same time of day on the days of the same kind (working days, or days off by the city's calendar) of the weeks before
 * that day, in five-minute windows within half an hour, or of the same hour. Where fewer than three days know a time it has none.
 */
export function trendRoutes(app: Api, deps: ApiDeps): void {
  const days = new WeakMap<Room, UsualDays>();
  const daysOf = (room: Room): UsualDays => {
    const known = days.get(room) ?? makeDays(room, deps);
    days.set(room, known);
    return known;
  };
  app.get('/api/v1/trends', () => {
    const { sources, untold } = trendSources(deps.foldConfig());
    return {
      items: sources.map((source) => ({ ...source, hasUsual: bandStatistic(source) !== null })),
      untold,
    };
  });
  app.get('/api/v1/trends/windows', { schema: { querystring: WindowsQuery } }, async ({ query, room }) => {
    const { window } = query;
    const source = sourceOf(query, deps);
    assertTells(source, window);
    const span = spanOf(query, room.clock.nowMs());
    const answer = await pointsOf({ source, window, ...span }, room, deps);
    return { figure: source.id, window, ...answer };
  });
  app.get('/api/v1/trends/usual', { schema: { querystring: UsualQuery } }, async ({ query, room }) => {
    const { window, weeks } = query;
    const source = sourceOf(query, deps);
    assertTells(source, window);
    const { zone } = deps.foldConfig();
    const basis = daysLike(parseTime('at', query.at), { zone, weeks, isWorkingDay: deps.isWorkingDay });
    const head = { figure: source.id, window, weeks, kind: basis.kind, day: isoTime(basis.day.startMs) };
    const statistic = bandStatistic(source);
    if (statistic === null) return { ...head, days: 0, asked: 0, expired: 0, why: 'no-usual', items: [] };
    const { domain, metric, entities } = source;
    const found = await Promise.all(
      basis.days.map((day) => daysOf(room).day({ domain, metric, entities }, day)),
    );
    const kept = found.filter((day) => day !== 'expired');
    const known = kept.filter((day) => !isEmpty(day));
    const points = usualBand(known, { step: window, statistic });
    return {
      ...head,
      days: known.length,
      asked: basis.days.length,
      expired: found.length - kept.length,
      why: known.length < LEAST_DAYS ? 'short-history' : null,
      items: points
        .map((point, at) => ({ start: isoTime(basis.day.startMs + at * WINDOW_MS[window]), ...point }))
        .filter(({ low }) => low !== null),
    };
  });
}

function makeDays({ history, clock }: Room, { foldConfig, zoneOfFeed }: ApiDeps): UsualDays {
  return new UsualDays({
    nowMs: () => clock.nowMs(),
    isExpired: (error) => error instanceof PipelineRefusal && error.code === 'history-expired',
    ask: async (series, { startMs, endMs }) => {
      const { rows } = await history.windows({
        ...{ ...series, window: 'PT5M', fromMs: startMs, toMs: endMs },
        ...{ zone: foldConfig().zone, zoneOfFeed, maxRows: MOST_POINTS },
      });
      return rows;
    },
  });
}

function sourceOf({ figure, domain, entity, metric }: z.output<typeof Asked>, deps: ApiDeps): TrendSource {
  if (figure === undefined) {
    if (domain === undefined || entity === undefined || metric === undefined)
      throw new Problem(400, 'bad-query', { detail: 'give `figure`, or `domain`, `entity` and `metric`' });
    return seriesSource(domain, entity, metric);
  }
  const { sources, untold } = trendSources(deps.foldConfig());
  const source = sources.find(({ id }) => id === figure);
  if (source !== undefined) return source;
  if (untold.includes(figure))
    throw new Problem(422, 'not-in-history', { detail: `settled windows do not tell the figure ${figure}` });
  throw new Problem(404, 'unknown-figure', { detail: `no figure ${figure}: GET /api/v1/trends lists them` });
}

function assertTells({ id, windows }: TrendSource, window: TrendSource['windows'][number]): void {
  if (!windows.includes(window))
    throw new Problem(422, 'no-such-window', { detail: `${id} is told in windows of ${windows.join(', ')}` });
}

function spanOf(
  { from, to, window }: z.output<typeof WindowsQuery>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const stepMs = WINDOW_MS[window];
  const fromMs = Math.floor(Math.max(0, parseTime('from', from)) / stepMs) * stepMs;
  const toMs = Math.min(parseTime('to', to), nowMs + stepMs);
  if (toMs < fromMs) return { fromMs, toMs: fromMs };
  if ((toMs - fromMs) / stepMs > MOST_POINTS)
    throw new Problem(413, 'too-many-rows', {
      detail: `more than ${MOST_POINTS} windows: ask for a shorter range or longer windows`,
    });
  return { fromMs, toMs };
}

async function pointsOf(
  {
    source,
    window,
    fromMs,
    toMs,
  }: { source: TrendSource; window: TrendSource['windows'][number]; fromMs: number; toMs: number },
  { history }: Room,
  { foldConfig, zoneOfFeed }: ApiDeps,
): Promise<{ entities: number; items: ReturnType<typeof toItem>[] }> {
  const { domain, metric, entities } = source;
  const common = {
    domain,
    metric,
    window,
    fromMs,
    toMs,
    zone: foldConfig().zone,
    zoneOfFeed,
    maxRows: MOST_POINTS,
  };
  const answers = await Promise.all(
    entities.length === 0
      ? [history.windows(common)]
      : entities.map((entity) => history.windows({ ...common, entity })),
  );
  const finalBeforeMs = Math.min(...answers.map((answer) => answer.finalBeforeMs));
  const perHour = sumOrNull(answers.map(({ expected }) => expected.perHour));
  const perWindow = perHour === null ? null : (perHour * WINDOW_MS[window]) / 3_600_000;
  const count = answers.reduce((sum, { expected }) => sum + expected.entities, 0);
  const points = trendPoints(
    source,
    answers.map(({ rows }) => rows),
    count,
  );
  return { entities: count, items: points.map((point) => toItem(point, perWindow, finalBeforeMs)) };
}

/** `expected`: readings that the window was promised; less than one of a slow station is no promise for it. */
function toItem({ startMs, endMs, ...point }: TrendPoint, perWindow: number | null, finalBeforeMs: number) {
  return {
    start: isoTime(startMs),
    end: isoTime(endMs),
    ...point,
    expected: perWindow === null || perWindow < 1 ? null : Math.floor(perWindow),
    final: endMs <= finalBeforeMs,
  };
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
