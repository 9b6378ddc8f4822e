import type { FigureContributor, ReceiptCheck } from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { HeatConfig, IndicatorConfig } from '../fold/fold-config.ts';
import type { TimeBins } from '../fold/time-bins.ts';
import type { FigureFacts, FigureSums } from '../history/receipt-query.ts';
import { heatValue, newestHeatValues, rounded } from '../view/figure-records.ts';
import type { ReceiptAnswer, ReceiptCentre } from './receipt-messages.ts';
import { completenessOf, isoTime, isSumEqual, roundingError } from './receipt-parts.ts';
import { expectedReadings, nameOf } from './series-knowledge.ts';

const HOUR_MS = 3_600_000;

interface Cell {
  entity: string;
  settled: FigureSums;
  live: FigureSums;
}

/** The mean over the newest cell of each row of a heat map, which need not be of one hour. One question per hour. */
export async function heatMeanReceipt(
  centre: ReceiptCentre,
  config: IndicatorConfig,
): Promise<ReceiptAnswer> {
  const { room, known } = centre;
  const heat = room.config.heats.find(({ id }) => id === config.heat);
  if (heat === undefined) return { status: 'unknown', what: `there is no heat map ${config.heat}` };
  const entities = heat.rows.map(({ entity }) => entity);
  const shown = newestHeatValues(heat, (entity) => binsOf(room, heat, entity)).value;
  const promised = expectedReadings(room, known, { ...heat, entities, lengthMs: HOUR_MS });
  const watermarkMs = Math.min(...entities.map((entity) => watermarkOf(room, heat, entity)));
  const { hours, facts } = await factsOfHours(centre, heat);
  const cells = facts.flatMap(({ contributors }) => contributors);
  const endMs = hours.length === 0 ? null : (hours.at(-1)! + 1) * HOUR_MS;
  const isOpen = endMs !== null && watermarkMs < endMs;
  const settled = meanOfCells(heat, cells, 'settled');
  const n = cells.reduce((sum, cell) => sum + cell.settled.n, 0);
  const lateInside = facts.reduce((sum, one) => sum + one.lateInside, 0);
  return {
    status: 'figure',
    receipt: {
      kind: 'indicator',
      id: config.id,
      name: config.name,
      unit: config.unit,
      formula: formulaOf(heat, cells.length),
      aggregate: 'mean',
      value: rounded(shown ?? settled),
      start: hours.length === 0 ? null : isoTime(hours[0]! * HOUR_MS),
      end: endMs === null ? null : isoTime(endMs),
      open: isOpen,
      asOf: newestOf(cells),
      n,
      ...completenessOf(promised.expected, n),
      late: sumOf(facts, 'late'),
      duplicates: facts.every(({ outcomesKnown }) => outcomesKnown) ? sumOf(facts, 'duplicates') : null,
      entities: cells.length,
      entitiesExpected: entities.length,
      shownValue: rounded(shown),
      settledValue: rounded(settled),
      differsBecause: reason({ shown, settled, lateInside, isOpen }),
      contributors: contributorsOf(centre, heat, cells),
      check: checkOf(heat, { facts, cells, shown }),
    },
  };
}

/** What history has of the newest hour of each row; sent at once. */
async function factsOfHours(
  { room, history }: ReceiptCentre,
  heat: HeatConfig,
): Promise<{ hours: number[]; facts: FigureFacts[] }> {
  const { domain, metric, rows } = heat;
  const ofHour = Map.groupBy(rows, ({ entity }) => binsOf(room, heat, entity)?.newest ?? -1);
  ofHour.delete(-1);
  const hours = [...ofHour.keys()].toSorted((a, b) => a - b);
  const facts = await Promise.all(
    hours.map((hour) => {
      const entities = ofHour.get(hour)!.map(({ entity }) => entity);
      const span = { fromMs: hour * HOUR_MS, toMs: (hour + 1) * HOUR_MS, stepMs: HOUR_MS };
      return history.figure({ domain, metric, entities, ...span, named: entities.length });
    }),
  );
  return { hours, facts };
}

