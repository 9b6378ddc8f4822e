import type { FeedRecord } from '@metropane/live-state';
import { z } from 'zod';
import type { PeriodSpan, SystemDetail, SystemFigure, SystemSummary } from '../../offices/offices-types.ts';
import type { Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { ownFigures } from '../own-figures.ts';
import { Problem } from '../problem.ts';

const Text = z.object({ vi: z.string(), en: z.string() });
const Time = z.string().nullable();
const Count = z.number().nullable();
const Period = z.object({ id: z.string(), start: Time, end: Time }).nullable();

const Figure = z.object({
  code: z.string(),
  name: Text,
  unit: z.string().describe('UCUM'),
  value: Count.describe('null: nothing to divide by, or nothing known; never 0 in its place'),
  numerator: Count,
  denominator: Count,
  n: Count.describe('cases that it rests on'),
  formula: Text,
  source: z.string(),
  origin: z.enum(['cases', 'published', 'own']),
  period: Period.describe('null: how things stand now'),
  asOf: Time,
  ageMs: Count,
  published: z
    .object({
      vintage: z.string().nullable(),
      status: z.string(),
      territory: z.string().nullable(),
      vintages: z.number(),
    })
    .nullable(),
});

const Summary = z.object({
  number: z.number(),
  code: z.string(),
  name: Text,
  status: z.enum(['connected', 'silent', 'never-heard', 'own']),
  silentSince: Time,
  silentAfterMs: Count,
  lastEvent: Time,
  lastArrival: Time,
  feed: z.string().nullable(),
  simulated: z.boolean(),
  headline: z.array(Figure),
});

const Share = z
  .object({ value: Count, numerator: z.number(), denominator: z.number(), low: Count, high: Count })
  .nullable();
const Row = z.object({
  code: z.string(),
  name: z.string().nullable(),
  received: Count,
  done: Count,
  open: Count,
  overdue: Count,
  onTime: Share,
  satisfied: Share,
  isRanked: z.boolean(),
  isSuppressed: z.boolean(),
});

const Detail = Summary.extend({
  at: z.string(),
  journalSeq: z.number(),
  figures: z.array(Figure),
  open: Count,
  overdue: Count,
  openByState: z.array(z.object({ state: z.string(), name: Text, count: z.number() })),
  period: Period,
  units: z.array(Row),
  agencies: z.array(Row),
  periods: z.array(z.object({ period: Period, figures: z.array(Figure) })),
  vintages: z.array(
    z.object({
      code: z.string(),
      territory: z.string().nullable(),
      items: z.array(
        z.object({
          period: z.string(),
          vintage: z.string().nullable(),
          status: z.string(),
          published: Time,
          value: Count,
          numerator: Count,
          denominator: Count,
          unit: z.string().nullable(),
        }),
      ),
    }),
  ),
  uncounted: z.record(z.string(), z.number()),
});

const List = z.object({ at: z.string(), journalSeq: z.number(), items: z.array(Summary) });

/**
 * The thirteen administrative systems of the city's plan: whether they are heard, their headline figures, and everything about one.
 * Figures carry their formula, numerator, denominator and age; no id of a case and no sealed field leaves the centre.
 */
export function systemRoutes(app: Api): void {
  app.get('/api/v1/systems', { schema: { response: { 200: List } } }, async ({ room }) => {
    const nowMs = room.clock.nowMs();
    const { systems, journalSeq } = await room.offices.ask(nowMs, null);
    const own = await figuresOfTheCentre(room, nowMs);
    const items = systems.map((system) => toSummaryJson(withOwn(system, own), nowMs));
    return { at: new Date(nowMs).toISOString(), journalSeq, items };
  });
  app.get(
    '/api/v1/systems/:code',
    { schema: { params: z.object({ code: z.string() }), response: { 200: Detail } } },
    async ({ room, params }) => {
      const nowMs = room.clock.nowMs();
      const { detail, journalSeq } = await room.offices.ask(nowMs, params.code);
      if (detail === null)
        throw new Problem(404, 'unknown-system', { detail: `no administrative system ${params.code}` });
      const own = detail.status === 'own' ? await figuresOfTheCentre(room, nowMs) : [];
      return { at: new Date(nowMs).toISOString(), journalSeq, ...toDetailJson(withOwn(detail, own), nowMs) };
    },
  );
}

async function figuresOfTheCentre({ pipeline }: Room, nowMs: number): Promise<SystemFigure[]> {
  const [feeds, incidents] = await Promise.all([
    pipeline.call<FeedRecord[]>({ name: 'feeds' }),
    pipeline.call<{ items: { state: string }[] }>({ name: 'incidents', wanted: {}, limit: Infinity }),
  ]);
  return ownFigures(feeds, incidents.items, nowMs);
}

/** The centre measures itself: its own figures stand where another system's would be published. */
function withOwn<T extends SystemSummary>(system: T, own: SystemFigure[]): T {
  if (system.status !== 'own') return system;
  const lastEventMs = own.reduce<number | null>(
    (last, { asOfMs }) => (asOfMs === null ? last : Math.max(last ?? asOfMs, asOfMs)),
    null,
  );
  const more = 'figures' in system ? { figures: own } : {};
  return { ...system, lastEventMs, headline: own.slice(0, 4), ...more };
}

function toSummaryJson(system: SystemSummary, nowMs: number): z.input<typeof Summary> {
  const { number, code, name, status, silentAfterMs, feed, simulated } = system;
  return {
    ...{ number, code, name, status, silentAfterMs, feed, simulated },
    silentSince: isoTime(system.silentSinceMs),
    lastEvent: isoTime(system.lastEventMs),
    lastArrival: isoTime(system.lastArrivalMs),
    headline: system.headline.map((figure) => toFigureJson(figure, nowMs)),
  };
}

function toDetailJson(
  detail: SystemDetail,
  nowMs: number,
): Omit<z.input<typeof Detail>, 'at' | 'journalSeq'> {
  const { open, overdue, openByState, units, agencies, uncounted } = detail;
  return {
    ...toSummaryJson(detail, nowMs),
    ...{ open, overdue, openByState, units, agencies, uncounted },
    figures: detail.figures.map((figure) => toFigureJson(figure, nowMs)),
    period: toPeriodJson(detail.period),
    periods: detail.periods.map(({ period, figures }) => ({
      period: toPeriodJson(period),
      figures: figures.map((figure) => toFigureJson(figure, nowMs)),
    })),
    vintages: detail.vintages.map(({ items, ...series }) => ({
      ...series,
      items: items.map(({ publishedMs, ...vintage }) => ({ ...vintage, published: isoTime(publishedMs) })),
    })),
  };
}

function toFigureJson({ asOfMs, period, ...figure }: SystemFigure, nowMs: number): z.input<typeof Figure> {
  return {
    ...figure,
    period: toPeriodJson(period),
    asOf: isoTime(asOfMs),
    ageMs: asOfMs === null ? null : Math.max(0, nowMs - asOfMs),
  };
}

function toPeriodJson(period: PeriodSpan | null): z.input<typeof Period> {
  if (period === null) return null;
  return { id: period.id, start: isoTime(period.startMs), end: isoTime(period.endMs) };
}
