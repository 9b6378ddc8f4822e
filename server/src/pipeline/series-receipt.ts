import type { ReceiptCheck, ReceiptRow } from '@metropane/city';
import type { FeedConfig } from '../fold/fold-config.ts';
import { DEFAULT_POLICY } from '../fold/fold-readings.ts';
import type { ReceiptFacts, ReceiptWindow } from '../history/receipt-query.ts';
import { receiptSpan } from '../history/receipt-span.ts';
import type { AskedWindow, ReceiptAnswer, ReceiptCentre, SeriesReceipt } from './receipt-messages.ts';
import { completenessOf, isoTime, isSumEqual } from './receipt-parts.ts';
import { type ExpectedPeriod, expectedPeriod, nameOf, unitOf } from './series-knowledge.ts';

/** Relative to Σ|x|: what two good summations of the same values may differ by. */
const SUM_TOLERANCE = 1e-12;

/** What the fold knows of the series at the moment of the question; taken at once, since the fold goes on. */
interface SeriesMoment {
  asked: ReceiptWindow;
  /** Whether any value of it was ever folded. */
  isKnown: boolean;
  feed: string;
  policy: Omit<FeedConfig, 'id' | 'format'>;
  watermarkMs: number;
  period: ExpectedPeriod;
  name: SeriesReceipt['name'];
  unit: string;
}

/** The receipt of one settled window. The question to history is sent before this function returns, so both see one log. */
export async function windowReceipt(centre: ReceiptCentre, asked: AskedWindow): Promise<ReceiptAnswer> {
  const moment = seriesMoment(centre, asked);
  if ('status' in moment) return moment;
  const { feed, policy } = moment;
  const { watermarkPer, outOfOrdernessMs, idleAfterMs } = policy;
  const source = { feed, isShared: watermarkPer === 'feed', outOfOrdernessMs, idleAfterMs };
  const isFired = moment.watermarkMs >= moment.asked.endMs;
  const facts = await centre.history.receipt({ ...moment.asked, source, isFired });
  if (facts === null) return { status: 'too-many-rows' };
  if (!moment.isKnown && facts.rowCount === 0) return unknownSeries(asked);
  const { startMs, endMs } = moment.asked;
  return {
    status: 'window',
    receipt: toReceipt(moment, facts),
    arrivals: { fromMs: facts.fromArrivalMs ?? startMs, toMs: facts.toArrivalMs ?? endMs },
  };
}

/** A page of its rows, in log order. */
export async function windowRows(
  centre: ReceiptCentre,
  asked: AskedWindow & { afterOffset: number; upToOffset: number; limit: number },
): Promise<ReceiptAnswer> {
  const moment = seriesMoment(centre, asked);
  if ('status' in moment) return moment;
  const { afterOffset, upToOffset, limit } = asked;
  return {
    status: 'rows',
    rows: await centre.history.receiptRows({ ...moment.asked, afterOffset, upToOffset, limit }),
  };
}

function seriesMoment({ room, known }: ReceiptCentre, asked: AskedWindow): SeriesMoment | ReceiptAnswer {
  const { domain, entity, metric, window, startMs } = asked;
  const id = room.entities.find(domain, entity);
  if (id === undefined) return unknownSeries(asked);
  const feed = room.entities.feedOf[id]!;
  const zone = known.zoneOfFeed[feed] ?? known.zone;
  const span = receiptSpan(window, startMs, zone);
  if (!span.ok) return { status: 'misaligned', nearestMs: span.nearestMs };
  const { zoneOfFeed } = known;
  return {
    asked: { domain, entity, metric, window, startMs, endMs: span.endMs, zone, zoneOfFeed },
    isKnown: room.entities.findSeries(id, metric) !== undefined,
    feed,
    policy: room.ledger.config(feed) ?? DEFAULT_POLICY,
    watermarkMs: room.windows.watermarkMs(room.sourceOfEntity[id]!),
    period: expectedPeriod(room, known, asked),
    name: nameOf(room, known, asked),
    unit: unitOf(room, asked),
  };
}

function unknownSeries({ domain, entity, metric }: AskedWindow): ReceiptAnswer {
  return { status: 'unknown', what: `no reading of ${domain}/${entity}/${metric} was ever taken` };
}

function toReceipt(moment: SeriesMoment, facts: ReceiptFacts): SeriesReceipt {
  const { asked, name, unit, feed } = moment;
  const { domain, entity, metric, window, startMs, endMs } = asked;
  const isTold = facts.outcomesKnown;
  return {
    domain,
    entity,
    name,
    metric,
    unit,
    feed: facts.feeds.length === 0 ? [feed] : facts.feeds,
    window,
    start: isoTime(startMs),
    end: isoTime(endMs),
    value: facts.value,
    revision: facts.revision,
    exact: true,
    received: isTold ? facts.rowCount - facts.missing : null,
    counted: facts.counted,
    duplicates: isTold ? facts.duplicates : null,
    conflicts: isTold ? facts.conflicts : null,
    late: facts.late,
    flagged: facts.flagged,
    missing: isTold ? facts.missing : null,
    outcomesKnown: isTold,
    ...expectationOf(moment, facts),
    ...progressOf(moment, facts),
    lagP95Ms: facts.lagP95Ms,
    log:
      facts.fromOffset === null || facts.toOffset === null
        ? null
        : { fromOffset: facts.fromOffset, toOffset: facts.toOffset },
    check: checkOf(facts),
    formula: { vi: 'trung bình = tổng / n', en: 'mean = sum / n' },
    rowsKept: facts.counted + facts.late - facts.flagged === (facts.value?.n ?? 0),
    sha256: facts.sha256,
    rows: facts.rows satisfies ReceiptRow[],
    rowCount: facts.rowCount,
  };
}

/** A window shorter than the period expects no whole reading: then nothing is said of completeness. */
function expectationOf(
  { asked: { startMs, endMs }, period }: SeriesMoment,
  { counted, late }: ReceiptFacts,
): Pick<SeriesReceipt, 'expected' | 'expectedEveryMs' | 'expectedFrom' | 'completeness'> {
  const { everyMs, from } = period;
  const whole = everyMs === null ? 0 : Math.floor((endMs - startMs) / everyMs);
  return {
    ...completenessOf(whole === 0 ? null : whole, counted + late),
    expectedEveryMs: everyMs,
    expectedFrom: from,
  };
}

function progressOf(
  { asked: { endMs }, watermarkMs, policy }: SeriesMoment,
  { firedAtMs }: ReceiptFacts,
): Pick<SeriesReceipt, 'open' | 'final' | 'watermark' | 'watermarkAtFiring'> {
  const isOpen = watermarkMs < endMs;
  return {
    open: isOpen,
    final: endMs <= watermarkMs - policy.allowedLatenessMs,
    watermark: Number.isFinite(watermarkMs) ? isoTime(watermarkMs) : null,
    watermarkAtFiring: isOpen || firedAtMs === null ? null : isoTime(Math.min(firedAtMs, watermarkMs)),
  };
}

function checkOf(facts: ReceiptFacts): ReceiptCheck {
  const { counted, late, duplicates, rowCount, missing, outcomesKnown, sumOfRows, absoluteSum } = facts;
  const received = rowCount - missing;
  const sumShown = facts.value?.sum ?? null;
  return {
    received: outcomesKnown ? received : null,
    counted,
    late,
    duplicates: outcomesKnown ? duplicates : null,
    holds: received === counted + late + duplicates,
    sumOfRows,
    sumShown,
    sumsEqual: isSumEqual(sumOfRows, sumShown, SUM_TOLERANCE * absoluteSum),
  };
}
