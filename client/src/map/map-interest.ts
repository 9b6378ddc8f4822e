import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Centre } from '../live/centre-context.ts';
import { coverChannels, markChannels, nextCover } from './map-window.ts';
import type { MapCover, MapWindow } from './map-window.ts';

/** Changes of the cover come at most this often: a fast pan would ask for cells that it has left before they arrive. */
const ASK_EVERY_MS = 200;

let mapCount = 0;

/** What a map shows; null for one that is not laid out, or in a hidden tab. */
export function windowOf(map: MapLibreMap): MapWindow | null {
  const { clientWidth, clientHeight } = map.getContainer();
  if (clientWidth === 0 || clientHeight === 0) return null;
  const bounds = map.getBounds();
  return {
    west: bounds.getWest(),
    south: bounds.getSouth(),
    east: bounds.getEast(),
    north: bounds.getNorth(),
  };
}

/** Keeps the page's interest at what one map shows. Call `end` once. */
export class MapInterest {
  readonly #centre: Centre;
  readonly #owner = `map ${++mapCount}`;
  #cover: MapCover | null = null;
  #window: MapWindow | null = null;
  #marks: { wanted: number | null; claimed: number | null } = { wanted: null, claimed: null };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** The map shows this now; null: nothing that could be claimed, and what was claimed before is kept. Call as often as it moves. */
  follow(window: MapWindow | null): void {
    if (window === null) return;
    this.#window = window;
    if (this.#timer === undefined) this.#claim();
  }

  /** The map shows the marks of alarms of this level; null = none. */
  showMarks(level: number | null): void {
    this.#marks.wanted = level;
    if (this.#timer === undefined) this.#claim();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#centre.live.interest.release(this.#owner);
  }

  #claim(): void {
    if (this.#window === null) return;
    const cover = nextCover(this.#cover, this.#window);
    const { wanted, claimed } = this.#marks;
    if (cover === this.#cover && wanted === claimed) return;
    this.#cover = cover;
    this.#marks.claimed = wanted;
    const { ground, live } = this.#centre;
    live.interest.claim(this.#owner, [...coverChannels(ground, cover), ...markChannels(wanted, cover)]);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#claim();
    }, ASK_EVERY_MS);
  }
}
