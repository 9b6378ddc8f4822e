import { useLingui } from '@lingui/react/macro';
import { useEffect, useReducer } from 'react';
import type { AlarmRecord, CityState } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { alarmLook, alarmTitle, isCalling } from '../ui/alarm-words.ts';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { remPx } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import type { CityMapView } from './city-map-view.ts';
import { INCIDENTS, markerPoint, selectPlaced } from './incident-overlay.tsx';
import { spreadMarkers } from './marker-places.ts';

/** So many marks at most: an element each, the most urgent first. */
const MOST_MARKS = 150;

/** Open alarms with a place, on the part of the map that is in view; those of an incident too, each at its own place. */
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
  const { t } = useLingui();
  const locale = useLocale();
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
  const inView = alarms
    .map((alarm) => ({ alarm, ...view.project(alarm.loc!) }))
    .filter(({ x, y }) => x > 0 && y > 0 && x < size.width && y < size.height)
    .slice(0, MOST_MARKS);
  const byId = new Map(inView.map(({ alarm }) => [alarm.id, alarm]));
  // Incidents keep their places; alarms step aside.
  const taken = incidents.map((incident) => markerPoint(incident, view, rem));
  const marks = spreadMarkers([
    ...taken,
    ...inView.map(({ alarm, x, y }) => ({ id: alarm.id, x, y, r: 0.95 * rem })),
  ]).slice(taken.length);
  return (
    <div className="map-overlay">
      {marks.map(({ id, x, y }) => {
        const alarm = byId.get(id)!;
        return (
          <button
            key={id}
            type="button"
            className={`alarm-mark ${id === selectedId ? 'is-selected' : ''}`}
            style={{ transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)` }}
            aria-label={t`Báo động ưu tiên ${alarm.priority}: ${alarmTitle(alarm, locale)}`}
            onClick={() => onSelect(id)}
          >
            <PriorityGlyph
              priority={alarm.priority}
              isSmall
              isUnacknowledged={alarm.isAnnunciated && isCalling(alarm)}
              look={alarmLook(alarm)}
            />
          </button>
        );
      })}
    </div>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 2 } as const;

/** Most urgent first; set-aside alarms are in the queue, not on the map. */
function selectPlacedAlarms({ records }: CityState): AlarmRecord[] {
  return [...records.alarm.values()]
    .filter((alarm) => alarm.loc !== undefined && alarmLook(alarm) !== 'shelved')
    .sort((a, b) => a.priority - b.priority || a.onsetMs - b.onsetMs);
}
