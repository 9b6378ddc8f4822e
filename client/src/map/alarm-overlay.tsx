import { useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { markTileOf } from '@metropane/live-state';
import type { AlarmMark, AlarmRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { alarmLook, alarmTitle } from '../ui/alarm-words.ts';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { remPx } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import type { CityMapView } from './city-map-view.ts';
import { useFollowCamera } from './use-follow-camera.ts';
import { INCIDENTS, markerPoint, selectPlaced } from './incident-overlay.tsx';
import { useFurniture } from './map-furniture.ts';
import { clearOf, keptWhole, marksWithin, spreadMarkers } from './marker-places.ts';
import type { TileEdges } from './marker-places.ts';
import { ALARMS, selectUrgent } from './urgent-alarms.ts';
import { useAlarmMarks, useMarkLevel } from './use-alarm-marks.ts';

const CLOSER_ZOOM = 2;
const CLOSEST_ZOOM = 17;

/**
 * Open alarms with a place; those of an incident too, each at its own place. Where many stand together the centre gives one mark that
 * says how many they are and how bad the worst is. A life-threatening one is drawn from its own record, alone.
 */
export function AlarmOverlay({
  view,
  size,
  edges = null,
  selectedId,
  onSelect,
}: {
  view: CityMapView;
  size: { width: number; height: number };
  edges?: TileEdges | null;
  selectedId: string | null;
  /** Null on a wall, which nobody touches. */
  onSelect: ((id: string) => void) | null;
}) {
  const { live } = useCentre();
  const urgent = useLive(selectUrgent, ALARMS);
  const incidents = useLive(selectPlaced, INCIDENTS);
  useFollowCamera(view);
  const [wanted, tellCount] = useMarkLevel(view.camera.zoom);
  const { level, marks } = useAlarmMarks(view, wanted);
  const rem = remPx();
  const byId = new Map([...urgent, ...marks.toSorted(byUrgency)].map((mark) => [mark.id, mark]));
  const standing = [...byId.values()].map(({ id, loc, count }) => {
    return { id, ...view.project(loc), r: (count > 1 ? 1.3 : 0.95) * rem };
  });
  const inView = marksWithin(standing, size, edges);
  const count = inView.length;
  useEffect(
    function keepFew() {
      tellCount(count, level);
    },
    [tellCount, count, level],
  );
  // Incidents keep their places; alarms step aside.
  const free = { boxes: useFurniture(), size };
  const taken = clearOf(
    incidents.map((incident) => markerPoint(incident, view, rem)),
    free,
  );
  const spread = spreadMarkers([...taken, ...clearOf(inView, free)]).slice(taken.length);
  const placed = keptWhole(clearOf(spread, free), size);
  const selected = selectedId === null ? undefined : live.state.records.alarm.get(selectedId);
  const tile = selected?.loc === undefined ? null : markTileOf(selected.loc, level);
  const press = (mark: AlarmMark): void => {
    if (mark.count === 1) return onSelect?.(mark.id);
    if (view.camera.zoom < CLOSEST_ZOOM)
      return view.camera.lookAt(mark.loc, Math.min(CLOSEST_ZOOM, view.camera.zoom + CLOSER_ZOOM));
    const [worst] = alarmsIn(live.state.records.alarm.values(), mark.id, level);
    if (worst !== undefined) onSelect?.(worst.id);
  };
  return (
    <div className="map-overlay map-alarms">
      {placed.map(({ id, x, y }) => {
        const mark = byId.get(id)!;
        const place = { transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)` };
        const isSelected = selectedId !== null && (id === selectedId || id === tile);
        const alarm = live.state.records.alarm.get(id);
        return (
          <Mark
            key={id}
            {...{ mark, alarm, place, isSelected }}
            onPress={onSelect === null ? null : () => press(mark)}
          />
        );
      })}
    </div>
  );
}

/** An alarm, or several with the glyph of the worst, which blinks while any of them calls. */
function Mark({
  mark: { count, priority, isCalling: calls, isReturned },
  alarm,
  place,
  isSelected,
  onPress,
}: {
  mark: AlarmMark;
  alarm: AlarmRecord | undefined;
  place: { transform: string };
  isSelected: boolean;
  onPress: (() => void) | null;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const title = alarm === undefined ? '' : alarmTitle(alarm, locale);
  const name =
    count > 1
      ? t`${count} báo động gần nhau, nặng nhất ưu tiên ${priority}`
      : t`Báo động ưu tiên ${priority}: ${title}`;
  const className = `alarm-mark alarm-mark-p${priority} ${count > 1 ? 'alarm-cluster' : ''} ${isSelected ? 'is-selected' : ''}`;
  const inside = (
    <>
      <PriorityGlyph
        priority={priority}
        isSmall
        isUnacknowledged={calls}
        look={isReturned ? 'returned' : 'filled'}
      />
      {count > 1 && <span className="num">{count}</span>}
    </>
  );
  if (onPress === null)
    return (
      <span className={className} style={place}>
        {inside}
      </span>
    );
  return (
    <button type="button" className={className} style={place} aria-label={name} onClick={onPress}>
      {inside}
    </button>
  );
}

/** The alarms of a cluster, the most urgent and oldest first. */
function alarmsIn(alarms: Iterable<AlarmRecord>, clusterId: string, level: number): AlarmRecord[] {
  const inside = [...alarms].filter(
    (alarm) =>
      alarm.loc !== undefined &&
      alarm.priority !== 1 &&
      alarmLook(alarm) !== 'shelved' &&
      markTileOf(alarm.loc, level) === clusterId,
  );
  return inside.sort((a, b) => a.priority - b.priority || a.onsetMs - b.onsetMs);
}

function byUrgency(a: AlarmMark, b: AlarmMark): number {
  return a.priority - b.priority || b.count - a.count;
}
