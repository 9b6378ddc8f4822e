import { Map as MapLibreMap } from 'maplibre-gl';
import type { BaseStyle } from './base-style.ts';
import { chooseBase } from './choose-base.ts';
import type { MapFrame } from './inset-frame.ts';
import type { InsetGround } from './inset-ground.ts';
import { mapColours } from './map-colours.ts';
import { latitudeOf, longitudeOf } from './mercator.ts';

/** `partly`: tiles are missing; `lost`: the picture is, with its WebGL context. */
export type StudioOutcome = 'drawn' | 'partly' | 'lost';

/** A map that nobody sees, for pictures of the ground in one look. Call `close` once. */
export class InsetStudio {
  readonly #map: MapLibreMap;
  readonly #box: HTMLElement;
  readonly #base: BaseStyle;
  readonly #key: string;
  readonly #fault: { hasCome: boolean };

  private constructor(
    ground: InsetGround,
    { base, fault }: { base: BaseStyle; fault: { hasCome: boolean } },
  ) {
    this.#key = keyOf(ground);
    this.#base = base;
    this.#fault = fault;
    this.#box = document.createElement('div');
    this.#box.className = 'inset-studio';
    const { width, height } = ground.frame;
    Object.assign(this.#box.style, { width: `${width}px`, height: `${height}px` });
    document.body.append(this.#box);
    try {
      this.#map = makeMap(this.#box, base, ground);
    } catch (fault) {
      this.#box.remove();
      base.close();
      throw fault;
    }
    this.#map.on('error', (event) => {
      // A tile that did not come has been told by its archive.
      if (!('tile' in event)) reportError(event.error);
    });
  }

  /** Throws where no WebGL context can be had. */
  static async open(ground: InsetGround): Promise<InsetStudio> {
    const fault = { hasCome: false };
    const base = await chooseBase(ground.baseMap, ({ tileFault }) => {
      fault.hasCome ||= tileFault !== null;
    });
    return new InsetStudio(ground, { base, fault });
  }

  /** Whether its pictures look as this ground's: theme, language, size and map are the same. */
  suits(ground: InsetGround): boolean {
    return keyOf(ground) === this.#key;
  }

  /** Ends when all tiles of this view are drawn or have failed. */
  look({ centre, zoom }: MapFrame): Promise<StudioOutcome> {
    const { promise, resolve } = Promise.withResolvers<StudioOutcome>();
    void this.#map.once('idle', () => resolve(this.#fault.hasCome ? 'partly' : 'drawn'));
    void this.#map.once('webglcontextlost', () => resolve('lost'));
    this.#map.jumpTo({ center: [longitudeOf(centre[0]), latitudeOf(centre[1])], zoom });
    this.#map.triggerRepaint();
    return promise;
  }

  copyTo(canvas: HTMLCanvasElement): void {
    const from = this.#map.getCanvas();
    canvas.width = from.width;
    canvas.height = from.height;
    canvas.getContext('2d')?.drawImage(from, 0, 0);
  }

  close(): void {
    this.#map.remove();
    this.#base.close();
    this.#box.remove();
  }
}

function keyOf({ baseMap, frame: { width, height }, factor, locale }: InsetGround): string {
  return JSON.stringify([baseMap, width, height, factor, locale, mapColours()]);
}

function makeMap(
  container: HTMLElement,
  base: BaseStyle,
  { frame: { centre, zoom }, factor, locale }: InsetGround,
): MapLibreMap {
  const colours = mapColours();
  // So small a land must stand out from what is round it.
  const look = { colours: { ...colours, land: colours.roads[2] ?? colours.land }, scale: { factor }, locale };
  return new MapLibreMap({
    container,
    style: {
      version: 8,
      ...base.extra,
      sources: base.sources,
      layers: base.layers(look).ground,
    },
    center: [longitudeOf(centre[0]), latitudeOf(centre[1])],
    zoom,
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
}
