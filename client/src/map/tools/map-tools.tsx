import { Trans, useLingui } from '@lingui/react/macro';
import { Building2, Hexagon, House, Layers, Ruler } from 'lucide-react';
import { use, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import type { MapToolsProps } from '../city-map.tsx';
import { FenceLayer } from '../fence-layer.tsx';
import { FurnitureContext } from '../map-furniture.ts';
import { AreaLegend } from './area-legend.tsx';
import { FixedLegend, fixedOf } from './fixed-rows.tsx';
import { GeofenceTool } from './geofence-tool.tsx';
import { FENCES_ID, useLayerChoice } from './layer-choice.ts';
import { AreaName, LayerManager } from './layer-manager.tsx';
import { MeasureTool } from './measure-tool.tsx';
import { useAreaExtra } from './use-area-extra.ts';
import { useBuildings } from './use-buildings.ts';
import { useFixedExtras } from './use-fixed-extras.ts';
import './map-tools.css';

type Tool = 'layers' | 'measure' | 'fences';

/** What a person does to the map of a desk: choose layers, measure, draw fences, tilt it. Escape closes what is open and gives the focus back. */
export function MapTools({ view, onSelect }: MapToolsProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState<Tool | null>(null);
  const [choice, change] = useLayerChoice();
  const { ground } = useCentre();
  const [isTilted, setTilted] = useState(() => view.camera.tilt.isByHand);
  useBuildings(view, isTilted);
  const buttons = useRef<HTMLDivElement>(null);
  const furniture = use(FurnitureContext);
  useEffect(
    function standOverMap() {
      return furniture?.piece(buttons.current) ?? undefined;
    },
    [furniture],
  );
  const [overMap, setOverMap] = useState<HTMLElement | null>(null);
  const area = choice.area?.startsWith('ward-') === true && !view.hasWards ? null : choice.area;
  const note = useAreaExtra(view, area, choice.opacity[area ?? ''] ?? 1);
  const fixed = view.hasWards ? fixedOf(ground).filter((id) => choice.fixed.includes(id)) : [];
  useFixedExtras(view, fixed);
  useEffect(
    function followChoice() {
      view.showChosen(choice);
      view.showTails(choice.hasTails);
    },
    [view, choice],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || open === null) return;
    event.stopPropagation();
    buttons.current?.querySelector<HTMLElement>(`[data-tool=${open}]`)?.focus();
    setOpen(null);
  };
  const button = (tool: Tool) => ({
    type: 'button' as const,
    className: 'map-chip',
    'data-tool': tool,
    'aria-expanded': open === tool,
    onClick: () => setOpen(open === tool ? null : tool),
  });
  const hiddenCount = choice.hidden.length;
  return (
    <>
      {open === 'measure' && <span className="map-cross" aria-hidden="true" />}
      <div className="map-overlay" ref={setOverMap} />
      <div className="map-tools" onKeyDown={onKeyDown}>
        <div className="map-tile map-tool-buttons" role="group" aria-label={t`Công cụ bản đồ`} ref={buttons}>
          <button {...button('layers')} id="map-layers-button">
            <Layers className="icon" aria-hidden="true" />
            <Trans>Lớp</Trans>
            {hiddenCount > 0 && (
              <span className="num">
                <Trans>ẩn {hiddenCount}</Trans>
              </span>
            )}
          </button>
          <button {...button('measure')}>
            <Ruler className="icon" aria-hidden="true" />
            <Trans>Đo</Trans>
          </button>
          <button {...button('fences')}>
            <Hexagon className="icon" aria-hidden="true" />
            <Trans>Vùng</Trans>
          </button>
          <button
            type="button"
            className="map-chip"
            id="map-home-button"
            aria-label={t`Về góc nhìn chính của thành phố`}
            title={t`Về góc nhìn chính của thành phố`}
            onClick={() => {
              setTilted(false);
              view.camera.lookHome();
            }}
          >
            <House className="icon" aria-hidden="true" />
          </button>
          {ground.hasBuildings === true && view.hasWards && (
            <button
              type="button"
              className="map-chip"
              id="map-tilt-button"
              aria-label={t`3D: nhà cao tầng, nhìn nghiêng`}
              aria-pressed={isTilted}
              onClick={() => setTilted(!isTilted)}
            >
              <Building2 className="icon" aria-hidden="true" />
              3D
            </button>
          )}
        </div>
        {open === 'layers' && <LayerManager {...{ choice, change, note }} hasWards={view.hasWards} />}
        {open === 'measure' && <MeasureTool view={view} />}
        {open === 'fences' && <GeofenceTool {...{ view, overMap, onSelect }} />}
        {open !== 'fences' && !choice.hidden.includes(FENCES_ID) && <FenceLayer view={view} />}
        {(open === null || open === 'measure') && fixed.length > 0 && <FixedLegend shown={fixed} />}
        {(open === null || open === 'measure') && area !== null && (
          <section className="map-tile map-panel">
            <h3>
              <AreaName id={area} />
            </h3>
            <AreaLegend id={area} note={note} />
          </section>
        )}
      </div>
    </>
  );
}
