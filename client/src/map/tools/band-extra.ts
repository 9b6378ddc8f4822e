import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { Centre } from '../../live/centre-context.ts';
import type { LonLat } from '../../live/city-ground.ts';
import { token } from '../../ui/theme.ts';
import type { AreaExtra, AreaNote } from './area-extra.ts';
import { currentSamples, FEWEST_SENSORS, isobands } from './isobands.ts';
import type { BandWishes } from './isobands.ts';

/** What of a layer is drawn as bands. */
export interface BandKind extends BandWishes {
  layerId: string;
  metric: string;
  unit: string;
  /** Beyond this a reading says nothing of now. */
  validMs: number;
  colour: `--${string}`;
}

/** Hourly breakpoints of VN_AQI for fine dust; the figure itself is the newest reading, not an index. */
export const AIR_BANDS: BandKind = {
  ...{ layerId: 'air', metric: 'pm25UgM3', unit: 'µg/m³', validMs: 30 * 60_000, colour: '--map-band-air' },
  ...{ thresholds: [0, 25, 50, 80, 150], reachM: 5_000 },
};
export const RAIN_BANDS: BandKind = {
  ...{ layerId: 'rain', metric: 'rainMm', unit: 'mm', validMs: 5 * 60_000, colour: '--map-band-rain' },
  ...{ thresholds: [0, 0.1, 0.5, 1, 2], reachM: 4_000 },
};

/** Each band lies on the one below and adds to it: the legend composes its swatches in the same way. */
export const BAND_STRENGTH = 0.17;

/** Bands of one figure, from its current sensors. */
export class BandExtra implements AreaExtra {
  readonly id = 'area-bands';
  readonly place = 'under';
  readonly sources;
  opacity = 1;
  readonly #centre: Centre;
  readonly #kind: BandKind;
  readonly #places: ReadonlyMap<string, LonLat>;
  /** The samples that the bands are made of: sensors speak in minutes, the map looks in seconds. */
  #drawn = '';
  #bands: FeatureCollection = { type: 'FeatureCollection', features: [] };

  constructor(centre: Centre, kind: BandKind) {
    this.#centre = centre;
    this.#kind = kind;
    const stations = centre.ground.stations.filter(({ domain }) => domain === kind.layerId);
    this.#places = new Map(stations.map(({ entity, loc }) => [entity, loc]));
    this.sources = { [this.id]: { type: 'geojson' as const, data: this.#bands } };
  }

  read(): AreaNote {
    const { live } = this.#centre;
    const { layerId, metric, validMs } = this.#kind;
    const samples = currentSamples(live.state.layers.get(layerId), {
      ...{ metric, validMs, nowMs: live.clock.nowMs(), places: this.#places },
    });
    const drawn = JSON.stringify(samples);
    if (drawn !== this.#drawn) this.#bands = isobands(samples, this.#kind);
    this.#drawn = drawn;
    return {
      n: samples.length,
      of: Math.max(this.#places.size, samples.length),
      isEmpty: samples.length < FEWEST_SENSORS,
    };
  }

  layers(): LayerSpecification[] {
    const { colour } = this.#kind;
    const paint = {
      'fill-color': token(colour),
      'fill-opacity': BAND_STRENGTH * this.opacity,
      'fill-antialias': false,
    };
    return this.#kind.thresholds.map((_, band) => ({
      id: `${this.id}-${band}`,
      type: 'fill',
      source: this.id,
      filter: ['==', ['get', 'band'], band],
      paint,
    }));
  }

  features(): Record<string, FeatureCollection> {
    return { [this.id]: this.#bands };
  }
}
