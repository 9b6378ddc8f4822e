import type { EntityTable } from './entity-table.ts';
import type { FoldConfig } from './fold-config.ts';

/**
 * Which series keep live p50 and p95 (about 1 kB each): those that a chart or a heat map names one by one. The others have them
 * from history only.
 */
export class AskedQuantiles {
  readonly #asked = new Set<string>();

  configure({ trends, heats }: FoldConfig): void {
    this.#asked.clear();
    for (const { source } of trends) {
      for (const entity of source.entities ?? [])
        this.#asked.add(keyOf(source.domain, entity, source.metric));
    }
    for (const { domain, metric, rows } of heats) {
      for (const { entity } of rows) this.#asked.add(keyOf(domain, entity, metric));
    }
  }

  areAsked(entities: EntityTable, series: number): boolean {
    if (this.#asked.size === 0) return false;
    const entity = entities.entityOfSeries[series]!;
    const domain = entities.domains[entities.domainOf[entity]!]!;
    return this.#asked.has(keyOf(domain, entities.names[entity]!, entities.metricOf[series]!));
  }
}

function keyOf(domain: string, entity: string, metric: string): string {
  return `${domain}\0${entity}\0${metric}`;
}
