import type { ExpressionSpecification, Map as MapLibreMap } from 'maplibre-gl';
import type { CityGround } from '../live/city-ground.ts';
import type { PointsCanvas } from './points-canvas.ts';
import type { TrafficLayer } from './traffic-layer.ts';

/** As live-layers.ts draws them when nobody has made them fainter. */
const FULL = { flooded: { fill: 0.24, edge: 0.9 }, station: 0.8 } as const;

/** Which live layers and stations of a map are shown, and how strongly. Domains are layer ids; what is not named is shown in full. */
export class LayerVisibility {
  readonly #ground: CityGround;
  readonly #traffic: TrafficLayer;
  readonly #points: PointsCanvas;
  readonly #hidden = new Set<string>();
  readonly #opacity = new Map<string, number>();

  constructor(ground: CityGround, { traffic, points }: { traffic: TrafficLayer; points: PointsCanvas }) {
    this.#ground = ground;
    this.#traffic = traffic;
    this.#points = points;
  }

  /** Shows only these domains; null = all. */
  showOnly(domains: readonly string[] | null): void {
    const ids = new Set([
      ...this.#ground.layers.map(({ id }) => id),
      ...this.#ground.stations.map(({ domain }) => domain),
    ]);
    this.#hidden.clear();
    if (domains !== null) for (const id of ids) if (!domains.includes(id)) this.#hidden.add(id);
  }

  /** Hides exactly these domains. */
  hide(domains: Iterable<string>): void {
    this.#hidden.clear();
    for (const id of domains) this.#hidden.add(id);
  }

  /** Shares of full strength by domain, 0..1. */
  fade(shares: Readonly<Record<string, number>>): void {
    this.#opacity.clear();
    for (const [id, share] of Object.entries(shares)) this.#opacity.set(id, Math.min(1, Math.max(0, share)));
  }

  /** Says it to the canvas of points, and to the map when its style is there. Painting anew forgets it: call again after. */
  apply(map: MapLibreMap, isStyled: boolean): void {
    this.#points.show(!this.#hidden.has('transit'), this.#shareOf('transit'));
    this.#traffic.setOpacity(this.#shareOf('traffic'));
    if (!isStyled) return;
    for (const [layer, id] of [
      [this.#traffic.id, 'traffic'],
      ['flooded', 'flood'],
    ] as const) {
      if (map.getLayer(layer) !== undefined)
        map.setLayoutProperty(layer, 'visibility', this.#hidden.has(id) ? 'none' : 'visible');
    }
    const flood = this.#shareOf('flood');
    map.setPaintProperty('flooded', 'circle-opacity', FULL.flooded.fill * flood);
    map.setPaintProperty('flooded', 'circle-stroke-opacity', FULL.flooded.edge * flood);
    map.setFilter('stations', ['!', ['in', ['get', 'domain'], ['literal', [...this.#hidden]]]]);
    for (const [property, full] of [
      ['circle-opacity', 1],
      ['circle-stroke-opacity', FULL.station],
    ] as const)
      map.setPaintProperty('stations', property, this.#byDomain(full));
    map.triggerRepaint();
  }

  #shareOf(id: string): number {
    return this.#opacity.get(id) ?? 1;
  }

  #byDomain(full: number): number | ExpressionSpecification {
    if (this.#opacity.size === 0) return full;
    const cases = [...this.#opacity].flatMap(([id, share]) => [id, full * share]);
    return ['match', ['get', 'domain'], ...cases, full] as unknown as ExpressionSpecification;
  }
}
