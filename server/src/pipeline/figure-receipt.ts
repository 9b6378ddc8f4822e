import type { FigureContributor, FigureReceipt, ReceiptCheck } from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { SeriesSelector } from '../fold/fold-config.ts';
import type { FigureFacts } from '../history/receipt-query.ts';
import { rounded } from '../view/figure-records.ts';
import { directReceipt } from './direct-receipt.ts';
import { figureSource, type FigureSource } from './figure-source.ts';
import { heatMeanReceipt } from './heat-mean-receipt.ts';
import type { ReceiptAnswer, ReceiptCentre, ReceiptQuestion } from './receipt-messages.ts';
import { completenessOf, isoTime, isSumEqual, roundingError } from './receipt-parts.ts';
import { expectedReadings, nameOf } from './series-knowledge.ts';

/** Contributors named; all are in the totals. */
const NAMED = 20;

type Asked = Extract<ReceiptQuestion, { ask: 'figure' }>;

/**
 * What one figure on the wall is made of. What is shown is read from the room of the follower, whose state is that of the rows
 * which history has: the same stretch of the log is looked at in two ways, so a difference is one.
 */
export async function figureReceipt(centre: ReceiptCentre, asked: Asked): Promise<ReceiptAnswer> {
  const figure = figureSource(centre.room, asked);
  if (figure !== undefined) return statisticReceipt(centre, figure, asked.binMs);
  if (asked.kind === 'indicator') {
    const config = centre.room.config.indicators.find(({ id }) => id === asked.id);
    if (config !== undefined && asked.binMs !== undefined) return { status: 'no-bins' };
    if (config?.kind === 'heat-mean') return heatMeanReceipt(centre, config);
    if (config !== undefined)
      return { status: 'figure', receipt: directReceipt(centre.room, centre.known, config) };
  }
  return {
    status: 'unknown',
    what: `there is no ${asked.kind} ${asked.id}${asked.row ? ` with a row ${asked.row}` : ''}`,
  };
}

async function statisticReceipt(
  { room, known, history }: ReceiptCentre,
  figure: FigureSource,
  binMs: number | undefined,
): Promise<ReceiptAnswer> {
  const { bins, span, source, band } = figure;
  const { stepMs } = bins;
  if (binMs !== undefined && binMs % stepMs !== 0)
    return { status: 'misaligned', nearestMs: Math.round(binMs / stepMs) * stepMs };
  const bin = binMs === undefined ? bins.newest : binMs / stepMs;
  // A figure that never had a reading: the empty stretch at the epoch has none either.
  const [fromMs, toMs] = bin < 0 ? [0, 0] : [(bin - span + 1) * stepMs, (bin + 1) * stepMs];
  const shown = shownOf(figure, bin);
  const promised = expectedReadings(room, known, { ...source, lengthMs: toMs - fromMs });
  const isOpen = leastWatermarkMs(room, source) < toMs;
  const facts = await history.figure({
    ...source,
    fromMs,
    toMs,
    stepMs,
    named: NAMED,
    ...(band === undefined ? {} : { band }),
  });
  const settled = figure.settle(facts.settled);
  const { kind, id, row, name, unit, formula, aggregate } = figure;
  return {
    status: 'figure',
    receipt: {
      ...{ kind, id, name, unit, formula, aggregate },
      ...(row === undefined ? {} : { row }),
      value: rounded(shown.value ?? settled),
      start: bin < 0 ? null : isoTime(fromMs),
      end: bin < 0 ? null : isoTime(toMs),
      open: isOpen,
      ...countsOf(facts),
      ...completenessOf(promised.expected, facts.settled.n),
      entitiesExpected: promised.entities,
      shownValue: rounded(shown.value),
      settledValue: rounded(settled),
      differsBecause: differsBecause({ shown, settled, facts, isOpen }),
      contributors: contributorsOf({ room, known }, figure, facts),
      check: checkOf(facts, shown),
    },
  };
}

function countsOf(
  facts: FigureFacts,
): Pick<FigureReceipt, 'asOf' | 'n' | 'late' | 'duplicates' | 'entities'> {
  const { settled, late, duplicates, outcomesKnown, entities } = facts;
  return {
    asOf: settled.lastMs === null ? null : isoTime(settled.lastMs),
    n: settled.n,
    late,
    duplicates: outcomesKnown ? duplicates : null,
    entities,
  };
}

function contributorsOf(
  { room, known }: Pick<ReceiptCentre, 'room' | 'known'>,
  { source: { domain, metric }, settleOne }: FigureSource,
  { contributors }: FigureFacts,
): FigureContributor[] {
  return contributors.flatMap(({ entity, settled }) => {
    const value = rounded(settleOne(settled));
    if (value === null) return [];
    return [{ domain, entity, metric, name: nameOf(room, known, { domain, entity }), n: settled.n, value }];
  });
}

interface Shown {
  value: number | null;
  /** Readings and their sum in memory; null: memory has let go of a bin of the stretch. */
  n: number | null;
  sum: number | null;
}

function shownOf({ bins, span, shown }: FigureSource, bin: number): Shown {
  const isHeld = bin - span + 1 > bins.newest - bins.length;
  if (bin < 0 || !isHeld) return { value: null, n: bin < 0 ? 0 : null, sum: null };
  let n = 0;
  let sum = 0;
  for (let i = 0; i < span; i++) {
    const cell = bins.cellOf(bin - i);
    if (cell < 0) continue;
    n += bins.n[cell]!;
    sum += bins.sum[cell]!;
  }
  return { value: shown(bin), n, sum: n === 0 ? null : sum };
}

/** Why the screen shows another number than the raw rows give; null = it does not. */
function differsBecause(parts: {
  shown: Shown;
  settled: number | null;
  facts: FigureFacts;
  isOpen: boolean;
}): string | null {
  const { shown, settled, facts, isOpen } = parts;
  if (rounded(shown.value) === rounded(settled)) return null;
  const scale = Math.abs(settled ?? 0);
  if (isSumEqual(shown.value, settled, roundingError(facts.settled.n, scale))) return null;
  if (shown.n === null) return 'the bin is no longer in memory';
  if (shown.n < facts.live.n) return `memory lacks readings (${facts.live.n - shown.n})`;
  if (shown.n > facts.live.n) return `history lacks readings (${shown.n - facts.live.n})`;
  if (facts.lateInside > 0) return `late events (${facts.lateInside})`;
  return isOpen ? 'bin still open' : 'unexplained';
}

function checkOf(facts: FigureFacts, shown: Shown): ReceiptCheck {
  const { received, counted, late, duplicates, outcomesKnown, live } = facts;
  const sumOfRows = live.n === 0 ? null : live.sum;
  return {
    received: outcomesKnown ? received : null,
    counted,
    late,
    duplicates: outcomesKnown ? duplicates : null,
    holds: received === counted + late + duplicates,
    sumOfRows,
    sumShown: shown.sum,
    sumsEqual: isSumEqual(sumOfRows, shown.sum, roundingError(live.n, live.absoluteSum)),
  };
}

function leastWatermarkMs(room: ControlRoom, { domain, metric, entities: chosen }: SeriesSelector): number {
  const { entities, windows, sourceOfEntity } = room;
  const ids = chosen?.map((entity) => entities.find(domain, entity)) ?? entities.rowsOf(domain);
  let least = Infinity;
  for (const id of ids) {
    if (id === undefined || entities.findSeries(id, metric) === undefined) continue;
    least = Math.min(least, windows.watermarkMs(sourceOfEntity[id]!));
  }
  return least;
}
