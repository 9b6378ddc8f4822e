import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import type { StyleLook } from './base-style.ts';
import type { MapExtra } from './map-extra.ts';
import { repaintLayer } from './map-style.ts';

/** Areas lie under this layer, which every style has. */
const UNDER = 'flooded';
/** The places that no name may cover: every style has them last. */
const MARKS = 'marks';

/** The extras of one map. They stay through a lost context and another theme; what cannot be added now is added with the next style. */
export class MapExtras {
  readonly #map: MapLibreMap;
  readonly #extras = new Map<string, MapExtra>();
  /** Taken away while there was no style: a restored context brings their layers back. */
  readonly #leftBehind = new Set<MapExtra>();
  /** What each source holds: the same data given again would only be cut into tiles again. */
  readonly #told = new Map<string, FeatureCollection>();
  #look: StyleLook;
  #over: string | undefined;

  constructor(map: MapLibreMap, look: StyleLook) {
    this.#map = map;
    this.#look = look;
  }

  /** The style is there, anew perhaps; `over`: the layer that drawn things lie under. */
  attach(look: StyleLook, over: string): void {
    this.#look = look;
    this.#over = over;
    this.#told.clear();
    for (const extra of this.#leftBehind) this.#take(extra);
    this.#leftBehind.clear();
    for (const extra of this.#extras.values()) this.#put(extra);
  }

  /** The style is gone: nothing can be asked of the map until `attach`. */
  detach(): void {
    this.#over = undefined;
  }

  /** Draws all of them in another look. */
  restyle(look: StyleLook): void {
    this.#look = look;
    if (this.#over === undefined) return;
    for (const extra of this.#extras.values()) this.#put(extra);
  }

  add(extra: MapExtra): void {
    this.#extras.set(extra.id, extra);
    if (this.#over !== undefined) this.#put(extra);
  }

  /** Shows what the extra says of its data and its paint now. */
  refresh(id: string): void {
    const extra = this.#extras.get(id);
    if (extra !== undefined && this.#over !== undefined) this.#put(extra);
  }

  remove(id: string): void {
    const extra = this.#extras.get(id);
    if (!this.#extras.delete(id) || extra === undefined) return;
    if (this.#over === undefined) this.#leftBehind.add(extra);
    else this.#take(extra);
  }

  #take(extra: MapExtra): void {
    for (const layer of extra.layers(this.#look))
      if (this.#map.getLayer(layer.id) !== undefined) this.#map.removeLayer(layer.id);
    for (const source of Object.keys(extra.sources)) {
      this.#told.delete(source);
      if (this.#map.getSource(source) !== undefined) this.#map.removeSource(source);
    }
  }

  #put(extra: MapExtra): void {
    const map = this.#map;
    for (const [name, picture] of Object.entries(extra.pictures?.(this.#look) ?? {})) {
      if (map.hasImage(name)) map.updateImage(name, picture);
      else map.addImage(name, picture);
    }
    for (const [name, source] of Object.entries(extra.sources))
      if (map.getSource(name) === undefined) map.addSource(name, source);
    for (const layer of extra.layers(this.#look)) this.#putLayer(layer, extra);
    for (const [name, data] of Object.entries(extra.features())) {
      if (this.#told.get(name) === data) continue;
      this.#told.set(name, data);
      void map.getSource<GeoJSONSource>(name)?.setData(data);
    }
  }

  #putLayer(layer: LayerSpecification, { place }: MapExtra): void {
    if (this.#map.getLayer(layer.id) === undefined)
      this.#map.addLayer(layer, { under: UNDER, over: this.#over, top: MARKS }[place]);
    else repaintLayer(this.#map, layer);
  }
}
