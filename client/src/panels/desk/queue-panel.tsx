import { Trans, useLingui } from '@lingui/react/macro';
import { MapPin, Search, UserRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { priorityOf, QUEUE_GROUPS } from '../../live/desk-queue.ts';
import type { DeskQueue, EntryCount, QueueEntry, QueueGroup } from '../../live/desk-queue.ts';
import type { FoundPlace } from '../../live/place-search.ts';
import { LONGEST_SEARCH } from '../../live/queue-wish.ts';
import { alarmTitle } from '../../ui/alarm-words.ts';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { RoomMark } from '../../ui/room-mark.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { EntryCountWords } from './entry-count-words.tsx';
import { QueueFiltered } from './queue-filtered.tsx';
import { QueueList } from './queue-list.tsx';
import type { QueueRowActs } from './queue-row.tsx';
import { CHIP_WORDS } from './queue-words.ts';
import { UndoBar } from './undo-bar.tsx';
import './queue-search.css';
import './queue-list.css';

export interface QueueControls {
  search: string;
  onSearch: (text: string) => void;
  groups: ReadonlySet<QueueGroup>;
  onGroup: (group: QueueGroup) => void;
  isMine: boolean;
  onMine: (isMine: boolean) => void;
  /** Whether the wish may hide something; `onAll` wishes nothing any more. */
  isFiltered: boolean;
  onAll: () => void;
  /** Names on the map that the search found too. */
  places: readonly FoundPlace[];
  onPlace: (place: FoundPlace) => void;
}

/**
 * The desk's queue. What waits with P1 stands at its top as long as no row in view shows it, whatever is filtered or scrolled; what waits
 * with P2, as long as a filter hides it.
 */
export function QueuePanel({
  queue,
  selectedId,
  marked,
  acts,
  controls,
  onSeen,
}: {
  queue: DeskQueue;
  selectedId: string | null;
  marked: ReadonlySet<string>;
  acts: QueueRowActs;
  controls: QueueControls;
  /** Ids of the rows in view: what "acknowledge what is visible" means. */
  onSeen: (ids: ReadonlySet<string>) => void;
}) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const onWindow = useCallback(
    (ids: ReadonlySet<string>) => {
      setSeen((before) => (isSame(before, ids) ? before : ids));
      onSeen(ids);
    },
    [onSeen],
  );
  const open = openCount(queue.counts);
  const filteredOut = new Set(queue.hiddenUrgent.map(({ id }) => id));
  const unseen = queue.waiting.filter(
    (entry) => filteredOut.has(entry.id) || (!seen.has(entry.id) && priorityOf(entry) === 1),
  );
  return (
    <Panel
      className="queue"
      title={<Trans>Báo động &amp; sự cố</Trans>}
      marks={<RoomMark />}
      subtitle={<EntryCountWords count={open} />}
    >
      <div className="queue-body">
        <QueueChips queue={queue} controls={controls} />
        <QueueSearch queue={queue} controls={controls} />
        {controls.places.length > 0 && <PlaceHits places={controls.places} onPlace={controls.onPlace} />}
        {controls.isFiltered && <QueueFiltered queue={queue} onAll={controls.onAll} />}
        {unseen.length > 0 && <PinnedUrgent entries={unseen} onSelect={acts.onSelect} />}
        {queue.rows.length === 0 ? (
          <div className="queue-rows">
            <EmptyNote>
              {open.incidents + open.alarms === 0 ? (
                <Trans>Không có gì đang mở.</Trans>
              ) : (
                <Trans>Không tìm thấy gì.</Trans>
              )}
            </EmptyNote>
          </div>
        ) : (
          <QueueList rows={queue.rows} {...{ selectedId, marked, acts, onWindow }} />
        )}
        <UndoBar onSelect={acts.onSelect} />
      </div>
    </Panel>
  );
}

/** Everything that is not closed. */
function openCount(counts: DeskQueue['counts']): EntryCount {
  const open = QUEUE_GROUPS.filter((group) => group !== 'closed').map((group) => counts[group]);
  return {
    incidents: open.reduce((sum, { incidents }) => sum + incidents, 0),
    alarms: open.reduce((sum, { alarms }) => sum + alarms, 0),
  };
}

function totalOf({ incidents, alarms }: EntryCount): number {
  return incidents + alarms;
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}

function QueueChips({ queue, controls }: { queue: DeskQueue; controls: QueueControls }) {
  const { i18n, t } = useLingui();
  return (
    <div className="queue-chips" role="group" aria-label={t`Nhóm`}>
      {QUEUE_GROUPS.map((group) => (
        <button
          key={group}
          type="button"
          className="queue-chip"
          aria-pressed={controls.groups.has(group)}
          onClick={() => controls.onGroup(group)}
        >
          {i18n._(CHIP_WORDS[group])} <b className="num">{totalOf(queue.counts[group])}</b>
          <span className="sr-only">
            {' '}
            <EntryCountWords count={queue.counts[group]} />
          </span>
        </button>
      ))}
    </div>
  );
}

function QueueSearch({ queue, controls }: { queue: DeskQueue; controls: QueueControls }) {
  const { t } = useLingui();
  return (
    <div className="queue-search">
      <label>
        <span className="sr-only">
          <Trans>Tìm báo động, sự cố, nơi</Trans>
        </span>
        <Search className="icon" aria-hidden="true" />
        <input
          id="queue-search"
          type="search"
          value={controls.search}
          maxLength={LONGEST_SEARCH}
          placeholder={t`ưu tiên:1-2 vùng:binhthanh`}
          onChange={(event) => controls.onSearch(event.target.value)}
        />
        <kbd className="keycap">F</kbd>
      </label>
      <button
        type="button"
        className="queue-chip"
        aria-pressed={controls.isMine}
        onClick={() => controls.onMine(!controls.isMine)}
      >
        <UserRound className="icon" aria-hidden="true" />
        <Trans>Việc của tôi</Trans> <b className="num">{queue.mine}</b>
      </button>
    </div>
  );
}

function PinnedUrgent({
  entries,
  onSelect,
}: {
  entries: readonly QueueEntry[];
  onSelect: (id: string) => void;
}) {
  const locale = useLocale();
  const [first] = entries;
  if (first === undefined) return null;
  const priority = priorityOf(first);
  const title = first.kind === 'incident' ? first.incident.title : alarmTitle(first.alarm, locale);
  return (
    <button
      type="button"
      className={`queue-pinned ${priority === 1 ? '' : 'is-p2'}`}
      onClick={() => onSelect(first.id)}
    >
      <PriorityGlyph priority={priority} isUnacknowledged />
      <span className="clip">
        <b>{priority === 1 ? <Trans>P1 chưa xác nhận</Trans> : <Trans>P2 chưa xác nhận</Trans>}</b> {title}
      </span>
      {entries.length > 1 && <span className="num">+{entries.length - 1}</span>}
      <kbd className="keycap">N</kbd>
    </button>
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
