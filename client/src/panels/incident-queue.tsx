import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { MapPin } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { IncidentGroup } from '../live/incident-order.ts';
import type { FoundPlace } from '../live/place-search.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { categoryName, placeOf, STATE_WORDS } from '../ui/incident-words.ts';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { IncidentAge } from './incident-list.tsx';
import './incident-queue.css';

export type IncidentQueueGroups = Record<IncidentGroup, IncidentRecord[]>;

const GROUPS: readonly IncidentGroup[] = ['unacknowledged', 'open', 'closed'];
/** Rows of one group that are put on the page; the search finds the others. */
const MOST_ROWS = 200;

/** The desk's queue in three groups. The chosen row stays in view while others come and go. */
export function IncidentQueue({
  groups,
  selectedId,
  onSelect,
  search,
  onSearch,
  places,
  onPlace,
}: {
  groups: IncidentQueueGroups;
  selectedId: string | null;
  onSelect: (id: string) => void;
  search: string;
  onSearch: (text: string) => void;
  /** Names on the map that the search found too. */
  places: readonly FoundPlace[];
  onPlace: (place: FoundPlace) => void;
}) {
  const { t } = useLingui();
  const count = GROUPS.reduce((sum, group) => sum + groups[group].length, 0);
  return (
    <Panel
      className="queue"
      title={<Trans>Sự cố</Trans>}
      marks={<RoomMark />}
      subtitle={<Plural value={count} one="# mục" other="# mục" />}
    >
      <div className="queue-body">
        <label className="queue-search">
          <span className="sr-only">
            <Trans>Tìm sự cố</Trans>
          </span>
          <input
            id="queue-search"
            type="search"
            value={search}
            placeholder={t`Tìm sự cố, phường (không cần dấu)`}
            onChange={(event) => onSearch(event.target.value)}
          />
          <kbd className="keycap">/</kbd>
        </label>
        {places.length > 0 && <PlaceHits places={places} onPlace={onPlace} />}
        <div className="queue-rows">
          {count === 0 && (
            <EmptyNote>
              {search === '' ? <Trans>Chưa có sự cố nào.</Trans> : <Trans>Không tìm thấy gì.</Trans>}
            </EmptyNote>
          )}
          {GROUPS.map((group) => (
            <QueueGroup
              key={group}
              group={group}
              incidents={groups[group]}
              selectedId={selectedId}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </Panel>
  );
}

function PlaceHits({
  places,
  onPlace,
}: {
  places: readonly FoundPlace[];
  onPlace: (place: FoundPlace) => void;
}) {
  const { t } = useLingui();
  const words = { unit: t`phường, xã`, place: t`địa điểm`, station: t`trạm đo`, road: t`đường` };
  return (
    <ul className="place-hits" aria-label={t`Trên bản đồ`}>
      {places.map((place) => (
        <li key={`${place.kind} ${place.name}`}>
          <button type="button" onClick={() => onPlace(place)}>
            <MapPin className="icon" aria-hidden="true" />
            <span className="clip">{place.name}</span>
            <small>{words[place.kind]}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

function QueueGroup({
  group,
  incidents,
  selectedId,
  onSelect,
}: {
  group: IncidentGroup;
  incidents: readonly IncidentRecord[];
  selectedId: string | null;
  onSelect: (id: string) => void;
}) {
  const { t } = useLingui();
  if (incidents.length === 0) return null;
  const name = { unacknowledged: t`Chưa xác nhận`, open: t`Đang xử lý`, closed: t`Đã đóng` }[group];
  const hidden = incidents.length - MOST_ROWS;
  return (
    <section aria-label={name}>
      <h3 className="queue-group">
        {name} <span className="num">{incidents.length}</span>
      </h3>
      <ul>
        {incidents.slice(0, MOST_ROWS).map((incident) => (
          <QueueRow
            key={incident.id}
            incident={incident}
            isSelected={incident.id === selectedId}
            onSelect={onSelect}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <p className="incident-more">
          <Plural value={hidden} one="và # mục khác, hãy tìm" other="và # mục khác, hãy tìm" />
        </p>
      )}
    </section>
  );
}

const QueueRow = memo(function QueueRow({
  incident,
  isSelected,
  onSelect,
}: {
  incident: IncidentRecord;
  isSelected: boolean;
  onSelect: (id: string) => void;
}) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const row = useRef<HTMLButtonElement>(null);
  const place = placeOf(incident);
  useEffect(
    function keepInView() {
      if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
    },
    [isSelected],
  );
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={`incident-row queue-row ${isSelected ? 'is-first' : ''} ${incident.state === 'closed' ? 'is-closed' : ''}`}
        aria-current={isSelected}
        onClick={() => onSelect(incident.id)}
      >
        <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
        <span className="incident-text">
          <strong className="clip">{incident.title}</strong>
          <span className="clip">
            <b>{categoryName(incident.category, ground, locale)}</b>
            {place !== null && ` · ${place}`} · {incident.id}
          </span>
        </span>
        <span className="incident-side">
          <IncidentAge incident={incident} />
          <span className={incident.state === 'new' ? 'is-waiting' : ''}>
            {i18n._(STATE_WORDS[incident.state])}
          </span>
        </span>
      </button>
    </li>
  );
});
