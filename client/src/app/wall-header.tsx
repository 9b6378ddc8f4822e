import { Trans } from '@lingui/react/macro';
import { useCentre } from '../live/centre-context.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { BrandMark } from './brand.tsx';
import { Clock } from './clock.tsx';
import { FeedTile, LinkTile, SimulatedTile } from './link-tiles.tsx';
import { ShiftTile } from './shift-tile.tsx';
import { WeatherTile } from './weather-tile.tsx';

/** Who this is, whether it is alive, and what time it is. People on duty are absent: no roster delivers them yet. */
export function WallHeader() {
  const { ground } = useCentre();
  const locale = useLocale();
  return (
    <header className="wall-header">
      <BrandMark />
      <div className="brand">
        <h1>
          <Trans>Trung tâm Điều hành Đô thị</Trans>
        </h1>
        <p>
          {inLocale(ground.name, locale)} · <Trans>Màn hình chung</Trans>
        </p>
      </div>
      <div className="header-tiles">
        <SimulatedTile />
        <LinkTile />
        <FeedTile />
        <WeatherTile />
        <ShiftTile />
      </div>
      <Clock />
    </header>
  );
}
