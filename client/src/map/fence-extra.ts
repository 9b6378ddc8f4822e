import { GEOFENCE_KINDS, type GeofenceKind } from '@metropane/city';
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { LonLat } from '../live/city-ground.ts';
import { token } from '../ui/theme.ts';
import type { StyleLook } from './base-style.ts';
import { fencePicture } from './fence-pictures.ts';
import { toRgb } from './map-colours.ts';
import type { MapExtra } from './map-extra.ts';
import { FONT } from './map-fonts.ts';

/** A fence as the map draws it. */
export interface ShownFence {
  kind: GeofenceKind;
  ring: readonly LonLat[];
  /** Name and kind in the page's language. */
  label: string;
  isSelected: boolean;
}

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };
const isSelected = ['boolean', ['get', 'isSelected']] as unknown as boolean;

/** Fences that stand: a pattern by kind and a broken line, over the roads. */
export class FenceExtra implements MapExtra {
  readonly id = 'fences';
  readonly place = 'over';
  readonly sources = { fences: { type: 'geojson' as const, data: EMPTY } };
  #features = EMPTY;

  show(fences: readonly ShownFence[]): void {
    this.#features = {
      type: 'FeatureCollection',
      features: fences.map(({ ring, ...properties }) => {
        const places = ring.map(([lon, lat]) => [lon, lat]);
        const geometry = { type: 'Polygon' as const, coordinates: [[...places, places[0]!]] };
        return { type: 'Feature', properties, geometry };
      }),
    };
  }

  layers({ colours, scale: { factor } }: StyleLook): LayerSpecification[] {
    const shared = { source: this.id } as const;
    return [
      ...GEOFENCE_KINDS.map((kind): LayerSpecification => {
        const filter = ['==', ['get', 'kind'], kind] as unknown as boolean;
        const paint = { 'fill-pattern': pictureName(kind, factor) };
        return { ...shared, id: `fences-${kind}`, type: 'fill', filter, paint };
      }),
      {
        ...{ ...shared, id: 'fences-casing', type: 'line', layout: { 'line-join': 'round' } },
        paint: { 'line-color': colours.halo, 'line-width': 5 * factor },
      },
      {
        ...{ ...shared, id: 'fences-line', type: 'line', layout: { 'line-join': 'round' } },
        paint: {
          'line-color': ['case', isSelected, token('--accent'), token('--t2')],
          'line-width': ['case', isSelected, 3 * factor, 2 * factor],
          'line-dasharray': [3, 1.5],
        },
      },
    ];
  }

  pictures({ scale: { factor } }: StyleLook): Record<string, ImageData> {
    const colour = toRgb(token('--t2'));
    return Object.fromEntries(
      GEOFENCE_KINDS.map((kind): [string, ImageData] => [
        pictureName(kind, factor),
        fencePicture(kind, colour, stepOf(factor)),
      ]),
    );
  }

  features(): Record<string, FeatureCollection> {
    return { [this.id]: this.#features };
  }
}

/** A picture that is there keeps its size: one of another page size has another name. */
function pictureName(kind: GeofenceKind, factor: number): string {
  return `fence-${kind}-${stepOf(factor)}`;
}

function stepOf(factor: number): number {
  return Math.max(1, Math.round(factor));
}

/** Where a name may stand round the middle of its fence, in letters: the first that is free. */
const ANCHORS: (string | [number, number])[] = ['center', [0, 0], 'top', [0, 1], 'bottom', [0, -1]];

/** Their names: other names give way, for a street may be nameless and a closed area may not. */
export class FenceNames implements MapExtra {
  readonly id = 'fence-names';
  readonly place = 'top';
  readonly sources = {};

  layers({ colours, scale: { factor } }: StyleLook): LayerSpecification[] {
    return [
      {
        id: this.id,
        type: 'symbol',
        source: 'fences',
        layout: {
          ...{ 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 13 * factor },
          ...{ 'text-max-width': 12, 'text-line-height': 1.3 },
          // Beside the marks of incidents where that can be, over them where not.
          'text-overlap': 'always',
          'text-variable-anchor-offset': ANCHORS,
        },
        paint: {
          'text-color': token('--t1'),
          'text-halo-color': colours.halo,
          'text-halo-width': 2 * factor,
        },
      },
    ];
  }

  features(): Record<string, FeatureCollection> {
    return {};
  }
}
