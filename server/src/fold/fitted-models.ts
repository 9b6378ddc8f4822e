import type { CanonicalWriter } from '@metropane/base';
import { type BaselineModel, baselineAt } from '@metropane/rules';

/** The newest fitted model of each series (`domain/entity/metric`): numbers that were computed outside and entered as an entry. */
export class FittedModels {
  readonly #models = new Map<string, BaselineModel>();

  put(series: string, model: BaselineModel): void {
    this.#models.set(series, model);
  }

  /** What is usual at an instant by the city's civil time; null without a model. */
  at(
    series: string,
    bound: 'low' | 'mid' | 'high',
    { tMs, zone }: { tMs: number; zone: string },
  ): number | null {
    const model = this.#models.get(series);
    return model === undefined ? null : baselineAt(model, bound, { tMs, zone });
  }

  snapshot(): [string, BaselineModel][] {
    return structuredClone([...this.#models]);
  }

  restore(from: readonly [string, BaselineModel][]): void {
    for (const [series, model] of from) this.#models.set(series, structuredClone(model));
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [series, model] of this.#models)
      write(`model\0${series}`, (w) => w.string(JSON.stringify(model)));
  }
}
