import { Plural, Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import type { CityGround } from '../../live/city-ground.ts';
import { FIXED_COLOURS } from './fixed-extra.ts';
import { FIXED_IDS } from './layer-choice.ts';
import type { FixedId, LayerChoice } from './layer-choice.ts';

/** How many of it the city's tiles hold. */
function countOf({ fixed }: CityGround, id: FixedId): number {
  if (fixed === undefined) return 0;
  return { 'metro-lines': fixed.metroLines, 'bus-routes': fixed.busRoutes, cameras: fixed.cameras }[id];
}

/** What of it this city has. */
export function fixedOf(ground: CityGround): FixedId[] {
  return FIXED_IDS.filter((id) => countOf(ground, id) > 0);
}

/** Lines and places that stand still, each shown or not. They are of the city pack, and no time makes them stale. */
export function FixedRows({
  choice,
  change,
}: {
  choice: LayerChoice;
  change: (change: Partial<LayerChoice>) => void;
}) {
  const { ground } = useCentre();
  const ids = fixedOf(ground);
  if (ids.length === 0) return null;
  return (
    <ul className="map-layers" id="map-fixed">
      {ids.map((id) => {
        const isShown = choice.fixed.includes(id);
        const others = choice.fixed.filter((each) => each !== id);
        return (
          <li key={id}>
            <label className="map-check">
              <input
                type="checkbox"
                checked={isShown}
                onChange={() => change({ fixed: isShown ? others : [...others, id] })}
              />
              <FixedName id={id} />
            </label>
            <FixedKey id={id} />
            <p className="map-hint num">
              <FixedCount id={id} count={countOf(ground, id)} />
            </p>
          </li>
        );
      })}
      <li className="map-hint">
        <FixedSource />
      </li>
    </ul>
  );
}

/** What the colours of the shown ones mean, while nothing else is open over the map. */
export function FixedLegend({ shown }: { shown: readonly FixedId[] }) {
  return (
    <section className="map-tile map-panel">
      <ul className="map-classes">
        {shown.map((id) => (
          <li key={id}>
            <FixedKey id={id} />
            <FixedName id={id} />
          </li>
        ))}
      </ul>
      <p className="map-hint">
        <FixedSource />
      </p>
    </section>
  );
}

function FixedKey({ id }: { id: FixedId }) {
  return (
    <i
      className={`map-fixed-key ${id === 'cameras' ? 'is-point' : ''}`}
      style={{ background: `var(--map-${FIXED_COLOURS[id]})` }}
    />
  );
}

function FixedName({ id }: { id: FixedId }) {
  switch (id) {
    case 'metro-lines':
      return <Trans>Tuyến metro</Trans>;
    case 'bus-routes':
      return <Trans>Tuyến xe buýt</Trans>;
    case 'cameras':
      return <Trans>Camera giao thông</Trans>;
  }
}

function FixedCount({ id, count }: { id: FixedId; count: number }) {
  if (id === 'cameras')
    return <Plural value={count} one="# camera, chỉ vị trí" other="# camera, chỉ vị trí" />;
  return <Plural value={count} one="# tuyến" other="# tuyến" />;
}

function FixedSource() {
  return <Trans>Từ gói dữ liệu thành phố, lúc trung tâm khởi động; không phải số liệu trực tiếp.</Trans>;
}
