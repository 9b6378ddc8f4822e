import 'maplibre-gl/dist/maplibre-gl.css';
import { useEffect, useRef, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import type { LonLat } from '../live/city-ground.ts';
import { useTheme } from '../ui/theme.ts';
import { useLocale } from '../ui/use-locale.ts';
import { AlarmOverlay } from './alarm-overlay.tsx';
import { CityMapView } from './city-map-view.ts';
import { IncidentOverlay } from './incident-overlay.tsx';
import { chooseBase } from './choose-base.ts';
import type { BaseMapState } from './choose-base.ts';
import { LayerChips } from './layer-chips.tsx';
import { insetArea, MapInsets } from './map-insets.tsx';
import { MapLegend } from './map-legend.tsx';
import { MapNotes } from './map-notes.tsx';
import { VehicleTile } from './vehicle-tile.tsx';
import './city-map.css';

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
}: {
  mode: 'wall' | 'desk';
  /** Where to look; null = the city's main view. */
  focus?: LonLat | null;
  selectedId?: string | null;
  onSelect?: ((id: string) => void) | null;
  /** Where a wall looks; null = the city's main view. */
  camera?: { centre: LonLat; zoom: number } | null;
  /** Domains that a wall shows; null = all. */
  layers?: readonly string[] | null;
}) {
  const centre = useCentre();
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [base, setBase] = useState<BaseMapState | null>(null);
  const [view, setView] = useState<CityMapView | null>(null);
  const [fault, setFault] = useState<Error | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });

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
        return setView(owned);
      });
      return () => {
        isGone = true;
        setView(null);
        owned?.destroy();
      };
    },
    [centre, locale, mode],
  );

  useEffect(
    function followTheme() {
      view?.followTheme();
    },
    [view, theme],
  );

  useEffect(function measureBox() {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const [lon, lat] = focus ?? [null, null];
  useEffect(
    function followFocus() {
      if (view === null || mode === 'wall') return;
      if (lon === null || lat === null) view.lookHome();
      else view.lookAt([lon, lat]);
    },
    [view, mode, lon, lat],
  );

  const { main } = centre.ground.views;
  const [wallLon, wallLat, wallZoom] = [...(camera ?? main).centre, (camera ?? main).zoom];
  useEffect(
    function followScene() {
      if (view !== null && mode === 'wall') view.flyTo({ centre: [wallLon!, wallLat!], zoom: wallZoom! });
    },
    [view, mode, wallLon, wallLat, wallZoom],
  );
  const shown = layers?.join(' ') ?? null;
  useEffect(
    function followLayers() {
      if (view !== null && mode === 'wall') view.showOnly(shown === null ? null : shown.split(' '));
    },
    [view, mode, shown],
  );

  if (fault !== null) throw fault;
  return (
    <div className={`city-map city-map-${mode}`}>
      <div className="map-box" ref={box} />
      {/* A new canvas per map: a context that was given up cannot be had again. */}
      <canvas className="map-points" ref={canvas} key={locale} aria-hidden="true" />
      {view !== null && size.width > 0 && (
        <IncidentOverlay {...{ view, size, selectedId, onSelect }} covered={insetArea(centre.ground, size)} />
      )}
      {view !== null && size.width > 0 && onSelect !== null && (
        <AlarmOverlay {...{ view, size, selectedId, onSelect }} />
      )}
      <MapInsets {...{ size, selectedId, onSelect }} />
      <LayerChips view={view} isInteractive={mode === 'desk'} shown={layers} />
      <VehicleTile />
      <MapLegend />
      <MapNotes state={base} />
    </div>
  );
}
