/** Only for tests: a city that changes at random from a seed. */
import type { Rng } from '@metropane/base';
import { emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import type { CityDiff, IncidentRecord } from '@metropane/live-state';

/** The epoch of every state in these tests. */
export const EPOCH = 7;

/** Publishes 1, 2, 3, … of a small city that changes at random; each touches some channels, some touch none. */
export class RandomCity {
  readonly #rng: Rng;
  #seq = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  next(): CityDiff {
    const rng = this.#rng;
    const diff = emptyDiff({
      epoch: EPOCH,
      from: this.#seq,
      seq: ++this.#seq,
      atMs: 1_000_000 + this.#seq * 100,
    });
    if (rng.next() < 0.5) diff.layers.set('air', this.#layer('air', ['pm25UgM3']));
    if (rng.next() < 0.5) diff.layers.set('traffic', this.#layer('traffic', ['speedKmh', 'flowVehPerH']));
    if (rng.next() < 0.3) diff.records.incident = this.#incidents();
    if (rng.next() < 0.2) {
      const row = { id: 'broker', status: 'ok' as const, detail: `${rng.u32()}`, sinceMs: 1 };
      diff.records.system = { upserts: new Map([['broker', row]]), removed: new Set() };
    }
    if (rng.next() < 0.2) {
      const items = [{ atMs: 1, kind: 'note' as const, actor: 'An', text: `${rng.u32()}`, journalSeq: 1 }];
      const row = { incidentId: 'SC-000001', items };
      diff.records.timeline = { upserts: new Map([['SC-000001', row]]), removed: new Set() };
    }
    return diff;
  }

  #layer(id: string, metrics: string[]): ReturnType<LayerDiffBuilder['take']> {
    const rng = this.#rng;
    const builder = new LayerDiffBuilder({ id, metrics });
    for (let i = 1 + rng.int(6); i > 0; i--) {
      const row = rng.int(20);
      const kind = rng.int(6);
      if (kind === 0) builder.remove(row);
      else if (kind === 1) builder.name(row, `${id}-${row}`);
      else if (kind === 2) builder.move(row, 106 + rng.next(), 10 + rng.next());
      else
        builder.measure(
          row,
          1_763_881_500_000 + rng.int(100_000),
          metrics.map(() => rng.int(1_000) / 10),
        );
    }
    return builder.take();
  }

  #incidents(): { upserts: Map<string, IncidentRecord>; removed: Set<string> } {
    const id = `SC-${String(1 + this.#rng.int(5)).padStart(6, '0')}`;
    if (this.#rng.next() < 0.2) return { upserts: new Map(), removed: new Set([id]) };
    return { upserts: new Map([[id, incidentRow(id, this.#rng.int(100))]]), removed: new Set() };
  }
}

export function incidentRow(id: string, revision: number): IncidentRecord {
  return {
    id,
    revision,
    priority: 2,
    state: 'new',
    category: 'fire',
    title: 'Cháy nhà, gọi 0903 123 456, xe 51F-123.45',
    description: 'Bà Lê Thị A, 12/3 hẻm 45',
    loc: [106.70123, 10.77689],
    source: '114',
    reports: 1,
    openedAtMs: 1,
    knownAtMs: 1,
    updatedAtMs: revision,
    claimedBy: 'Trần B',
    simulated: false,
  };
}
