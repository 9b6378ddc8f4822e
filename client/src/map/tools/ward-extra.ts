import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Centre } from '../../live/centre-context.ts';
import { token } from '../../ui/theme.ts';
import { CITY_SOURCE } from '../ground-layers.ts';
import { toRgb } from '../map-colours.ts';
import type { Rgb } from '../map-colours.ts';
import type { AreaExtra, AreaNote } from './area-extra.ts';
import { classOf, segmentWards, wardIncidents, wardSpeeds } from './ward-shares.ts';
import type { WardFigure } from './ward-shares.ts';

export type WardMeasure = 'ward-speed' | 'ward-incidents';

/** Lower bounds of the classes above the first. Speed: share of free flow, as roads are coloured. */
export const WARD_BOUNDS: Readonly<Record<WardMeasure, readonly number[]>> = {
  'ward-speed': [0.25, 0.45, 0.7],
  'ward-incidents': [1, 2, 4],
};
/** From the first class to the last; the strongest is what wants a look: slow roads, many incidents. */
export const WARD_COLOURS: Readonly<Record<WardMeasure, readonly `--heat-${number}`[]>> = {
  'ward-speed': ['--heat-5', '--heat-4', '--heat-3', '--heat-1'],
  'ward-incidents': ['--heat-1', '--heat-3', '--heat-4', '--heat-5'],
};
const STRENGTH = 0.55;
const HATCH = 'area-wards-hatch';
const HATCH_PX = 12;

/** Wards by a figure, in classes; a ward without one is hatched. Wards are the tiles' own areas. */
export class WardExtra implements AreaExtra {
  readonly id = 'area-wards';
  readonly place = 'under';
  readonly sources = {};
  opacity = 1;
  readonly #centre: Centre;
  readonly #measure: WardMeasure;
  #segmentWards: Map<string, string> | null = null;
  #figures: Map<string, WardFigure> = new Map();

  constructor(centre: Centre, measure: WardMeasure) {
    this.#centre = centre;
    this.#measure = measure;
  }

  read(): AreaNote {
    const { live, ground } = this.#centre;
    if (this.#measure === 'ward-incidents') this.#figures = wardIncidents(live.state, ground.units);
    else {
      this.#segmentWards ??= segmentWards(ground);
      this.#figures = wardSpeeds(live.state.layers.get('traffic'), {
        ...{ segments: ground.segments, wards: this.#segmentWards, nowMs: live.clock.nowMs() },
      });
    }
    return { n: this.#figures.size, of: ground.units.length, isEmpty: false };
  }

  layers(): LayerSpecification[] {
    const shared = { type: 'fill', source: CITY_SOURCE, 'source-layer': 'units' } as const;
    const known: ExpressionSpecification = ['in', ['get', 'code'], ['literal', [...this.#figures.keys()]]];
    return [
      {
        ...{ ...shared, id: this.id, filter: known },
        paint: { 'fill-color': this.#colour(), 'fill-opacity': STRENGTH * this.opacity },
      },
      {
        ...{ ...shared, id: `${this.id}-missing`, filter: ['!', known] },
        paint: { 'fill-pattern': HATCH, 'fill-opacity': this.opacity },
      },
    ];
  }

  pictures(): Record<string, ImageData> {
    return { [HATCH]: hatch(toRgb(token('--map-border'))) };
  }

  features(): Record<string, FeatureCollection> {
    return {};
  }

  #colour(): ExpressionSpecification | string {
    const colours = WARD_COLOURS[this.#measure].map((name) => token(name));
    const codesOf = colours.map((): string[] => []);
    for (const [code, { value }] of this.#figures)
      codesOf[classOf(value, WARD_BOUNDS[this.#measure])]!.push(code);
    const cases = codesOf.flatMap((codes, i) => (codes.length === 0 ? [] : [codes, colours[i]!]));
    if (cases.length === 0) return colours[0]!;
    return ['match', ['get', 'code'], ...cases, colours[0]!] as unknown as ExpressionSpecification;
  }
}

/** Thin lines from lower left to upper right, which meet at the edges of the next one. */
function hatch([red, green, blue]: Rgb): ImageData {
  const picture = new ImageData(HATCH_PX, HATCH_PX);
  for (let y = 0; y < HATCH_PX; y++)
    for (let x = 0; x < HATCH_PX; x++)
      if ((x + y) % (HATCH_PX / 2) === 0)
        picture.data.set([red * 255, green * 255, blue * 255, 200], (y * HATCH_PX + x) * 4);
  return picture;
}
