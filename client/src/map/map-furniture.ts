import { createContext, use, useSyncExternalStore } from 'react';
import type { RefCallback } from 'react';
import type { Box } from './marker-places.ts';

const NOTHING: readonly Box[] = [];

/** What stands over one map and must stay readable: legends, names of layers, insets. Boxes are CSS pixels inside the map's box. */
export class MapFurniture {
  readonly #pieces = new Set<HTMLElement>();
  readonly #listeners = new Set<() => void>();
  readonly #observer = new ResizeObserver(() => this.measure());
  #map: HTMLElement | null = null;
  #boxes: readonly Box[] = NOTHING;

  /** A ref for the map that all of it stands over. */
  readonly under: RefCallback<HTMLElement> = (map) => {
    this.#map = map;
    if (map === null) return undefined;
    this.#observer.observe(map);
    return () => {
      this.#map = null;
      this.#observer.unobserve(map);
    };
  };

  /** A ref for one piece. */
  readonly piece: RefCallback<HTMLElement> = (piece) => {
    if (piece === null) return undefined;
    this.#pieces.add(piece);
    this.#observer.observe(piece);
    return () => {
      this.#pieces.delete(piece);
      this.#observer.unobserve(piece);
      this.measure();
    };
  };

  /** The same array as before where nothing moved. */
  readonly boxes = (): readonly Box[] => this.#boxes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Call when something may have moved without another size. */
  measure(): void {
    if (this.#map === null) return;
    const { x, y } = this.#map.getBoundingClientRect();
    const boxes = [...this.#pieces]
      .map((piece) => piece.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map((box) => ({ x: box.x - x, y: box.y - y, width: box.width, height: box.height }));
    if (JSON.stringify(boxes) === JSON.stringify(this.#boxes)) return;
    this.#boxes = boxes;
    for (const listener of this.#listeners) listener();
  }
}

export const FurnitureContext = createContext<MapFurniture | null>(null);

/** A ref for what stands over the map and must stay readable. */
export function useStanding(): RefCallback<HTMLElement> | undefined {
  return use(FurnitureContext)?.piece;
}

/** Where marks of this map must not stand. */
export function useFurniture(): readonly Box[] {
  const furniture = use(FurnitureContext);
  return useSyncExternalStore(furniture?.subscribe ?? noNews, furniture?.boxes ?? nothing);
}

function noNews(): () => void {
  return () => undefined;
}

function nothing(): readonly Box[] {
  return NOTHING;
}
