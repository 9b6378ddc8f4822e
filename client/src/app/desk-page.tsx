import { Trans } from '@lingui/react/macro';
import { Suspense, useCallback, useMemo, useState } from 'react';
import type { CityState, IncidentRecord, TimelineItem } from '@metropane/live-state';
import { useLocation } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { incidentGroup, queueOrder } from '../live/incident-order.ts';
import { findPlaces, placeIndex } from '../live/place-search.ts';
import type { FoundPlace } from '../live/place-search.ts';
import { searchKey } from '../live/search-key.ts';
import { useIncidentAct } from '../live/use-incident-act.ts';
import { useLive } from '../live/use-live.ts';
import { IncidentDetail } from '../panels/incident-detail.tsx';
import { IncidentQueue } from '../panels/incident-queue.tsx';
import { EmptyNote } from '../ui/empty-note.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { DeskBar } from './desk-bar.tsx';
import { DeskKeys } from './desk-keys.tsx';
import { CityMap, NearbyReadings } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import './header.css';
import './desk-page.css';

/** An operator's desk: the queue, the map round the chosen incident, and all that is known of it. */
export function DeskPage({ incidentId }: { incidentId: string | null }) {
  const [, navigate] = useLocation();
  const { ground } = useCentre();
  const locale = useLocale();
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<FoundPlace | null>(null);
  const index = useMemo(() => placeIndex(ground, locale), [ground, locale]);
  const places = useMemo(() => findPlaces(index, search, MOST_PLACES), [index, search]);
  const incidents = useLive(selectIncidents, INCIDENTS);
  const groups = useMemo(() => queueOrder(incidents.filter(matches(search))), [incidents, search]);
  const order = useMemo(() => [...groups.unacknowledged, ...groups.open, ...groups.closed], [groups]);
  const selected = incidents.find(({ id }) => id === incidentId) ?? null;
  const select = useCallback(
    (id: string) => {
      setPlace(null);
      navigate(`/desk/${id}`, { replace: true });
    },
    [navigate],
  );
  const isLost = useIsLinkLost();
  return (
    <div className={`desk ${isLost ? 'is-lost' : ''} ${selected === null ? '' : 'has-selected'}`}>
      <LostLinkBand />
      <DeskBar page="desk" onBack={selected === null ? null : () => navigate('/desk', { replace: true })} />
      <main className="desk-main">
        <div className="desk-left">
          <IncidentQueue
            groups={groups}
            selectedId={incidentId}
            onSelect={select}
            search={search}
            onSearch={setSearch}
            places={places}
            onPlace={setPlace}
          />
          <DeskKeys />
        </div>
        <section className="panel desk-map">
          <PanelBoundary>
            <Suspense fallback={null}>
              <CityMap
                mode="desk"
                focus={place?.loc ?? selected?.loc ?? null}
                selectedId={incidentId}
                onSelect={select}
              />
            </Suspense>
          </PanelBoundary>
          {selected?.loc !== undefined && (
            <div className="desk-nearby">
              <PanelBoundary>
                <Suspense fallback={null}>
                  <NearbyReadings loc={selected.loc} />
                </Suspense>
              </PanelBoundary>
            </div>
          )}
        </section>
        {selected === null ? (
          <section className="panel desk-empty">
            <EmptyNote>
              {incidentId === null ? (
                <Trans>Chọn một sự cố: J, K để đi, N tới sự cố chưa xác nhận kế tiếp.</Trans>
              ) : (
                <Trans>Không có sự cố {incidentId} trong phòng này.</Trans>
              )}
            </EmptyNote>
            <DeskActions order={order} selected={null} onSelect={select} />
          </section>
        ) : (
          <SelectedIncident key={selected.id} selected={selected} order={order} onSelect={select} />
        )}
      </main>
    </div>
  );
}

function SelectedIncident({ selected, order, onSelect }: DeskActionsInput & { selected: IncidentRecord }) {
  const selectTimeline = useCallback(
    ({ records }: CityState): TimelineItem[] | null => records.timeline.get(selected.id)?.items ?? null,
    [selected.id],
  );
  const timeline = useLive(selectTimeline, TIMELINES);
  const acting = useIncidentAct(selected.id);
  useDeskKeys({ order, selected, onSelect, acting });
  return <IncidentDetail incident={selected} liveTimeline={timeline} acting={acting} />;
}

interface DeskActionsInput {
  order: readonly IncidentRecord[];
  selected: IncidentRecord | null;
  onSelect: (id: string) => void;
}

/** The keys while nothing is chosen. */
function DeskActions({ order, selected, onSelect }: DeskActionsInput) {
  useDeskKeys({ order, selected, onSelect, acting: null });
  return null;
}

const MOST_PLACES = 5;
const INCIDENTS = { tables: ['incident'], maxHz: 4 } as const;
const TIMELINES = { tables: ['timeline'], maxHz: 4 } as const;

function selectIncidents({ records }: CityState): IncidentRecord[] {
  return [...records.incident.values()];
}

/** Every word of the search in any order, without diacritics. Closed incidents are searched too. */
function matches(search: string): (incident: IncidentRecord) => boolean {
  const words = searchKey(search)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return (incident) => {
    const key = searchKey(
      [incident.id, incident.title, incident.unit?.name, incident.entity, incident.source].join(' '),
    );
    return (
      words.every((word) => key.includes(word)) ||
      (words[0] === 'p1' && incidentGroup(incident) !== 'closed' && incident.priority === 1)
    );
  };
}
