import { makeOfficeMessages } from '../offices/office-messages.ts';
import type { OfficeWorld } from '../offices/office-source.ts';
import type { SimMessage } from '../message.ts';
import type { CityPack } from '@metropane/city-pack';
import type { EntityLine, MetricSeries, Span } from './day-series.ts';

/**
 * A day of the administrative systems as plots: of each system with cases how many came into each state per step, of each published
 * figure the value that stands. What was told of the time before the span is left out of the counts and stands in the figures.
 */
export function readOffices(
  { seed, pack, world }: { seed: number | string; pack: CityPack; world: OfficeWorld },
  span: Span,
): readonly MetricSeries[] {
  const offices = makeOfficeMessages({ seed, pack, world }, span.fromMs);
  const steps = Math.round((span.toMs - span.fromMs) / span.stepMs);
  const cases = new Map<string, Map<string, number[]>>();
  const figures = new Map<string, Figure>();
  for (let step = 0; step < steps; step += 1)
    for (const message of offices.until(span.fromMs + (step + 1) * span.stepMs)) {
      const [kind, system, code] = message.topic.split('/').slice(-3);
      if (kind === 'indicator') noteFigure(figures, { system: system!, code: code!, step, steps }, message);
      else if (message.atMs > span.fromMs)
        countCase(cases, { system: code!, state: read(message)['state'] as string, step, steps });
    }
  return [...[...cases].map(caseSeries), ...[...figures.values()].map(figureSeries)];
}

interface Figure {
  readonly system: string;
  readonly code: string;
  readonly unit: string;
  readonly values: (number | null)[];
}

function read({ payload }: SimMessage): Record<string, unknown> {
  return JSON.parse(String(payload)) as Record<string, unknown>;
}

function countCase(
  cases: Map<string, Map<string, number[]>>,
  { system, state, step, steps }: { system: string; state: string; step: number; steps: number },
): void {
  const states = cases.get(system) ?? new Map<string, number[]>();
  cases.set(system, states);
  const counts = states.get(state) ?? Array.from({ length: steps }, () => 0);
  states.set(state, counts);
  counts[step]! += 1;
}

function noteFigure(
  figures: Map<string, Figure>,
  { system, code, step, steps }: { system: string; code: string; step: number; steps: number },
  message: SimMessage,
): void {
  const told = read(message);
  const key = `${system}/${code}`;
  const figure = figures.get(key) ?? {
    system,
    code,
    unit: told['denominator'] === undefined ? String(told['unit'] ?? '1') : '%',
    values: Array.from({ length: steps }, (): number | null => null),
  };
  figures.set(key, figure);
  figure.values.fill(valueOf(told), step);
}

/** What a figure says; a share as per cent, of nothing as nothing. */
function valueOf(told: Record<string, unknown>): number | null {
  const { value, numerator, denominator } = told as Record<string, number | null | undefined>;
  if (denominator === undefined || denominator === null) return value ?? null;
  return denominator === 0 ? null : (100 * (numerator ?? 0)) / denominator;
}

function caseSeries([system, states]: [string, Map<string, number[]>]): MetricSeries {
  const lines = [...states].map(([entity, values]): EntityLine => ({ entity, values }));
  return series({ system, metric: 'casesN', unit: '1', lines });
}

function figureSeries({ system, code, unit, values }: Figure): MetricSeries {
  return series({ system, metric: code, unit, lines: [{ entity: code, values }] });
}

function series(one: Pick<MetricSeries, 'system' | 'metric' | 'unit' | 'lines'>): MetricSeries {
  const values = one.lines.flatMap((line) => line.values).filter((value) => value !== null);
  return {
    ...one,
    domain: one.system,
    entities: one.lines.length,
    hasMean: false,
    readings: values.length,
    outside: 0,
    extremes: values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)],
  };
}
