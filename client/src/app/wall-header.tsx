import { Trans } from '@lingui/react/macro';
import { useCentre } from '../live/centre-context.ts';
import type { Tile } from '../live/wall-tile.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { BrandMark } from './brand.tsx';
import { Clock } from './clock.tsx';
import { FeedTile, LinkTile, SimulatedTile } from './link-tiles.tsx';
import { ShiftTile } from './shift-tile.tsx';
import { WeatherTile } from './weather-tile.tsx';

/**
 * Who this is, whether it is alive, and what time it is. Over a row of screens: the name on the first, the clock on the last; whether it
 * is alive each says for itself.
 */
export function WallHeader({ tile = null }: { tile?: Tile | null }) {
  const { ground } = useCentre();
  const locale = useLocale();
  return (
    <header className="wall-header">
      {(tile === null || tile.column === 0) && (
        <>
          <BrandMark />
          <div className="brand">
            <h1>
              <Trans>Trung tâm Điều hành Đô thị</Trans>
            </h1>
            <p>
              {inLocale(ground.name, locale)} · <Trans>Màn hình chung</Trans>
            </p>
          </div>
        </>
      )}
      <div className="header-tiles">
        <SimulatedTile />
        <LinkTile />
        {holds(tile, 1) && <FeedTile />}
        {holds(tile, 1) && <WeatherTile />}
        {holds(tile, 2) && <ShiftTile />}
      </div>
      {(tile === null || tile.column === tile.columns - 1) && <Clock />}
    </header>
  );
}

/** Whether this screen of the row holds what belongs to place `column`; a shorter row holds it on its last screen. */
function holds(tile: Tile | null, column: number): boolean {
  return tile === null || tile.column === Math.min(column, tile.columns - 1);
}
