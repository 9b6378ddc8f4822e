import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { openIncidents } from '../live/incident-order.ts';
import type { LonLat } from '../live/city-ground.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatElapsed } from '../ui/format.ts';
import { STATE_WORDS } from '../ui/incident-words.ts';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { remPx } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import type { CityMapView } from './city-map-view.ts';
import { useFollowCamera } from './use-follow-camera.ts';
import { ALARMS, selectUrgent } from './urgent-alarms.ts';
import { useFurniture } from './map-furniture.ts';
import { isInInset, isWithin } from './inset-frame.ts';
import { clearOf, keptWhole, marksWithin, placeCallouts, spreadMarkers } from './marker-places.ts';
import type { Box, CalloutPlan, MarkerPoint, TileEdges } from './marker-places.ts';

/** At most so many boxes: more would hide the city. */
const MAX_CALLOUTS = 3;

/** Open incidents on dark discs, and boxes with leader lines for P1 only. Follows the camera. */
export function IncidentOverlay({
  view,
  size,
  edges = null,
  covered,
  selectedId,
  onSelect,
}: {
  view: CityMapView;
  size: { width: number; height: number };
  edges?: TileEdges | null;
  /** The insets, which show what lies behind them. */
  covered: Box | null;
  selectedId: string | null;
  onSelect: ((id: string) => void) | null;
}) {
  const { ground } = useCentre();
  const incidents = useLive(selectPlaced, INCIDENTS);
  const alarms = useLive(selectUrgent, ALARMS);
  useFollowCamera(view);
  const places = incidents.map(({ loc }) => `${loc?.[0]},${loc?.[1]}`).join(' ');
  useEffect(
    function keepNamesAway() {
      view.keepFree(places === '' ? [] : places.split(' ').map(toLonLat));
    },
    [view, places],
  );
  const rem = remPx();
  const boxes = useFurniture();
  // Who stands behind an inset that shows the place stands there.
  const isShownByInset = (loc: LonLat): boolean =>
    covered !== null && isWithin(view.project(loc), covered) && isInInset(ground.views.insets ?? [], loc);
  const standing = incidents
    .filter(({ loc }) => !isShownByInset(loc!))
    .map((incident) => markerPoint(incident, view, rem));
  const inView = clearOf(marksWithin(standing, size, edges), { boxes, size });
  const marks = keptWhole(clearOf(spreadMarkers(inView), { boxes, size }), size);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  // A narrow map has no room for boxes, and the chosen incident is told beside the map.
  const boxed =
    size.width < 36 * rem ? [] : marks.filter(({ id }) => byId.get(id)?.priority === 1 && id !== selectedId);
  const alone = alarms.map(({ id, loc }) => ({ id, ...view.project(loc), r: 0.95 * rem }));
  const plans = planCallouts({ boxed, marks, alone, byId, size, boxes, rem });
  return (
    <div className="map-overlay">
      <svg className="map-leaders" width={size.width} height={size.height} aria-hidden="true">
        {plans.map((plan) => (
          <polyline key={plan.id} points={plan.leader.map((point) => point.join(',')).join(' ')} />
        ))}
      </svg>
      {marks.map((mark) => (
        <Marker
          key={mark.id}
          mark={mark}
          incident={byId.get(mark.id)!}
          isSelected={mark.id === selectedId}
          onSelect={onSelect}
        />
      ))}
      {plans.map((plan) => (
        <Callout key={plan.id} plan={plan} incident={byId.get(plan.id)!} />
      ))}
    </div>
  );
}

function toLonLat(text: string): LonLat {
  const [lon, lat] = text.split(',').map(Number);
  return [lon!, lat!];
}

export function Marker({
  mark,
  incident,
  isSelected,
  onSelect,
}: {
  mark: MarkerPoint;
  incident: IncidentRecord;
  isSelected: boolean;
  onSelect: ((id: string) => void) | null;
}) {
  const { t } = useLingui();
  const className = `marker marker-p${incident.priority} ${isSelected ? 'is-selected' : ''}`;
  const style = {
    transform: `translate(${mark.x.toFixed(1)}px, ${mark.y.toFixed(1)}px) translate(-50%, -50%)`,
  };
  const glyph = <PriorityGlyph priority={incident.priority} isSmall={incident.priority > 2} />;
  if (onSelect === null) {
    return (
      <span className={className} style={style}>
        {glyph}
      </span>
    );
  }
  return (
    <button
      className={className}
      style={style}
      type="button"
      aria-label={t`Ưu tiên ${incident.priority}: ${incident.title}`}
      onClick={() => onSelect(incident.id)}
    >
      {glyph}
    </button>
  );
}

function Callout({ plan, incident }: { plan: CalloutPlan; incident: IncidentRecord }) {
  const { i18n } = useLingui();
  const nowMs = useNowMs();
  const locale = useLocale();
  return (
    <div
      className="callout"
      style={{
        transform: `translate(${plan.box.x.toFixed(1)}px, ${plan.box.y.toFixed(1)}px)`,
        width: plan.box.width,
      }}
    >
      <h3 className="clip">{incident.title}</h3>
      <dl>
        <dt>
          <Trans>Trạng thái</Trans>
        </dt>
        <dd>{i18n._(STATE_WORDS[incident.state])}</dd>
        <dt>{incident.unit === undefined ? <Trans>Nơi</Trans> : <Trans>Phường/xã</Trans>}</dt>
        <dd className="clip">{incident.unit?.name ?? incident.entity ?? '—'}</dd>
        <dt>
          <Plural value={incident.reports} one="# tin báo, từ" other="# tin báo, từ" />
        </dt>
        <dd className="num">{formatElapsed(nowMs - incident.openedAtMs, locale)}</dd>
      </dl>
    </div>
  );
}

/** Where an incident's mark stands now, and how much room it takes. */
export function markerPoint(incident: IncidentRecord, view: CityMapView, rem: number): MarkerPoint {
  const { x, y } = view.project(incident.loc!);
  return { id: incident.id, x, y, r: { 1: 1.6, 2: 1.25, 3: 0.85, 4: 0.85 }[incident.priority] * rem };
}

function planCallouts({
  boxed,
  marks,
  alone,
  byId,
  size,
  boxes,
  rem,
}: {
  boxed: readonly MarkerPoint[];
  marks: readonly MarkerPoint[];
  /** Of life-threatening alarms. */
  alone: readonly MarkerPoint[];
  byId: ReadonlyMap<string, IncidentRecord>;
  size: { width: number; height: number };
  /** Where no box should stand. */
  boxes: readonly Box[];
  rem: number;
}): CalloutPlan[] {
  const area: Box = {
    x: 0.5 * rem,
    y: 3.25 * rem,
    width: size.width - rem,
    height: size.height - 3.75 * rem,
  };
  const urgent = marks.filter((mark) => (byId.get(mark.id)?.priority ?? 4) <= 2);
  return placeCallouts(boxed.slice(0, MAX_CALLOUTS), {
    area,
    obstacles: boxes,
    size: { width: 15.5 * rem, height: 5.4 * rem },
    marks: [...urgent, ...alone],
  });
}

export const INCIDENTS = { tables: ['incident'], maxHz: 2 } as const;

/** Open incidents with a place, the most urgent first. */
export function selectPlaced({ records }: CityState): IncidentRecord[] {
  return openIncidents(records.incident.values()).filter((incident) => incident.loc !== undefined);
}
