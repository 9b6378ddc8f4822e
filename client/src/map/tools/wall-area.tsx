import type { MapToolsProps } from '../city-map.tsx';
import { useStanding } from '../map-furniture.ts';
import { AreaLegend, AreaUnit } from './area-legend.tsx';
import { AREA_IDS } from './layer-choice.ts';
import { AreaName } from './layer-manager.tsx';
import { useAreaExtra } from './use-area-extra.ts';
import './map-tools.css';

/** The area layer of a wall's scene, and what it means. A scene of a newer city may name one that this page does not know: it is left out. */
export function WallArea({ view, area, hasLegend }: MapToolsProps) {
  const standing = useStanding();
  const known = AREA_IDS.find((id) => id === area) ?? null;
  const id = known?.startsWith('ward-') === true && !view.hasWards ? null : known;
  const note = useAreaExtra(view, id, 1);
  if (id === null || !hasLegend) return null;
  return (
    <section className="map-tile map-panel wall-area" ref={standing}>
      <h3>
        <AreaName id={id} />
        <AreaUnit id={id} />
      </h3>
      <AreaLegend id={id} note={note} isShort />
    </section>
  );
}
