import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { memo, useRef } from 'react';
import type { CSSProperties } from 'react';
import type { CityState, IncidentRecord, Priority } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { countByPriority, openIncidents } from '../live/incident-order.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatElapsed } from '../ui/format.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { useFittingRows } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import { categoryName, placeOf, STATE_WORDS } from '../ui/incident-words.ts';
import './incident-list.css';

/**
 * The wall's list: open incidents, most urgent first, as many as fit; the rest is counted in words. `heldId`: the incident that the
 * scene is about, which is the one that stands out; without it the most urgent does.
 */
export function IncidentList({ heldId = null }: { heldId?: string | null }) {
  const incidents = useLive(selectOpen, INCIDENTS);
  const list = useRef<HTMLOListElement>(null);
  const fitting = useFittingRows(list, 3.4);
  const shown = incidents.length > fitting ? incidents.slice(0, Math.max(1, fitting - 1)) : incidents;
  const hidden = incidents.length - shown.length;
  return (
    <Panel
      className="incidents"
      title={<Trans>Sự cố ưu tiên</Trans>}
      subtitle={<span className="num">{incidents.length}</span>}
      marks={
        <>
          <PriorityCounts incidents={incidents} />
          <RoomMark />
        </>
      }
    >
      <ol className="incident-rows" ref={list} style={{ '--rows': fitting } as CSSProperties}>
        {incidents.length === 0 && (
          <li className="incident-none">
            <EmptyNote>
              <Trans>Không có sự cố nào đang mở.</Trans>
            </EmptyNote>
          </li>
        )}
        {shown.map((incident) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            isFirst={incident.id === (heldId ?? shown[0]!.id)}
          />
        ))}
        {hidden > 0 && (
          <li className="incident-more">
            <Plural value={hidden} one="và # sự cố khác" other="và # sự cố khác" />
          </li>
        )}
      </ol>
    </Panel>
  );
}

function PriorityCounts({ incidents }: { incidents: readonly IncidentRecord[] }) {
  return countByPriority(incidents).map((count, index) => (
    <span className="priority-count num" key={index}>
      <PriorityGlyph priority={(index + 1) as Priority} isSmall />
      {count}
    </span>
  ));
}

const IncidentRow = memo(function IncidentRow({
  incident,
  isFirst,
}: {
  incident: IncidentRecord;
  isFirst: boolean;
}) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const place = placeOf(incident);
  return (
    <li className={`incident-row is-wall ${isFirst ? 'is-first' : ''}`}>
      <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
      <div className="incident-line">
        <h3 className="incident-text clip">{incident.title}</h3>
        <IncidentAge incident={incident} />
      </div>
      <div className="incident-line">
        <p className="incident-text clip">
          <b>{categoryName(incident.category, ground, locale)}</b>
          {place !== null && ` · ${place}`}
          {incident.reports > 1 && (
            <>
              {' · '}
              <Plural value={incident.reports} one="# tin báo" other="# tin báo" />
            </>
          )}
        </p>
        <p className={incident.state === 'new' ? 'is-waiting' : ''}>{i18n._(STATE_WORDS[incident.state])}</p>
      </div>
    </li>
  );
});

/** Time since the first report; the only part of a row that renders every second. */
export function IncidentAge({ incident }: { incident: IncidentRecord }) {
  const nowMs = useNowMs();
  const locale = useLocale();
  const endMs = incident.closedAtMs ?? nowMs;
  return (
    <time className={`num ${incident.priority === 1 && incident.state !== 'closed' ? 'is-p1' : ''}`}>
      {formatElapsed(endMs - incident.openedAtMs, locale)}
    </time>
  );
}

const INCIDENTS = { tables: ['incident'], maxHz: 4 } as const;

function selectOpen({ records }: CityState): IncidentRecord[] {
  return openIncidents(records.incident.values());
}
