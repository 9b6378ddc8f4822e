import { createHash } from 'node:crypto';
import { type ReceiptOutcome, READING_OUTCOMES, type ReceiptRow } from '@metropane/city';
import type { ReceiptFacts } from './receipt-query.ts';
import { RECEIPT_CSV_HEADER, receiptCsvLine } from './receipt-csv.ts';
import { CONFLICT, COUNTED, LATE, MISSING } from './receipt-sql.ts';

/** Rows shown of each end. */
const SHOWN = 8;

/** A raw row as DuckDB answers it (`windowRowsSql`). */
export type RankedRow = Record<string, unknown>;
type Tallied = Omit<ReceiptFacts, 'value' | 'revision' | 'outcomesKnown' | 'firedAtMs'>;

/** The row as a receipt shows it. */
export function toReceiptRow(row: RankedRow): ReceiptRow {
  const id = String(row['id']);
  const value = row['value'];
  const outcome = outcomeOf(row);
  return {
    seq: Number(row['off']),
    t: new Date(Number(row['t'])).toISOString(),
    arrival: new Date(Number(row['arrival'])).toISOString(),
    value: value === null ? null : Number(value),
    outcome,
    flag: Number(row['flag']),
    ...(id === '' ? {} : { id }),
    feed: String(row['feed']),
    ...(outcome === 'flagged' && Number(row['outcome']) === LATE ? { late: true as const } : {}),
  };
}

/** What the row is to the settled number: a late row whose first arrival live dedup had forgotten is a duplicate after all. */
function outcomeOf(row: RankedRow): ReceiptOutcome {
  const code = Number(row['outcome']);
  if (code > LATE) return READING_OUTCOMES[code]!;
  if (Number(row['nth']) > 1) return row['differs'] === true ? 'conflict' : 'duplicate';
  const flag = Number(row['flag']);
  return flag === 4 || flag === 9 ? 'flagged' : READING_OUTCOMES[code]!;
}

/** Goes once over the rows of a window in log order: counts, a sum of its own, the hash, the first and the last rows. */
export class ReceiptTally {
  readonly #hash = createHash('sha256').update(RECEIPT_CSV_HEADER);
  readonly #first: ReceiptRow[] = [];
  readonly #last: ReceiptRow[] = [];
  readonly #feeds = new Set<string>();
  readonly #lags: number[] = [];
  readonly #counts = new Map<ReceiptOutcome, number>();
  #flaggedLate = 0;
  #rowCount = 0;
  #toOffset: number | null = null;
  #fromArrivalMs = Infinity;
  #toArrivalMs = -Infinity;
  #sum = 0;
  /** Neumaier's: what the additions so far have lost. */
  #lost = 0;
  #absoluteSum = 0;

  add(row: RankedRow): void {
    const shown = toReceiptRow(row);
    this.#hash.update(receiptCsvLine(shown));
    if (this.#first.length < SHOWN) this.#first.push(shown);
    else if (this.#last.push(shown) > SHOWN) this.#last.shift();
    this.#feeds.add(shown.feed);
    this.#rowCount += 1;
    this.#toOffset = shown.seq;
    this.#counts.set(shown.outcome, (this.#counts.get(shown.outcome) ?? 0) + 1);
    if (shown.late === true) this.#flaggedLate += 1;
    const arrivalMs = Number(row['arrival']);
    this.#fromArrivalMs = Math.min(this.#fromArrivalMs, arrivalMs);
    this.#toArrivalMs = Math.max(this.#toArrivalMs, arrivalMs);
    const { outcome } = shown;
    if (outcome === 'counted' || outcome === 'late') this.#add(shown.value!);
    if (outcome === 'counted' || outcome === 'late' || outcome === 'flagged')
      this.#lags.push(arrivalMs - Number(row['t']));
  }

  result(): Tallied {
    const of = (outcome: ReceiptOutcome): number => this.#counts.get(outcome) ?? 0;
    const flagged = of('flagged');
    const inside = of('counted') + of('late');
    const conflicts = of(READING_OUTCOMES[CONFLICT]!);
    return {
      feeds: [...this.#feeds].toSorted(),
      counted: of(READING_OUTCOMES[COUNTED]!) + flagged - this.#flaggedLate,
      late: of(READING_OUTCOMES[LATE]!) + this.#flaggedLate,
      flagged,
      duplicates: of('duplicate') + conflicts,
      conflicts,
      missing: of(READING_OUTCOMES[MISSING]!),
      lagP95Ms: nearestRank(this.#lags, 0.95),
      fromOffset: this.#first[0]?.seq ?? null,
      toOffset: this.#toOffset,
      fromArrivalMs: this.#rowCount === 0 ? null : this.#fromArrivalMs,
      toArrivalMs: this.#rowCount === 0 ? null : this.#toArrivalMs,
      sumOfRows: inside === 0 ? null : this.#sum + this.#lost,
      absoluteSum: this.#absoluteSum,
      sha256: this.#hash.digest('hex'),
      rowCount: this.#rowCount,
      rows: [...this.#first, ...this.#last],
    };
  }

  #add(value: number): void {
    const next = this.#sum + value;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum;
    this.#sum = next;
    this.#absoluteSum += Math.abs(value);
  }
}

function nearestRank(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
