import { type Counts, figureOfCounts, figuresOfSystem, type OfficeFigure, percent } from '@metropane/city';
import type { KeptFigure } from './figure-ledger.ts';
import type { OfficesStore } from './offices-store.ts';
import type { PeriodSpan, SystemFigure } from './offices-types.ts';
import { NOW } from './tallies.ts';

const HOUR_MS = 3_600_000;

/** What a figure is asked of. */
export interface Asked {
  system: string;
  /** Null: no case of the system is known. */
  period: PeriodSpan | null;
  nowMs: number;
  /** Codes of the city's units: a published figure of a unit is not one of the city. */
  units: ReadonlyMap<string, string>;
}

/** All figures of a system that the centre knows a formula for, in their order. */
export function systemFigures(store: OfficesStore, asked: Asked): SystemFigure[] {
  return figuresOfSystem(asked.system).map((figure) => toSystemFigure(store, figure, asked));
}

/** Figures that were published under a code which has no definition: shown under their code, as they came. */
export function undefinedFigures(store: OfficesStore, asked: Asked): SystemFigure[] {
  const known = new Set(figuresOfSystem(asked.system).map(({ code }) => code));
  return store.figures
    .codes(asked.system)
    .filter((code) => !known.has(code))
    .map((code) =>
      toSystemFigure(
        store,
        {
          code,
          name: { vi: code, en: code },
          unit: '1',
          formula: { vi: 'như hệ thống công bố', en: 'as the system publishes it' },
          source: 'published by the system',
          rule: { kind: 'published' },
        },
        asked,
      ),
    );
}

function toSystemFigure(store: OfficesStore, figure: OfficeFigure, asked: Asked): SystemFigure {
  if (figure.rule.kind === 'published') return publishedFigure(store, figure, asked);
  const { rule } = figure;
  const isNow =
    rule.kind === 'aged' ||
    rule.kind === 'overdue-age-p90' ||
    (rule.kind === 'count' && rule.scope === 'now');
  const heard = store.heard(asked.system);
  const hasCases = heard !== undefined && heard.caseEvents > 0;
  const found = hasCases ? valueOf(store, figure, asked) : { value: null, n: 0 };
  return {
    ...headOf(figure),
    value: found.value,
    numerator: found.numerator ?? null,
    denominator: found.denominator ?? null,
    n: found.n,
    origin: 'cases',
    period: isNow ? null : asked.period,
    asOfMs: heard?.lastEventMs ?? null,
    published: null,
  };
}

function valueOf(
  store: OfficesStore,
  { rule }: OfficeFigure,
  { system, period, nowMs }: Asked,
): { value: number | null; numerator?: number; denominator?: number; n: number } {
  if (rule.kind === 'aged') {
    const value = store.cases.openInStateSince(system, rule.state, nowMs - rule.olderThanMs);
    return { value, n: value };
  }
  if (rule.kind === 'overdue-age-p90') return overdueAge(store, system, nowMs);
  const counts: { period: Counts; now: Counts } = {
    period: period === null ? {} : store.cases.tallies.get(system, period.id),
    now: store.cases.tallies.get(system, NOW),
  };
  return figureOfCounts(rule, counts) ?? { value: null, n: 0 };
}

/** Nearest rank. Null where nothing is overdue, or the city's calendar does not know the year. */
function overdueAge(store: OfficesStore, system: string, nowMs: number): { value: number | null; n: number } {
  const ages: number[] = [];
  for (const dueMs of store.cases.overdueDueMs(system)) {
    const ageMs = store.time.between(dueMs, nowMs);
    if (ageMs === undefined) return { value: null, n: 0 };
    ages.push(ageMs);
  }
  ages.sort((a, b) => a - b);
  const at = ages[Math.ceil(0.9 * ages.length) - 1];
  return { value: at === undefined ? null : at / HOUR_MS, n: ages.length };
}

function publishedFigure(store: OfficesStore, figure: OfficeFigure, asked: Asked): SystemFigure {
  const territory = cityTerritory(store, figure.code, asked);
  const kept =
    territory === null ? [] : store.figures.newest({ system: asked.system, code: figure.code, territory }, 1);
  return publishedAs(figure, kept);
}

/** The territory of the city's own figure: of those that are no unit the one heard last; null when none was published. */
export function cityTerritory(store: OfficesStore, code: string, { system, units }: Asked): string | null {
  return store.figures.territories(system, code).find((one) => !units.has(one)) ?? null;
}

/** A definition filled with the valid one (the first) of the vintages of a period. */
export function publishedAs(figure: OfficeFigure, kept: readonly KeptFigure[]): SystemFigure {
  const [valid] = kept;
  const isShare = valid !== undefined && valid.numerator !== null && valid.denominator !== null;
  // A share with its parts is shown in percent, whatever scale its sender gave the value in.
  const value = isShare ? shareOf(figure, valid) : (valid?.value ?? null);
  return {
    ...headOf(figure),
    unit: isShare || valid?.unit === null || valid === undefined ? figure.unit : valid.unit,
    value,
    numerator: valid?.numerator ?? null,
    denominator: valid?.denominator ?? null,
    n: isShare ? valid.denominator : null,
    origin: 'published',
    period: valid === undefined ? null : { id: valid.period, startMs: null, endMs: null },
    asOfMs: valid?.tMs ?? null,
    published:
      valid === undefined
        ? null
        : {
            vintage: valid.vintage || null,
            status: valid.status,
            territory: valid.territory || null,
            vintages: kept.length,
          },
  };
}

function shareOf({ unit }: OfficeFigure, { numerator, denominator }: KeptFigure): number | null {
  const share = percent(numerator!, denominator!);
  return unit === '%' || share === null ? share : share / 100;
}

function headOf({
  code,
  name,
  unit,
  formula,
  source,
}: OfficeFigure): Pick<SystemFigure, 'code' | 'name' | 'unit' | 'formula' | 'source'> {
  return { code, name: { ...name }, unit, formula: { ...formula }, source };
}
