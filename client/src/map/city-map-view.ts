/**
 * Owns MapLibre: one map, the live traffic lines in its context, vehicles on their canvas above it. React never sees a
 * MapLibre object. After the loss of the WebGL context MapLibre rebuilds its own layers; the custom one is added again.
 */
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { LonLat } from '../live/city-ground.ts';
import type { Centre } from '../live/centre-context.ts';
import type { Locale } from '../ui/format.ts';
import { floodedFeatures } from './flooded-features.ts';
import { MapInterest, windowOf } from './map-interest.ts';
import type { BaseStyle, StyleLook } from './base-style.ts';
import { CITY_SOURCE } from './ground-layers.ts';
import { markFeatures } from './live-layers.ts';
import { LayerVisibility } from './layer-visibility.ts';
import { makeMap } from './make-map.ts';
import { mapColours } from './map-colours.ts';
import { MapExtras } from './map-extras.ts';
import { MapCamera } from './map-camera.ts';
import { firstLabel, mapStyle, restyle } from './map-style.ts';
import { pageFactor, scaleZoom } from './page-zoom.ts';
import { PointsCanvas } from './points-canvas.ts';
import { TrafficLayer } from './traffic-layer.ts';

const TRAFFIC_EVERY_MS = 1_000;
const FLOOD_EVERY_MS = 2_000;
const RETRY_TILES_MS = 5_000;

export interface CityMapOptions {
  centre: Centre;
  /** What lies under the live layers; the view closes it. */
  base: BaseStyle;
  locale: Locale;
  isInteractive: boolean;
  /** Hears of a fault that MapLibre would swallow, e.g. a shader that a driver refuses. */
  onFault: (fault: Error) => void;
}

export class CityMapView {
  readonly #map: MapLibreMap;
  readonly #points: PointsCanvas;
  readonly #traffic: TrafficLayer;
  /** What the map asks the centre for. */
  readonly interest: MapInterest;
  readonly #centre: Centre;
  readonly #base: BaseStyle;
  #look: StyleLook;
  /** Before the style is there, and without a WebGL context, asking MapLibre to change it throws. */
  #isStyled = false;
  #kept = markFeatures([]);
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #timers: ReturnType<typeof setInterval>[];
  readonly #observer: ResizeObserver;
  readonly #unsubscribe: () => void;
  readonly #visibility: LayerVisibility;
  /** Layers that a person adds. */
  readonly extras: MapExtras;
  readonly camera: MapCamera;

