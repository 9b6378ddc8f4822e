import { useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useReducer } from 'react';
import type { AlarmRecord, CityState } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { alarmLook, alarmTitle, isCalling } from '../ui/alarm-words.ts';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { remPx } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import { clusterWithin } from './alarm-clusters.ts';
import type { AlarmCluster } from './alarm-clusters.ts';
import type { CityMapView } from './city-map-view.ts';
import { INCIDENTS, markerPoint, selectPlaced } from './incident-overlay.tsx';
import { spreadMarkers } from './marker-places.ts';

/** So many marks in view beside the life-threatening ones: an element each. Cells grow until they do. */
const MOST_MARKS = 150;
/** Two marks and the space between, design pixels. */
const CELL_PX = 64;
const CLOSER_ZOOM = 2;
const CLOSEST_ZOOM = 17;

/**
 * Open alarms with a place; those of an incident too, each at its own place. Where many stand together one mark says how many they are and
 * how bad the worst is.
 */
export function AlarmOverlay({
  view,
  size,
  selectedId,
  onSelect,
}: {
  view: CityMapView;
  size: { width: number; height: number };
  selectedId: string | null;
  onSelect: (id: string) => void;
}) {
  const alarms = useLive(selectPlacedAlarms, ALARMS);
  const incidents = useLive(selectPlaced, INCIDENTS);
  const [, follow] = useReducer((n: number) => n + 1, 0);
  useEffect(
    function followCamera() {
      const stop = view.onMove(follow);
      follow();
      return stop;
    },
    [view],
  );
  const rem = remPx();
  const level = Math.floor(view.zoom);
  const clusters = useMemo(
    () => clusterWithin(alarms, { zoom: level, cellPx: CELL_PX, most: MOST_MARKS * 4 }),
    [alarms, level],
  );
  const inView = clusters
    .map((cluster) => ({ cluster, ...view.project(cluster.loc) }))
    .filter(({ x, y }) => x > 0 && y > 0 && x < size.width && y < size.height);
  const byId = new Map(inView.map(({ cluster }) => [cluster.id, cluster]));
  // Incidents keep their places; alarms step aside.
  const taken = incidents.map((incident) => markerPoint(incident, view, rem));
  const marks = spreadMarkers([
    ...taken,
    ...inView.map(({ cluster: { id, alarms: inside }, x, y }) => {
      return { id, x, y, r: (inside.length > 1 ? 1.3 : 0.95) * rem };
    }),
  ]).slice(taken.length);
  const lookInto = ({ loc, alarms: inside }: AlarmCluster<AlarmRecord>): void => {
    if (view.zoom >= CLOSEST_ZOOM) onSelect(inside[0]!.id);
    else view.lookAt(loc, Math.min(CLOSEST_ZOOM, view.zoom + CLOSER_ZOOM));
  };
  return (
    <div className="map-overlay">
      {marks.map(({ id, x, y }) => {
        const cluster = byId.get(id)!;
        const place = { transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)` };
        return cluster.alarms.length > 1 ? (
          <ClusterMark key={id} {...{ cluster, place, selectedId }} onPress={() => lookInto(cluster)} />
        ) : (
          <AlarmMark key={id} alarm={cluster.alarms[0]!} {...{ place, selectedId }} onPress={onSelect} />
        );
      })}
    </div>
  );
}

interface Place {
  transform: string;
}

function AlarmMark({
  alarm,
  place,
  selectedId,
  onPress,
}: {
  alarm: AlarmRecord;
  place: Place;
  selectedId: string | null;
  onPress: (id: string) => void;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  return (
    <button
      type="button"
      className={`alarm-mark ${alarm.id === selectedId ? 'is-selected' : ''}`}
      style={place}
      aria-label={t`Báo động ưu tiên ${alarm.priority}: ${alarmTitle(alarm, locale)}`}
      onClick={() => onPress(alarm.id)}
    >
      <PriorityGlyph
        priority={alarm.priority}
        isSmall
        isUnacknowledged={alarm.isAnnunciated && isCalling(alarm)}
        look={alarmLook(alarm)}
      />
    </button>
  );
}

/** The glyph of the worst, not of the first: it blinks while any of them calls. */
function ClusterMark({
  cluster: { alarms },
  place,
  selectedId,
  onPress,
}: {
  cluster: AlarmCluster<AlarmRecord>;
  place: Place;
  selectedId: string | null;
  onPress: () => void;
}) {
  const { t } = useLingui();
  const worst = alarms[0]!;
  const count = alarms.length;
  return (
    <button
      type="button"
      className={`alarm-mark alarm-cluster ${alarms.some(({ id }) => id === selectedId) ? 'is-selected' : ''}`}
      style={place}
      aria-label={t`${count} báo động gần nhau, nặng nhất ưu tiên ${worst.priority}`}
      onClick={onPress}
    >
      <PriorityGlyph
        priority={worst.priority}
        isSmall
        isUnacknowledged={alarms.some((alarm) => alarm.isAnnunciated && isCalling(alarm))}
        look={alarmLook(worst)}
      />
      <span className="num">{count}</span>
    </button>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;

/** Most urgent first; set-aside alarms are in the queue, not on the map. */
function selectPlacedAlarms({ records }: CityState): AlarmRecord[] {
  return [...records.alarm.values()]
    .filter((alarm) => alarm.loc !== undefined && alarmLook(alarm) !== 'shelved')
    .sort((a, b) => a.priority - b.priority || a.onsetMs - b.onsetMs);
}