function contributorsOf(
  { room, known }: ReceiptCentre,
  heat: HeatConfig,
  cells: readonly Cell[],
): FigureContributor[] {
  const { domain, metric } = heat;
  return cells.map(({ entity, settled: { n, sum } }) => {
    const name = nameOf(room, known, { domain, entity });
    return { domain, entity, metric, name, n, value: heatValue(heat, sum / n) };
  });
}

function binsOf(room: ControlRoom, { id }: HeatConfig, entity: string): TimeBins | undefined {
  return room.figures.bins(`heat\0${id}\0${entity}`);
}

function meanOfCells(heat: HeatConfig, cells: readonly Cell[], which: 'settled' | 'live'): number | null {
  const held = cells.filter((cell) => cell[which].n > 0);
  if (held.length === 0) return null;
  return held.reduce((sum, cell) => sum + heatValue(heat, cell[which].sum / cell[which].n), 0) / held.length;
}

function reason(parts: {
  shown: number | null;
  settled: number | null;
  lateInside: number;
  isOpen: boolean;
}): string | null {
  const { shown, settled, lateInside, isOpen } = parts;
  if (rounded(shown) === rounded(settled)) return null;
  if (lateInside > 0) return `late events (${lateInside})`;
  return isOpen ? 'bin still open' : 'unexplained';
}

/** The sums are those over the cells: what the mean is made of. */
function checkOf(
  heat: HeatConfig,
  { facts, cells, shown }: { facts: readonly FigureFacts[]; cells: readonly Cell[]; shown: number | null },
): ReceiptCheck {
  const isTold = facts.every(({ outcomesKnown }) => outcomesKnown);
  const counts = { received: sumOf(facts, 'received'), duplicates: sumOf(facts, 'duplicates') };
  const [counted, late] = [sumOf(facts, 'counted'), sumOf(facts, 'late')];
  const live = cells.filter((cell) => cell.live.n > 0).length;
  const ofRows = meanOfCells(heat, cells, 'live');
  const sumOfRows = ofRows === null ? null : ofRows * live;
  const sumShown = shown === null ? null : shown * live;
  return {
    received: isTold ? counts.received : null,
    counted,
    late,
    duplicates: isTold ? counts.duplicates : null,
    holds: counts.received === counted + late + counts.duplicates,
    sumOfRows,
    sumShown,
    sumsEqual: isSumEqual(sumOfRows, sumShown, roundingError(live, Math.abs(sumOfRows ?? 0))),
  };
}

function sumOf(facts: readonly FigureFacts[], name: 'received' | 'counted' | 'late' | 'duplicates'): number {
  return facts.reduce((sum, one) => sum + one[name], 0);
}

function newestOf(cells: readonly Cell[]): string | null {
  const newestMs = Math.max(...cells.map(({ settled }) => settled.lastMs ?? -Infinity));
  return Number.isFinite(newestMs) ? isoTime(newestMs) : null;
}

function formulaOf({ domain, metric, transform }: HeatConfig, stations: number): { vi: string; en: string } {
  const isAqi = transform === 'vn-aqi-pm25';
  const vi = `trung bình số đo ${domain}/${metric} trong giờ mới nhất của nó`;
  const en = `the mean of its readings of ${domain}/${metric} in its newest hour`;
  return {
    vi: `trung bình qua ${stations} trạm của ${isAqi ? 'chỉ số con VN_AQI của PM2.5 từ ' : ''}${vi}`,
    en: `mean over ${stations} stations of ${isAqi ? 'the VN_AQI sub-index of PM2.5 of ' : ''}${en}`,
  };
}

/** Infinity for a station that never spoke: nothing of it is waited for. */
function watermarkOf(
  { entities, windows, sourceOfEntity }: ControlRoom,
  { domain }: HeatConfig,
  entity: string,
): number {
  const id = entities.find(domain, entity);
  return id === undefined ? Infinity : windows.watermarkMs(sourceOfEntity[id]!);
}
