import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useCentre } from '../live/centre-context.ts';
import type { CityWall } from '../live/city-ground.ts';
import type { Tile } from '../live/wall-tile.ts';
import type { CityMapView } from './city-map-view.ts';
import type { SceneCamera } from './map-camera.ts';
import type { TileEdges } from './marker-places.ts';
import { type Camera, flightAt, offsetInPicture, shifted, spread } from './tile-camera.ts';

/** Where a map lies in the picture of its room, and since when the room shows its scene (server time). */
export interface TilePlace {
  tile: Tile;
  wall: CityWall;
  sinceMs: number;
}

const FLIGHT_MS = 1_500;

/** What stands once in a picture stands on the screen of one of its corners. */
export function holdsCorner(place: TilePlace | null, corner: 'first' | 'top right' | 'last'): boolean {
  if (place === null) return true;
  const { columns, rows, column, row } = place.tile;
  const isRight = column === columns - 1;
  if (corner === 'top right') return isRight && row === 0;
  return corner === 'first' ? column === 0 && row === 0 : isRight && row === rows - 1;
}

/** What this screen answers for beyond its edges; null = the map shows all of the picture. */
export function edgesOf(place: TilePlace | null): TileEdges | null {
  if (place === null) return null;
  const { columns, rows, column, row } = place.tile;
  const gap = gapOf(place.wall);
  return { right: column < columns - 1 ? gap.x : 0, below: row < rows - 1 ? gap.y : 0 };
}

/** The camera of a wall: flown to by a map that shows all of it, held to its part, from straight above, by one that is a tile. `view` null: no wall. */
export function useWallCamera(wall: WallCamera): void {
  const { view, camera, place } = wall;
  const [lon, lat] = camera.centre;
  const { zoom, pitch = 0, bearing = 0 } = camera;
  const isWhole = place === null;
  useEffect(
    function followScene() {
      if (view !== null && isWhole) view.camera.flyTo({ centre: [lon, lat], zoom, pitch, bearing });
    },
    [view, isWhole, lon, lat, zoom, pitch, bearing],
  );
  useTileCamera(wall);
}

interface WallCamera {
  view: CityMapView | null;
  box: RefObject<HTMLDivElement | null>;
  camera: SceneCamera;
  place: TilePlace | null;
}

/**
 * Holds the map of one tile at its part of the room's camera. The flight to another scene is a function of the server's clock, begun when
 * the centre changed the scene: all tiles are at the same point of it in the same frame, and one that loads anew stands where it ends.
 */
function useTileCamera({ view, box, camera, place }: WallCamera): void {
  const { live } = useCentre();
  const stood = useRef<Camera | null>(null);
  const [lon, lat] = camera.centre;
  const { zoom } = camera;
  const tile = place?.tile ?? null;
  const wall = place?.wall ?? null;
  const sinceMs = place?.sinceMs ?? 0;
  useEffect(
    function followRoomCamera() {
      const element = box.current;
      if (view === null || tile === null || element === null) return undefined;
      const to = spread({ centre: [lon, lat], zoom }, tile);
      const from = stood.current ?? to;
      stood.current = to;
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches || from === to;
      const stand = (): boolean => {
        const part = isStill ? 1 : (live.clock.serverMs() - sinceMs) / FLIGHT_MS;
        const room = flightAt(from, to, part);
        const screen = { width: innerWidth, height: innerHeight };
        const offset = offsetInPicture(tile, {
          screen,
          box: element.getBoundingClientRect(),
          gap: gapOf(wall),
        });
        // The picture of the design is 1920 pixels wide.
        view.camera.standAt(shifted({ ...room, zoom: room.zoom + Math.log2(screen.width / 1_920) }, offset));
        return part >= 1;
      };
      let frame = 0;
      const fly = (): void => {
        frame = stand() ? 0 : requestAnimationFrame(fly);
      };
      fly();
      const observer = new ResizeObserver(() => frame === 0 && stand());
      observer.observe(element);
      return () => {
        cancelAnimationFrame(frame);
        observer.disconnect();
      };
    },
    [view, box, live, tile, wall, sinceMs, lon, lat, zoom],
  );
}

/** What of the picture lies behind the bezels, CSS pixels. */
function gapOf(wall: CityWall | null): { x: number; y: number } {
  const { bezelMm, pitchMm } = wall ?? {};
  if (bezelMm === undefined || pitchMm === undefined) return { x: 0, y: 0 };
  const cssPx = pitchMm * devicePixelRatio;
  return { x: bezelMm.x / cssPx, y: bezelMm.y / cssPx };
}
