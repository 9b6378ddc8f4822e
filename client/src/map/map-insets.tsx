import { Trans } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { CityGround, CityInset } from '../live/city-ground.ts';
import { useLive } from '../live/use-live.ts';
import { useTheme } from '../ui/theme.ts';
import { remPx } from '../ui/use-fitting-rows.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import type { CityMapView } from './city-map-view.ts';
import { INCIDENTS, Marker, selectPlaced } from './incident-overlay.tsx';
import { frameOfBox, frameOfView, insetsShown, isWithin, placeIn, rectIn } from './inset-frame.ts';
import type { MapFrame, Rect } from './inset-frame.ts';
import { paintGround } from './inset-ground.ts';
import { useStanding } from './map-furniture.ts';
import { spreadMarkers } from './marker-places.ts';
import { scaleZoom } from './page-zoom.ts';
import { useFollowCamera } from './use-follow-camera.ts';
import './map-insets.css';

/** As map-insets.css. */
const INSET_REM = { width: 10, height: 8, caption: 1.375, gap: 0.5, corner: 0.75, below: 2.125 };

export interface MapSize {
  width: number;
  height: number;
}

/** What the insets cover of a map of this size; null = they are not drawn: none is given, or there is no room. */
export function insetArea({ views }: Pick<CityGround, 'views'>, size: MapSize): Rect | null {
  const count = insetsShown(views.insets ?? []).length;
  const rem = remPx();
  if (count === 0 || size.width < 44 * rem || size.height < 28 * rem) return null;
  const width = (count * (INSET_REM.width + INSET_REM.gap) - INSET_REM.gap) * rem;
  const height = (INSET_REM.height + INSET_REM.caption) * rem;
  return {
    x: size.width - INSET_REM.corner * rem - width,
    y: size.height - INSET_REM.below * rem - height,
    width,
    height,
  };
}

/**
 * Parts of the city that the main view leaves out, each in a frame of its own with the open incidents that lie there. What the
 * main view shows is not shown twice; what the frames cover of it is.
 */
export function MapInsets({
  view,
  size,
  selectedId,
  onSelect,
}: {
  /** The map that they stand over. */
  view: CityMapView;
  size: MapSize;
  selectedId: string | null;
  onSelect: ((id: string) => void) | null;
}) {
  const { ground } = useCentre();
  const incidents = useLive(selectPlaced, INCIDENTS);
  const insets = useMemo(() => insetsShown(ground.views.insets ?? []), [ground]);
  const standing = useStanding();
  useFollowCamera(view);
  const area = insetArea(ground, size);
  if (area === null) return null;
  const home = frameOfView({ centre: view.camera.middle, zoom: view.camera.zoom + scaleZoom() }, size);
  const elsewhere = incidents.filter(({ loc }) => {
    const place = placeIn(home, loc!);
    return isWithin(place, area) || !isWithin(place, { x: 0, y: 0, ...size });
  });
  return (
    <div className="map-insets" ref={standing}>
      {insets.map((inset) => (
        <Inset key={inset.id} inset={inset} home={home} {...{ incidents: elsewhere, selectedId, onSelect }} />
      ))}
    </div>
  );
}

function Inset({
  inset,
  home,
  incidents,
  selectedId,
  onSelect,
}: {
  inset: CityInset;
  home: MapFrame;
  incidents: readonly IncidentRecord[];
  selectedId: string | null;
  onSelect: ((id: string) => void) | null;
}) {
  const locale = useLocale();
  const rem = remPx();
  const frame = useMemo(
    () => frameOfBox(inset.bbox, { width: INSET_REM.width * rem, height: INSET_REM.height * rem }),
    [inset, rem],
  );
  const edges: Rect = { x: 0, y: 0, width: frame.width, height: frame.height };
  const inside = incidents.filter(({ loc }) => isWithin(placeIn(frame, loc!), edges));
  const byId = new Map(inside.map((incident) => [incident.id, incident]));
  const marks = spreadMarkers(
    inside.map(({ id, loc, priority }) => ({
      id,
      ...keptInside(placeIn(frame, loc!), frame, rem),
      r: (priority <= 2 ? 0.95 : 0.75) * rem,
    })),
  );
  const { x, y, width, height } = rectIn(frame, home);
  return (
    <figure className="map-inset">
      <figcaption>{inLocale(inset.name, locale)}</figcaption>
      <div className="inset-frame">
        <InsetPicture frame={frame} />
        {isWithin({ x: x + width / 2, y: y + height / 2 }, edges) && (
          <svg aria-hidden="true">
            <rect x={x} y={y} width={width} height={height} />
          </svg>
        )}
        {marks.map((mark) => (
          <Marker
            key={mark.id}
            mark={{ ...mark, ...keptInside(mark, frame, rem) }}
            incident={byId.get(mark.id)!}
            isSelected={mark.id === selectedId}
            onSelect={onSelect}
          />
        ))}
      </div>
    </figure>
  );
}

/** What is not painted yet says so: an empty frame would say that nothing lies there. */
function InsetPicture({ frame }: { frame: MapFrame }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isPainted, setPainted] = useState(false);
  useEffect(
    function paint() {
      const picture = canvas.current;
      if (picture === null) return undefined;
      const { baseMap } = ground;
      const end = paintGround(picture, { baseMap, frame, factor: remPx() / 16, locale }, () => {
        // Tells who looks from outside that the picture is of this theme and size.
        picture.dataset['drawn'] = 'yes';
        setPainted(true);
      });
      return () => {
        delete picture.dataset['drawn'];
        end();
      };
    },
    // The theme is read from the page's colours.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [ground, frame, locale, theme],
  );
  return (
    <>
      <canvas className="inset-picture" ref={canvas} aria-hidden="true" />
      {!isPainted && (
        <p className="inset-waiting">
          <Trans>Đang vẽ bản đồ…</Trans>
        </p>
      )}
    </>
  );
}

/** A mark at the very edge would be cut. */
function keptInside({ x, y }: { x: number; y: number }, { width, height }: MapFrame, rem: number) {
  return {
    x: Math.min(width - rem, Math.max(rem, x)),
    y: Math.min(height - rem, Math.max(rem, y)),
  };
}
