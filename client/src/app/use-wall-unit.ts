import { useEffect, useState } from 'react';
import type { CityWall } from '../live/city-ground.ts';
import { type Tile, wallUnit } from '../live/wall-tile.ts';

/** What the design holds before panels lose their text: a screen that shows everything, and one of a grid. */
const LARGEST = { whole: 1.3, tile: 2.2 };

/**
 * Grows the page so that it can be read from the room's distance. Returns how far away it can be read in metres when the design cannot
 * grow so far, else null: a wall that is too small for its room says so.
 */
export function useWallUnit(wall: CityWall | null, tile: Tile | null): number | null {
  const [widthPx, setWidthPx] = useState(() => innerWidth * devicePixelRatio);
  useEffect(function followWidth() {
    const measure = (): void => setWidthPx(innerWidth * devicePixelRatio);
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  const wanted = wallUnit(wall ?? {}, widthPx);
  const unit = Math.min(wanted, tile === null ? LARGEST.whole : LARGEST.tile);
  useEffect(
    function growPage() {
      const { style } = document.documentElement;
      style.setProperty('--wall-unit', String(unit));
      return () => void style.removeProperty('--wall-unit');
    },
    [unit],
  );
  return unit < wanted && wall?.distanceM !== undefined ? (wall.distanceM * unit) / wanted : null;
}
