import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Maximize2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { IncidentRecord, TimelineItem } from '@metropane/live-state';
import { Link } from 'wouter';
import { useCentre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import type { Colleague } from '../live/presence.ts';
import type { Acting } from '../live/use-acting.ts';
import { usePresence } from '../live/use-presence.ts';
import { useTyping } from '../live/use-typing.ts';
import { categoryName, placeOf, STATE_WORDS } from '../ui/incident-words.ts';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { ActBar } from './desk/act-bar.tsx';
import { ActProblems } from './desk/act-problems.tsx';
import { AgencyChips } from './desk/agency-chips.tsx';
import type { IncidentForm } from './desk/incident-forms.tsx';
import { FencesAt } from './desk/fences-at.tsx';
import { PresenceMarks, PresenceTyping } from './desk/presence-marks.tsx';
import { RelatedRows } from './desk/related-rows.tsx';
import { SopList } from './desk/sop-list.tsx';
import { IncidentClocks } from './incident-clocks.tsx';
import { IncidentTimeline } from './incident-timeline.tsx';
import { NoteBox } from './note-box.tsx';
import './incident-detail.css';
import './desk/desk-detail.css';
import './desk/act-form.css';

/** Everything about one incident: what, since when, what was done, and what may be done next. */
export function IncidentDetail({
  incident,
  liveTimeline,
  acting,
  form,
  onForm,
  onSelect,
}: {
  incident: IncidentRecord;
  liveTimeline: TimelineItem[] | null;
  acting: Acting;
  form: IncidentForm | null;
  onForm: (form: IncidentForm | null) => void;
  onSelect: (id: string) => void;
}) {
  const timeline = useTimeline(incident, liveTimeline);
  const { isTyping, onTyping } = useTyping();
  const colleagues = usePresence(incident.id, isTyping);
  return (
    <section
      className={`panel detail detail-p${incident.priority} ${incident.state === 'closed' ? 'is-closed' : ''}`}
    >
      <DetailHead incident={incident} colleagues={colleagues} />
      <IncidentClocks incident={incident} />
      <PanelBoundary>
        <div className="detail-scroll">
          <ActBar {...{ incident, acting, form, onForm }} />
          <ActProblems acting={acting} revision={incident.revision} />
          <Facts incident={incident} />
          {incident.loc !== undefined && <FencesAt loc={incident.loc} />}
          <SopList incident={incident} acting={acting} />
          <AgencyChips incident={incident} acting={acting} />
          <IncidentTimeline timeline={timeline} sop={incident.sop} />
          <NoteBox
            subjectId={incident.id}
            acting={acting}
            onTyping={onTyping}
            presence={<PresenceTyping colleagues={colleagues} />}
          />
          {incident.state !== 'closed' && <RelatedRows incident={incident} onSelect={onSelect} />}
        </div>
      </PanelBoundary>
    </section>
  );
}

function DetailHead({
  incident,
  colleagues,
}: {
  incident: IncidentRecord;
  colleagues: readonly Colleague[];
}) {
  const { ground } = useCentre();
  const { i18n, t } = useLingui();
  const locale = useLocale();
  const place = placeOf(incident);
  return (
    <header className="detail-head">
      <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
      <div>
        <h2>{incident.title}</h2>
        <p>
          {incident.id} · {categoryName(incident.category, ground, locale)}
          {place !== null && ` · ${place}`} · <b>{i18n._(STATE_WORDS[incident.state])}</b>
        </p>
      </div>
      <div className="detail-side">
        <PresenceMarks colleagues={colleagues} />
        <Link
          className="icon-link"
          href={`/desk/incidents/${incident.id}`}
          aria-label={t`Mở trang sự cố ${incident.id}`}
        >
          <Maximize2 aria-hidden="true" />
        </Link>
      </div>
    </header>
  );
}

function Facts({ incident }: { incident: IncidentRecord }) {
  const alarms = incident.alarms?.length ?? 0;
  return (
    <>
      {incident.description !== undefined && <p className="detail-text">{incident.description}</p>}
      <p className="detail-facts">
        {alarms > 0 && (
          <>
            <Plural value={alarms} one="# báo động" other="# báo động" /> ·{' '}
          </>
        )}
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
    </>
  );
}

/** Live while the room sends it; asked for once otherwise. Null while it is on the way or cannot be had. */
export function useTimeline(incident: IncidentRecord, live: TimelineItem[] | null): TimelineItem[] | null {
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
