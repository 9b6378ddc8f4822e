/** Only for tests: buses that cross map cells all the time, some without a place, some that go and come back. */
import type { Rng } from '@metropane/base';
import { cellAt, emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import type { Channel, CityDiff } from '@metropane/live-state';
import { EPOCH } from './random-city-fixture.ts';

/** Five places in four cells, and no place. */
const PLACES: readonly (readonly [lon: number, lat: number])[] = [
  [106.7, 10.776],
  [106.701, 10.777],
  [106.75, 10.776],
  [106.7, 10.9],
  [106.75, 10.9],
  [Number.NaN, Number.NaN],
];
const LAYERS = ['transit', 'air'] as const;
const ROWS = 8;

/** Every cell in which something may be, of both layers. */
export const CELL_CHANNELS: readonly Channel[] = LAYERS.flatMap((layer) =>
  [...new Set(PLACES.map(([lon, lat]) => cellAt(lon, lat)))].map((cell): Channel => `layer:${layer}@${cell}`),
);

/** Cells of both layers, and now and then a layer as a whole or a table. */
export function someInterest(rng: Rng): Channel[] {
  const channels: Channel[] = CELL_CHANNELS.filter(() => rng.next() < 0.4);
  if (rng.next() < 0.15) channels.push('layer:transit');
  if (rng.next() < 0.15) channels.push('records:system');
  return channels;
}

/** Publishes 1, 2, 3, …; each moves, measures, removes or names some of few rows. */
export class MovingCity {
  readonly #rng: Rng;
  #seq = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  next(): CityDiff {
    const seq = ++this.#seq;
    const diff = emptyDiff({ epoch: EPOCH, from: seq - 1, seq, atMs: 1_000_000 + seq * 100 });
    for (const layer of LAYERS) if (this.#rng.next() < 0.8) diff.layers.set(layer, this.#layer(layer, seq));
    return diff;
  }

  #layer(layer: string, seq: number): ReturnType<LayerDiffBuilder['take']> {
    const rng = this.#rng;
    const builder = new LayerDiffBuilder({ id: layer, metrics: ['speedKmh'] });
    for (let i = 1 + rng.int(5); i > 0; i--) {
      const row = rng.int(ROWS);
      const [lon, lat] = PLACES[rng.int(PLACES.length)]!;
      const kind = rng.int(8);
      if (kind === 0) builder.remove(row);
      else if (kind === 1) builder.measure(row, seq, [rng.int(900) / 10]);
      else
        builder
          .name(row, `${layer}-${row}`)
          .move(row, lon, lat)
          .measure(row, seq, [rng.int(900) / 10]);
    }
    return builder.take();
  }
}