  // oxlint-disable-next-line max-lines-per-function -- what the map listens to, in one place
  constructor(
    container: HTMLElement,
    canvas: HTMLCanvasElement,
    { centre, base, locale, isInteractive, onFault }: CityMapOptions,
  ) {
    const { ground, live } = centre;
    this.#centre = centre;
    this.#base = base;
    this.#look = { colours: mapColours(), scale: { factor: pageFactor() }, locale };
    const { colours } = this.#look;
    this.interest = new MapInterest(centre);
    this.#traffic = new TrafficLayer(live, ground, colours);
    this.#points = new PointsCanvas(canvas, live, {
      layerId: 'transit',
      origin: ground.centre,
      colours,
      mayHaveTails: isInteractive,
    });
    this.#visibility = new LayerVisibility(ground, { traffic: this.#traffic, points: this.#points });
    this.#map = makeMap({
      ...{ container, isInteractive, style: mapStyle(base, ground.stations, this.#look) },
      camera: { ...ground.views.main, zoom: ground.views.main.zoom + scaleZoom() },
    });
    this.extras = new MapExtras(this.#map, this.#look);
    this.camera = new MapCamera(this.#map, ground.views.main);
    const addLive = (): void => {
      try {
        this.#addLive();
      } catch (error) {
        onFault(error instanceof Error ? error : new Error(String(error)));
      }
    };
    this.#map.on('error', (event) => {
      // A tile that did not come has been told by its archive, and stands on the screen.
      if (!('tile' in event && 'sourceId' in event && event.sourceId === CITY_SOURCE))
        reportError(event.error);
    });
    this.#map.on('style.load', addLive);
    this.#map.on('webglcontextlost', () => {
      this.#isStyled = false;
      this.extras.detach();
    });
    // MapLibre restores its style first, which may take a while; asking it anything before throws.
    this.#map.on('webglcontextrestored', () => {
      if (this.#map.isStyleLoaded()) addLive();
      else void this.#map.once('idle', addLive);
    });
    // Tells who looks from outside, a test above all, that what was asked for is on the screen.
    this.#map.on('idle', () => void (container.dataset['drawn'] = 'yes'));
    this.#map.on('move', () => this.#follow());
    this.#map.on('resize', () => this.#follow());
    this.#timers = [
      setInterval(() => this.#refreshTraffic(), TRAFFIC_EVERY_MS),
      setInterval(() => this.#refreshFlood(), FLOOD_EVERY_MS),
    ];
    this.#observer = new ResizeObserver(() => this.#fitSize());
    this.#observer.observe(container);
    this.#unsubscribe = live.versions.subscribe(() => {
      if (this.#traffic.hasOtherRows) this.#refreshTraffic();
    });
    this.#follow();
  }

  /** CSS pixels inside the map's box. */
  project(loc: LonLat): { x: number; y: number } {
    return this.camera.tilt.project(loc);
  }

  /** The place, degrees, at CSS pixels inside the map's box. */
  unproject({ x, y }: { x: number; y: number }): LonLat {
    const { lng, lat } = this.#map.unproject([x, y]);
    return [lng, lat];
  }

  /** Hears of every change of the camera or the size. */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows only these domains' live layers and stations; null = all that are not hidden by hand. */
  showOnly(domains: readonly string[] | null): void {
    this.#visibility.showOnly(domains);
    this.#visibility.apply(this.#map, this.#isStyled);
  }

  /** Hides these domains, and shows others fainter: shares of full strength, 0..1. */
  showChosen({
    hidden,
    opacity,
  }: {
    hidden: readonly string[];
    opacity: Readonly<Record<string, number>>;
  }): void {
    this.#visibility.hide(hidden);
    this.#visibility.fade(opacity);
    this.#visibility.apply(this.#map, this.#isStyled);
  }

  /** Draws where vehicles came from in the last minutes. */
  showTails(hasTails: boolean): void {
    this.#points.showTails(hasTails);
  }

  /** The ground's tiles have the wards: another city map than the own one has not. */
  get hasWards(): boolean {
    return CITY_SOURCE in this.#base.sources;
  }

  /** Hears of every place that is pointed at, degrees. */
  onPress(listener: (loc: LonLat) => void): () => void {
    const pressed = this.#map.on('click', ({ lngLat }) => listener([lngLat.lng, lngLat.lat]));
    return () => pressed.unsubscribe();
  }

  /** Keeps the names of the map away from these places. */
  keepFree(places: readonly LonLat[]): void {
    this.#kept = markFeatures(places);
    void this.#map.getSource<GeoJSONSource>('marks')?.setData(this.#kept);
  }

  /** Takes the colours of the theme that the page shows now. */
  followTheme(): void {
    this.#redraw();
  }

  /** Asks again for tiles that could not be had, after a while. */
  retryTiles(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      if (this.#map.getSource(CITY_SOURCE) !== undefined) this.#map.refreshTiles(CITY_SOURCE);
    }, RETRY_TILES_MS);
  }

  destroy(): void {
    clearTimeout(this.#retry);
    for (const timer of this.#timers) clearInterval(timer);
    this.#observer.disconnect();
    this.#unsubscribe();
    this.interest.end();
    this.#points.destroy();
    // Whoever still holds them draws into nothing from here on.
    this.extras.detach();
    delete this.#map.getContainer().dataset['drawn'];
    this.#map.remove();
    this.#base.close();
  }

  #addLive(): void {
    this.#isStyled = true;
    // The page may have changed since the style was given.
    this.#redraw();
    if (this.#map.getLayer(this.#traffic.id) === undefined)
      this.#map.addLayer(this.#traffic, firstLabel(this.#base, this.#look));
    this.#traffic.refresh();
    void this.#map.getSource<GeoJSONSource>('marks')?.setData(this.#kept);
    this.#refreshFlood();
    this.extras.attach(this.#look, firstLabel(this.#base, this.#look));
    this.#visibility.apply(this.#map, true);
  }

  #redraw(): void {
    delete this.#map.getContainer().dataset['drawn'];
    const factor = pageFactor();
    this.#look = { ...this.#look, colours: mapColours(), scale: { factor } };
    this.#traffic.setColours(this.#look.colours);
    this.#points.setColours(this.#look.colours);
    // Not `isStyleLoaded`: it is false whenever a source loads, which live data do all the time.
    if (!this.#isStyled) return;
    restyle(this.#map, this.#base, this.#look);
    this.extras.restyle(this.#look);
    this.#visibility.apply(this.#map, true);
  }

  #refreshTraffic(): void {
    if (this.#traffic.refresh()) this.#map.triggerRepaint();
  }

  #refreshFlood(): void {
    const source = this.#map.getSource<GeoJSONSource>('flooded');
    void source?.setData(floodedFeatures(this.#centre.live.state, this.#centre.live.clock.nowMs()));
  }

  #fitSize(): void {
    this.#map.resize();
    if (this.#look.scale.factor !== pageFactor()) this.#redraw();
    this.camera.fit();
    this.#follow();
  }

  #follow(): void {
    const { lng, lat } = this.#map.getCenter();
    this.#points.look({ centre: [lng, lat], zoom: this.#map.getZoom(), tilt: this.camera.tilt.now });
    this.interest.follow(windowOf(this.#map));
    for (const listener of this.#listeners) listener();
  }
}
