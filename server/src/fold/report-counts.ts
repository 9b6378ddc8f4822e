import type { CanonicalWriter } from '@metropane/base';
import type { Report } from '@metropane/city';
import { distanceM } from '@metropane/incidents';

/** Reports of one category that are remembered; a rule that needs more than this has long been raised. */
const MAX_KEPT = 2_000;

interface Told {
  tMs: number;
  loc: readonly [number, number] | null;
  ward: string;
}

/** The newest distinct reports of each category that a rule counts, by event time. */
export class ReportCounts {
  readonly #told = new Map<string, Told[]>();
  #asked: ReadonlySet<string> = new Set();

  /** Categories that rules count; what is kept of others is forgotten. */
  ask(categories: ReadonlySet<string>): void {
    this.#asked = categories;
    for (const category of this.#told.keys()) if (!categories.has(category)) this.#told.delete(category);
  }

  /** Reports of the category are counted; of others nothing is known. */
  isCounted(category: string): boolean {
    return this.#asked.has(category);
  }

  add(report: Report, ward: string): void {
    if (!this.#asked.has(report.category)) return;
    const told = this.#told.get(report.category) ?? [];
    this.#told.set(report.category, told);
    told.push({ tMs: report.tMs, loc: report.loc ?? null, ward });
    if (told.length > MAX_KEPT) told.shift();
  }

  /** How many happened in `(toMs - spanMs, toMs]`, near a place, in a ward, or anywhere. */
  count(
    category: string,
    span: { toMs: number; spanMs: number },
    where: { loc?: readonly [number, number]; radiusM?: number; ward?: string },
  ): number {
    let n = 0;
    for (const { tMs, loc, ward } of this.#told.get(category) ?? []) {
      if (tMs > span.toMs || tMs <= span.toMs - span.spanMs) continue;
      if (where.ward !== undefined && ward !== where.ward) continue;
      if (where.radiusM !== undefined) {
        if (loc === null || where.loc === undefined) continue;
        if (distanceM(loc, where.loc) > where.radiusM) continue;
      }
      n += 1;
    }
    return n;
  }

  snapshot(): [string, Told[]][] {
    return structuredClone([...this.#told]);
  }

  restore(from: readonly [string, Told[]][]): void {
    for (const [category, told] of from) this.#told.set(category, structuredClone(told));
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [category, told] of this.#told)
      write(`reports\0${category}`, (w) => {
        for (const { tMs, loc, ward } of told) {
          w.f64(tMs)
            .string(ward)
            .f64(loc?.[0] ?? Number.NaN)
            .f64(loc?.[1] ?? Number.NaN);
        }
      });
  }
}
