import {
  citySystem,
  type Counts,
  figuresOfSystem,
  lifeCycle,
  percent,
  silentAfterMs,
  wilsonInterval,
} from '@metropane/city';
import { OFFICE_KINDS, type OfficesStore, SYSTEM_CODES } from './offices-store.ts';
import type {
  PeriodSpan,
  PublishedVintage,
  RowShare,
  SystemDetail,
  SystemFigure,
  SystemRow,
  SystemSummary,
} from './offices-types.ts';
import { PERIODS_KEPT } from './case-ledger.ts';
import type { KeptFigure } from './figure-ledger.ts';
import { type Asked, cityTerritory, publishedAs, systemFigures, undefinedFigures } from './system-figures.ts';
import { NOW } from './tallies.ts';

/** Settled cases below which a unit takes no place in a ranking. */
const RANKED_FROM = 30;
/** Measured by the centre: no message speaks for it. */
export const OWN_SYSTEM = 'operations-centre';

export interface AnswerOptions {
  nowMs: number;
  /** Names of the city's units and agencies by code: whatever else stands in their place is summed as `unknown`. */
  units: ReadonlyMap<string, string>;
  agencies: ReadonlyMap<string, string>;
  simulatedFeeds: ReadonlySet<string>;
}

/** The thirteen in the order of the plan. Call `advance(nowMs)` before. */
export function answerSystems(store: OfficesStore, options: AnswerOptions): SystemSummary[] {
  return SYSTEM_CODES.map((code) => summary(store, code, options));
}

/** All about one system; null: the plan has none of that code. */
export function answerSystem(store: OfficesStore, code: string, options: AnswerOptions): SystemDetail | null {
  if (citySystem(code) === undefined) return null;
  const cycle = lifeCycle(code);
  const asked = ask(store, code, options);
  const { tallies } = store.cases;
  const now = tallies.get(code, NOW);
  const hasCases = (store.heard(code)?.caseEvents ?? 0) > 0;
  return {
    ...summary(store, code, options),
    figures: [...systemFigures(store, asked), ...undefinedFigures(store, asked)],
    openByState: (cycle?.states ?? [])
      .filter(({ phase }) => phase === 'open')
      .map(({ code: state, name }) => ({ state, name: { ...name }, count: now[`at:${state}`] ?? 0 })),
    open: hasCases ? (now['open'] ?? 0) : null,
    overdue: hasCases ? (now['overdue'] ?? 0) : null,
    period: asked.period,
    units: rows(store, asked, { kind: 'u', names: options.units }),
    agencies: rows(store, asked, { kind: 'a', names: options.agencies }),
    periods: periodTable(store, asked),
    vintages: vintages(store, asked),
    uncounted: store.uncounted,
  };
}

/** Positions in the journal that the answers rest on. */
export function answeredUpTo(store: OfficesStore): number {
  return Math.max(...OFFICE_KINDS.map((kind) => store.position(kind)));
}

function summary(store: OfficesStore, code: string, options: AnswerOptions): SystemSummary {
  const system = citySystem(code)!;
  const heard = store.heard(code);
  const afterMs = silentAfterMs(code) ?? null;
  const isSilent = heard !== undefined && afterMs !== null && options.nowMs - heard.lastArrivalMs > afterMs;
  const headlines = new Set(
    figuresOfSystem(code)
      .filter(({ isHeadline }) => isHeadline === true)
      .map((figure) => figure.code),
  );
  const status =
    code === OWN_SYSTEM ? 'own' : heard === undefined ? 'never-heard' : isSilent ? 'silent' : 'connected';
  return {
    number: system.number,
    code,
    name: { ...system.name },
    status,
    silentSinceMs: isSilent ? heard.lastArrivalMs : null,
    silentAfterMs: afterMs,
    lastEventMs: heard?.lastEventMs ?? null,
    lastArrivalMs: heard?.lastArrivalMs ?? null,
    feed: heard?.feed ?? null,
    simulated: heard !== undefined && options.simulatedFeeds.has(heard.feed),
    headline: systemFigures(store, ask(store, code, options)).filter((figure) => headlines.has(figure.code)),
  };
}

function ask(store: OfficesStore, system: string, { nowMs, units }: AnswerOptions): Asked {
  return { system, nowMs, units, period: presentPeriod(store, system, nowMs) };
}

/** The period of `nowMs` if it has cases, else the newest that has. */
function presentPeriod(store: OfficesStore, system: string, nowMs: number): PeriodSpan | null {
  const kept = store.cases.tallies.periods(system);
  const present = store.periods.of(system, nowMs);
  const id = kept.includes(present.id) ? present.id : kept[0];
  return id === undefined ? null : store.periods.byId(system, id);
}

function periodTable(store: OfficesStore, asked: Asked): { period: PeriodSpan; figures: SystemFigure[] }[] {
  return [...casePeriods(store, asked), ...publishedPeriods(store, asked)];
}

