import type { ReceiptRow } from '@metropane/city';
import { figureFactsOf, figureSql } from './figure-facts.ts';
import type {
  FigureFacts,
  FigureQuery,
  ReceiptFacts,
  ReceiptQuery,
  ReceiptRowsQuery,
} from './receipt-query.ts';
import type { HistoryStore } from './history-store.ts';
import { firingFilter, firingSql, windowFilter, windowRowsSql } from './receipt-sql.ts';
import { ReceiptTally, toReceiptRow } from './receipt-tally.ts';

/** A day of one reading every 0.1 s; what is longer has to be asked in shorter windows. */
export const MAX_RECEIPT_ROWS = 900_000;

/** Answers where a number comes from, out of the raw rows; nothing of it is kept beforehand. */
export class Receipts {
  readonly #store: HistoryStore;

  constructor(store: HistoryStore) {
    this.#store = store;
  }

  /** Null: the window holds more than `MAX_RECEIPT_ROWS` rows. */
  async receipt(query: ReceiptQuery): Promise<ReceiptFacts | null> {
    const relation = this.#store.relation(windowFilter(query));
    const tally = new ReceiptTally();
    let rows = 0;
    for await (const block of this.#store.readBlocks(windowRowsSql(query, relation))) {
      rows += block.length;
      if (rows > MAX_RECEIPT_ROWS) return null;
      for (const row of block) tally.add(row);
    }
    const { domain, entity, metric, window, startMs, zone, zoneOfFeed } = query;
    const asked = { domain, entity, metric, window, zone, zoneOfFeed, fromMs: startMs, toMs: startMs + 1 };
    const [settled] = await this.#store.windows({ ...asked, maxRows: 1 });
    return {
      ...tally.result(),
      outcomesKnown: relation.tellsOutcomes,
      value: settled === undefined ? null : valueOf(settled),
      revision: settled?.revision ?? 0,
      firedAtMs: query.isFired ? await this.#firedAt(query) : null,
    };
  }

  async receiptRows(query: ReceiptRowsQuery): Promise<ReceiptRow[]> {
    const relation = this.#store.relation(windowFilter(query));
    return (await this.#store.read(windowRowsSql(query, relation, query))).map(toReceiptRow);
  }

  async figure(query: FigureQuery): Promise<FigureFacts> {
    const relation = this.#store.relation({ ...query, all: true });
    return figureFactsOf(await this.#store.read(figureSql(query, relation)), {
      named: query.named,
      outcomesKnown: relation.tellsOutcomes,
    });
  }

  /**
   * Event time that passes because an observation came is in the rows; that which passes because none came is not, but follows
   * from the rule of idleness, to one tick (0.1 s).
   */
  async #firedAt(query: ReceiptQuery): Promise<number | null> {
    const near = await this.#firing(query, true);
    const isWhole = near.crossing !== null && near.newest !== null;
    const { crossing, newest } = isWhole ? near : await this.#firing(query, false);
    const { idleAfterMs, outOfOrdernessMs } = query.source;
    if (crossing !== null && crossing.wm < query.endMs) return crossing.t - outOfOrdernessMs;
    if (newest === null) return crossing?.wm ?? null;
    const idleMs = Math.max(query.endMs, newest + idleAfterMs - outOfOrdernessMs);
    return Math.min(crossing?.wm ?? idleMs, idleMs);
  }

  async #firing(query: ReceiptQuery, isNear: boolean): Promise<Firing> {
    const relation = this.#store.relation(firingFilter(query, isNear));
    const [row] = await this.#store.read(firingSql(query, relation));
    return row as unknown as Firing;
  }
}

interface Firing {
  crossing: { wm: number; t: number } | null;
  newest: number | null;
}

function valueOf(
  row: Exclude<Awaited<ReturnType<HistoryStore['windows']>>[number], undefined>,
): ReceiptFacts['value'] {
  const { n, sum, mean, min, max, first, last, p50, p95 } = row;
  return { n, sum, mean, min, max, first, last, p50, p95 };
}
