import 'maplibre-gl/dist/maplibre-gl.css';
import { Suspense, useEffect, useRef, useState } from 'react';
import type { ComponentType } from 'react';
import { useCentre } from '../live/centre-context.ts';
import type { LonLat } from '../live/city-ground.ts';
import { useTheme } from '../ui/theme.ts';
import { useLocale } from '../ui/use-locale.ts';
import { AlarmOverlay } from './alarm-overlay.tsx';
import { CityMapView } from './city-map-view.ts';
import { FenceLayer } from './fence-layer.tsx';
import { FurnitureContext, MapFurniture } from './map-furniture.ts';
import { IncidentOverlay } from './incident-overlay.tsx';
import { chooseBase } from './choose-base.ts';
import type { BaseMapState } from './choose-base.ts';
import { LayerChips } from './layer-chips.tsx';
import { insetArea, MapInsets } from './map-insets.tsx';
import type { SceneCamera } from './map-camera.ts';
import { MapLegend } from './map-legend.tsx';
import { MapNotes } from './map-notes.tsx';
import { useBoxSize } from './use-box-size.ts';
import { useDeskCamera } from './use-desk-camera.ts';
import { VehicleTile } from './vehicle-tile.tsx';
import { edgesOf, holdsCorner, useWallCamera } from './use-wall-camera.ts';
import type { TilePlace } from './use-wall-camera.ts';
import './city-map.css';

export interface MapToolsProps {
  view: CityMapView;
  area: string | null;
  /** Of several screens with one picture only one explains it. */
  hasLegend: boolean;
  /** Opens an incident or an alarm; null where nothing is opened. */
  onSelect: ((id: string) => void) | null;
}

/**
 * The city with its traffic, vehicles, stations and incidents. A wall shows the main view and takes no input; a desk
 * follows `focus` and reports which incident was chosen.
 */
export function CityMap({
  mode,
  focus = null,
  selectedId = null,
  onSelect = null,
  camera = null,
  layers = null,
  tools: Tools = null,
  area = null,
  place = null,
}: {
  mode: 'wall' | 'desk';
  /** Where to look; null = the city's main view. */
  focus?: LonLat | null;
  selectedId?: string | null;
  onSelect?: ((id: string) => void) | null;
  /** Where a wall looks; null = the city's main view. */
  camera?: SceneCamera | null;
  /** Domains that a wall shows; null = all. */
  layers?: readonly string[] | null;
  /** What a person can do to the map, or what a wall's scene adds to it. */
  tools?: ComponentType<MapToolsProps> | null;
  /** The area layer of a wall's scene. */
  area?: string | null;
  /** Which part of a room's picture this is; null = all of it. */
  place?: TilePlace | null;
}) {
  const centre = useCentre();
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [base, setBase] = useState<BaseMapState | null>(null);
  const [view, setView] = useState<CityMapView | null>(null);
  const [fault, setFault] = useState<Error | null>(null);
  const size = useBoxSize(box);
  const [furniture] = useState(() => new MapFurniture());
  const { under } = furniture;
  useEffect(
    function followFurniture() {
      // What tells of the chosen one makes room for itself below the legend.
      furniture.measure();
    },
    [furniture, selectedId],
  );

  const restore = useDeskCamera({
    ...{ focus, selectedId },
    view: mode === 'desk' ? view : null,
    isKept: mode === 'desk' && Tools !== null,
  });

  useEffect(
    function ownMap() {
      if (box.current === null || canvas.current === null) return undefined;
      const [container, points] = [box.current, canvas.current];
      let owned: CityMapView | null = null;
      let isGone = false;
      const onState = (state: BaseMapState): void => {
        if (isGone) return;
        setBase(state);
        if (state.tileFault !== null) owned?.retryTiles();
      };
      void chooseBase(centre.ground.baseMap, onState).then((chosen) => {
        if (isGone) return chosen.close();
        const isInteractive = mode === 'desk';
        owned = new CityMapView(container, points, {
          ...{ centre, locale, isInteractive },
          base: chosen,
          onFault: setFault,
        });
        restore(owned);
        return setView(owned);
      });
      return () => {
        isGone = true;
        setView(null);
        owned?.destroy();
      };
    },
    [centre, locale, mode, restore],
  );

  useEffect(
    function followTheme() {
      view?.followTheme();
    },
    [view, theme],
  );

  const { main } = centre.ground.views;
  useWallCamera({ view: mode === 'wall' ? view : null, box, camera: camera ?? main, place });
  const shown = layers?.join(' ') ?? null;
  useEffect(
    function followLayers() {
      if (view !== null && mode === 'wall') view.showOnly(shown === null ? null : shown.split(' '));
    },
    [view, mode, shown],
  );

  const edges = edgesOf(place);
  if (fault !== null) throw fault;
  return (
    <FurnitureContext value={furniture}>
      <div className={`city-map city-map-${mode}`} ref={under}>
        <div className="map-box" ref={box} />
        {/* A new canvas per map: a context that was given up cannot be had again. */}
        <canvas className="map-points" ref={canvas} key={locale} aria-hidden="true" />
        {view !== null && size.width > 0 && (
          <IncidentOverlay
            {...{ view, size, edges, selectedId, onSelect }}
            covered={insetArea(centre.ground, size)}
          />
        )}
        {view !== null && size.width > 0 && <AlarmOverlay {...{ view, size, edges, selectedId, onSelect }} />}
        {view !== null && mode === 'wall' && <FenceLayer view={view} />}
        {view !== null && holdsCorner(place, 'last') && (
          <MapInsets {...{ view, size, selectedId, onSelect }} />
        )}
        {mode === 'wall' && holdsCorner(place, 'first') && <LayerChips shown={layers} />}
        {Tools !== null && view !== null && (
          <Suspense fallback={null}>
            <Tools view={view} area={area} hasLegend={holdsCorner(place, 'first')} onSelect={onSelect} />
          </Suspense>
        )}
        {holdsCorner(place, 'top right') && (layers?.includes('transit') ?? true) && <VehicleTile />}
        {holdsCorner(place, 'last') && <MapLegend shown={layers} />}
        <MapNotes state={base} />
      </div>
    </FurnitureContext>
  );
}
