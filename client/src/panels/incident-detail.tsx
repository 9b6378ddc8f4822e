import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { IncidentRecord, TimelineItem } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import type { IncidentActing } from '../live/use-incident-act.ts';
import { categoryName, placeOf, STATE_WORDS } from '../ui/incident-words.ts';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { ActBar } from './act-bar.tsx';
import { ActProblem } from './act-problem.tsx';
import { IncidentClocks } from './incident-clocks.tsx';
import { IncidentTimeline } from './incident-timeline.tsx';
import { NoteBox } from './note-box.tsx';
import './incident-detail.css';

/** Everything about one incident: what, since when, what was done, and what may be done next. */
export function IncidentDetail({
  incident,
  liveTimeline,
  acting,
}: {
  incident: IncidentRecord;
  liveTimeline: TimelineItem[] | null;
  acting: IncidentActing;
}) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const timeline = useTimeline(incident, liveTimeline);
  const place = placeOf(incident);
  return (
    <section
      className={`panel detail detail-p${incident.priority} ${incident.state === 'closed' ? 'is-closed' : ''}`}
    >
      <header className="detail-head">
        <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
        <div>
          <h2>{incident.title}</h2>
          <p>
            {incident.id} · {categoryName(incident.category, ground, locale)}
            {place !== null && ` · ${place}`} · <b>{i18n._(STATE_WORDS[incident.state])}</b>
          </p>
        </div>
      </header>
      <IncidentClocks incident={incident} />
      <PanelBoundary>
        <div className="detail-scroll">
          <ActBar incident={incident} acting={acting} />
          <ActProblem incident={incident} acting={acting} />
          {incident.description !== undefined && <p className="detail-text">{incident.description}</p>}
          <p className="detail-facts">
            <Plural value={incident.reports} one="# tin báo" other="# tin báo" /> ·{' '}
            <Trans>nguồn {incident.source}</Trans>
            {incident.claimedBy !== undefined && (
              <>
                {' · '}
                <Trans>{incident.claimedBy} đang nhận</Trans>
              </>
            )}
            {incident.simulated && (
              <>
                {' · '}
                <b>
                  <Trans>mô phỏng</Trans>
                </b>
              </>
            )}
          </p>
          <NoteBox incident={incident} acting={acting} />
          <IncidentTimeline timeline={timeline} />
        </div>
      </PanelBoundary>
    </section>
  );
}

/** Live while the room sends it; asked for once otherwise. Null while it is on the way or cannot be had. */
function useTimeline(incident: IncidentRecord, live: TimelineItem[] | null): TimelineItem[] | null {
  const { api } = useCentre();
  const [fetched, setFetched] = useState<{ id: string; items: TimelineItem[] } | null>(null);
  const isLive = live !== null;
  const { id, revision } = incident;
  useEffect(
    function fetchTimeline() {
      if (isLive) return undefined;
      let isGone = false;
      api.incident(id).then(
        ({ timeline }) => {
          if (!isGone) setFetched({ id, items: timeline });
        },
        (error: unknown) => {
          // The panel says "not there"; the link band says why.
          if (!(error instanceof Problem)) throw error;
        },
      );
      return () => {
        isGone = true;
      };
    },
    [api, id, revision, isLive],
  );
  return live ?? (fetched?.id === id ? fetched.items : null);
}
