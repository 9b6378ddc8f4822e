/**
 * The ground of an inset as a picture: a map is made once, copied and given up, so that a wall carries one living map and not
 * three. It is made again for another theme or size, and until its tiles have come.
 */
import { Map as MapLibreMap } from 'maplibre-gl';
import type { BaseMapNotice } from '../live/city-ground.ts';
import type { Locale } from '../ui/format.ts';
import type { BaseStyle } from './base-style.ts';
import { chooseBase } from './choose-base.ts';
import type { MapFrame } from './inset-frame.ts';
import { mapColours } from './map-colours.ts';
import { latitudeOf, longitudeOf } from './mercator.ts';

const RETRY_MS = 10_000;

/** Ends when the picture before it is done: two maps at once would make one long frame, and nobody waits for them. */
let turn: Promise<void> = Promise.resolve();

export interface InsetGround {
  baseMap: BaseMapNotice;
  frame: MapFrame;
  /** Design pixels to CSS pixels. */
  factor: number;
  locale: Locale;
}

/** Paints into `canvas` as soon as the tiles are there, until the returned function is called. */
export function paintGround(canvas: HTMLCanvasElement, ground: InsetGround): () => void {
  let isGone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endMap = (): void => undefined;
  let giveUp = (): void => undefined;
  const paint = async (): Promise<void> => {
    let hasFault = false;
    const base = await chooseBase(ground.baseMap, ({ tileFault }) => (hasFault ||= tileFault !== null));
    if (isGone) return base.close();
    const box = document.createElement('div');
    box.className = 'inset-studio';
    canvas.after(box);
    let map: MapLibreMap | null = null;
    endMap = () => {
      endMap = () => undefined;
      map?.remove();
      base.close();
      box.remove();
    };
    map = makeMap(box, base, ground);
    map.on('error', (event) => {
      // A tile that did not come has been told by its archive.
      if (!('tile' in event)) reportError(event.error);
    });
    const { promise, resolve } = Promise.withResolvers<boolean>();
    giveUp = () => resolve(false);
    void map.once('idle', () => resolve(true));
    void map.once('webglcontextlost', giveUp);
    const isDrawn = await promise;
    if (isGone) return;
    if (isDrawn) copy(map.getCanvas(), canvas);
    if (hasFault || !isDrawn) timer = setTimeout(paintInTurn, RETRY_MS);
  };
  const paintInTurn = (): void => {
    turn = turn
      .then(whenIdle)
      .then(() => (isGone ? undefined : paint()))
      .catch((fault: unknown) => reportError(fault))
      .finally(() => endMap());
  };
  paintInTurn();
  return () => {
    isGone = true;
    clearTimeout(timer);
    endMap();
    giveUp();
  };
}

/** The page itself comes first. */
function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: 3_000 });
  });
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

function copy(from: HTMLCanvasElement, to: HTMLCanvasElement): void {
  to.width = from.width;
  to.height = from.height;
  to.getContext('2d')?.drawImage(from, 0, 0);
}