function casePeriods(store: OfficesStore, asked: Asked): { period: PeriodSpan; figures: SystemFigure[] }[] {
  return store.cases.tallies
    .periods(asked.system)
    .slice(0, PERIODS_KEPT)
    .map((id) => {
      const period = store.periods.byId(asked.system, id);
      const figures = systemFigures(store, { ...asked, period }).filter(
        (figure) => figure.origin === 'cases' && figure.period !== null,
      );
      return { period, figures };
    });
}

function publishedPeriods(
  store: OfficesStore,
  asked: Asked,
): { period: PeriodSpan; figures: SystemFigure[] }[] {
  const byPeriod = new Map<string, SystemFigure[]>();
  for (const figure of figuresOfSystem(asked.system)) {
    if (figure.rule.kind !== 'published') continue;
    const territory = cityTerritory(store, figure.code, asked);
    if (territory === null) continue;
    const kept = store.figures.newest({ system: asked.system, code: figure.code, territory }, PERIODS_KEPT);
    for (const [period, vintagesOf] of Map.groupBy(kept, (one) => one.period)) {
      const found = byPeriod.get(period) ?? [];
      found.push(publishedAs(figure, vintagesOf));
      byPeriod.set(period, found);
    }
  }
  return [...byPeriod.entries()]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([id, figures]) => ({ period: { id, startMs: null, endMs: null }, figures }));
}

/** Of the city as a whole; figures of single units stay out. */
function vintages(store: OfficesStore, asked: Asked): SystemDetail['vintages'] {
  return store.figures.codes(asked.system).flatMap((code) => {
    const territory = cityTerritory(store, code, asked);
    if (territory === null) return [];
    const kept = store.figures.newest({ system: asked.system, code, territory }, PERIODS_KEPT);
    return [{ code, territory: territory || null, items: kept.map(toVintage) }];
  });
}

function toVintage(figure: KeptFigure): PublishedVintage {
  const { period, vintage, status, tMs, value, numerator, denominator, unit } = figure;
  return { period, vintage: vintage || null, status, publishedMs: tMs, value, numerator, denominator, unit };
}

/** Rows of today's units (or agencies); whatever else senders name is one row `unknown`. Empty rows are left out. */
function rows(
  store: OfficesStore,
  { system, period }: Asked,
  { kind, names }: { kind: 'u' | 'a'; names: ReadonlyMap<string, string> },
): SystemRow[] {
  const { tallies } = store.cases;
  const smallest = lifeCycle(system)?.smallest ?? 1;
  const ofPeriod = period === null ? new Map<string, Counts>() : tallies.rowsOf(system, period.id, kind);
  const present = tallies.rowsOf(system, NOW, kind);
  const sums = new Map<string, { period: Record<string, number>; now: Record<string, number> }>();
  const into = (code: string): { period: Record<string, number>; now: Record<string, number> } => {
    const known = names.has(code) ? code : 'unknown';
    let sum = sums.get(known);
    if (sum === undefined) sums.set(known, (sum = { period: {}, now: {} }));
    return sum;
  };
  for (const [code, counts] of ofPeriod) addTo(into(code).period, counts);
  for (const [code, counts] of present) addTo(into(code).now, counts);
  return [...sums.entries()]
    .filter(([, { period: counts, now }]) => Object.keys(counts).length + Object.keys(now).length > 0)
    .map(([code, counts]) => toRow({ code, name: names.get(code) ?? null, smallest }, counts))
    .toSorted((a, b) => (b.received ?? 0) - (a.received ?? 0) || (a.code < b.code ? -1 : 1));
}

function addTo(sum: Record<string, number>, counts: Counts): void {
  for (const [key, n] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + n;
}

function toRow(
  { code, name, smallest }: { code: string; name: string | null; smallest: number },
  { period, now }: { period: Counts; now: Counts },
): SystemRow {
  const received = (period['received'] ?? 0) + (period['joined'] ?? 0);
  if (Math.max(received, now['open'] ?? 0) < smallest) {
    const none = { received: null, done: null, open: null, overdue: null, onTime: null, satisfied: null };
    return { code, name, ...none, isRanked: false, isSuppressed: true };
  }
  const inTime = period['doneInTime'] ?? 0;
  return {
    code,
    name,
    received,
    done: period['done'] ?? 0,
    open: now['open'] ?? 0,
    overdue: now['overdue'] ?? 0,
    onTime: share(inTime, inTime + (period['doneLate'] ?? 0)),
    satisfied: share(period['satisfied'] ?? 0, period['rated'] ?? 0),
    isRanked: (period['done'] ?? 0) >= RANKED_FROM,
    isSuppressed: false,
  };
}

function share(numerator: number, denominator: number): RowShare {
  const interval = wilsonInterval(numerator, denominator);
  return {
    value: percent(numerator, denominator),
    numerator,
    denominator,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
