import type { CanonicalWriter } from '@metropane/base';
import { type BaselineModel, baselineAt, type BaselineQuality, type BaselineRefusal } from '@metropane/rules';

/** What is known of what is usual for one series: the newest fitted edition, and why there is no newer one. Times: of the journal. */
export interface BaselineState {
  /** Editions count from 1; 0 = none was ever fitted. */
  version: number;
  fittedAtMs: number | null;
  model: BaselineModel | null;
  quality: BaselineQuality | null;
  /** The newest attempt failed; the edition before it goes on. */
  refused: (BaselineRefusal & { atMs: number }) | null;
}

const NONE: BaselineState = { version: 0, fittedAtMs: null, model: null, quality: null, refused: null };

/** The newest fitted model of each series (`domain/entity/metric`): numbers that were computed outside and entered as an entry. */
export class FittedModels {
  readonly #states = new Map<string, BaselineState>();

  put(series: string, fitted: { model: BaselineModel; quality: BaselineQuality | null; atMs: number }): void {
    const version = (this.#states.get(series)?.version ?? 0) + 1;
    const { model, quality, atMs: fittedAtMs } = fitted;
    this.#states.set(series, { version, fittedAtMs, model, quality, refused: null });
  }

  refuse(series: string, refused: BaselineRefusal & { atMs: number }): void {
    this.#states.set(series, { ...(this.#states.get(series) ?? NONE), refused });
  }

  get(series: string): BaselineState | undefined {
    return this.#states.get(series);
  }

  /** What is usual at an instant by the city's civil time; null without a model. */
  at(
    series: string,
    bound: 'low' | 'mid' | 'high',
    { tMs, zone }: { tMs: number; zone: string },
  ): number | null {
    const model = this.#states.get(series)?.model;
    return model === undefined || model === null ? null : baselineAt(model, bound, { tMs, zone });
  }

  snapshot(): [string, BaselineState][] {
    return structuredClone([...this.#states]);
  }

  restore(from: readonly [string, BaselineState][]): void {
    for (const [series, state] of from) this.#states.set(series, structuredClone(state));
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [series, { version, fittedAtMs, model, quality, refused }] of this.#states)
      write(`model\0${series}`, (w) =>
        w.string(JSON.stringify([version, fittedAtMs, model, quality, refused])),
      );
  }
}
