import type { Centre } from '../live/centre-context.ts';
import { coverChannels, nextCover } from './map-window.ts';
import type { MapCover, MapWindow } from './map-window.ts';

/** Changes of the cover come at most this often: a fast pan would ask for cells that it has left before they arrive. */
const ASK_EVERY_MS = 200;

let mapCount = 0;

/** Keeps the page's interest at what one map shows. Call `end` once. */
export class MapInterest {
  readonly #centre: Centre;
  readonly #owner = `map ${++mapCount}`;
  #cover: MapCover | null = null;
  #window: MapWindow | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(centre: Centre) {
    this.#centre = centre;
  }

  /** The map shows this now. Call as often as it moves. */
  follow(window: MapWindow): void {
    this.#window = window;
    if (this.#timer === undefined) this.#claim();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#centre.live.interest.release(this.#owner);
  }

  #claim(): void {
    if (this.#window === null) return;
    const cover = nextCover(this.#cover, this.#window);
    if (cover === this.#cover) return;
    this.#cover = cover;
    const { ground, live } = this.#centre;
    live.interest.claim(this.#owner, coverChannels(ground, cover));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#claim();
    }, ASK_EVERY_MS);
  }
}
