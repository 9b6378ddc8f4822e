import { Trans, useLingui } from '@lingui/react/macro';
import type {
  BriefClock,
  BriefDecision,
  BriefFeed,
  BriefIncident,
  HandoverBrief,
} from '@metropane/incidents';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime, formatElapsed } from '../../ui/format.ts';
import { CLOCK_WORDS, STATE_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { BriefAlarms } from './brief-alarms.tsx';
import { Counts } from './brief-counts.tsx';
import { BriefPart } from './brief-list.tsx';
import { FEED_WORDS } from './shift-words.ts';
import './brief-view.css';

/** Everything that the arriving person must know, with the time for which it holds. */
export function BriefView({ brief }: { brief: HandoverBrief }) {
  const none = <Trans>Không có.</Trans>;
  return (
    <div className="brief">
      <BriefPart
        title={<Trans>Sự cố P1, P2 đang mở</Trans>}
        list={brief.incidents}
        none={none}
        row={(one) => <IncidentRow key={one.id} incident={one} />}
        count={<Counts counts={brief.openIncidents} />}
      />
      <BriefPart
        title={<Trans>Đồng hồ còn dưới 15 phút hoặc đã quá hạn</Trans>}
        list={brief.clocks}
        none={none}
        row={(one) => <ClockRow key={`${one.incidentId} ${one.clock}`} clock={one} />}
      />
      <BriefPart
        title={<Trans>Quyết định đang chờ</Trans>}
        list={brief.decisions}
        none={none}
        row={(one) => <DecisionRow key={keyOf(one)} decision={one} />}
      />
      <BriefAlarms brief={brief} />
      <BriefPart
        title={<Trans>Nguồn im lặng hoặc cũ</Trans>}
        list={brief.feeds}
        none={<Trans>Mọi nguồn đều đang gửi.</Trans>}
        row={(one) => <FeedRow key={one.id} feed={one} />}
      />
      <Warnings brief={brief} />
      <Notes brief={brief} />
    </div>
  );
}

function keyOf(decision: BriefDecision): string {
  const what =
    decision.kind === 'agency' ? `${decision.assignee} ${decision.post ?? ''}` : `step ${decision.step}`;
  return `${decision.incidentId} ${what}`;
}

function IncidentRow({ incident }: { incident: BriefIncident }) {
  const { i18n } = useLingui();
  const timeText = useTimeText();
  return (
    <li>
      <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.isUnacknowledged} />
      <span className="brief-what">
        <Link href={`/desk/${incident.id}`}>
          <b>{incident.title}</b>
        </Link>{' '}
        <span className="muted">
          <span className="brief-id">{incident.id}</span>
          {incident.unit !== undefined && ` · ${incident.unit}`}
        </span>
      </span>
      <span>
        {i18n._(STATE_WORDS[incident.state])}
        {incident.claimedBy !== undefined && <span className="muted"> · {incident.claimedBy}</span>}
      </span>
      <span className="num muted">{timeText(incident.openedAtMs)}</span>
    </li>
  );
}

function ClockRow({ clock }: { clock: BriefClock }) {
  const { i18n } = useLingui();
  const timeText = useTimeText();
  const locale = useLocale();
  const left = formatElapsed(Math.abs(clock.leftMs), locale);
  return (
    <li>
      <span className="brief-what">
        <Link href={`/desk/${clock.incidentId}`}>
          <b>{clock.title}</b>
        </Link>{' '}
        <span className="muted brief-id">{clock.incidentId}</span>
      </span>
      <span>{i18n._(CLOCK_WORDS[clock.clock])}</span>
      <b className={`num ${clock.leftMs < 0 ? 'is-over' : ''}`}>
        {clock.leftMs < 0 ? <Trans>quá {left}</Trans> : <Trans>còn {left}</Trans>}
      </b>
      <span className="num muted">
        {clock.isPaused ? <Trans>đang tạm dừng</Trans> : timeText(clock.dueMs)}
      </span>
    </li>
  );
}

function DecisionRow({ decision }: { decision: BriefDecision }) {
  const timeText = useTimeText();
  const locale = useLocale();
  const due = decision.dueMs === undefined ? null : timeText(decision.dueMs);
  return (
    <li>
      <span className="brief-what">
        {decision.kind === 'agency' ? (
          <Trans>
            Chờ <b>{decision.assignee}</b> nhận việc
          </Trans>
        ) : (
          <>
            <b>{inLocale(decision.text, locale)}</b>{' '}
            <span className="muted">
              <Trans>cần hai người, đã có {decision.confirmedBy.length}</Trans>
            </span>
          </>
        )}{' '}
        <Link href={`/desk/${decision.incidentId}`} className="muted brief-id">
          {decision.incidentId}
        </Link>
      </span>
      {due !== null && (
        <span className="num muted">
          <Trans>hạn {due}</Trans>
        </span>
      )}
    </li>
  );
}

function FeedRow({ feed }: { feed: BriefFeed }) {
  const { i18n } = useLingui();
  const { ground } = useCentre();
  const last = feed.lastEventMs === null ? null : formatDateTime(feed.lastEventMs, ground.zone);
  return (
    <li>
      <span className="brief-what">
        <Link href={`/desk/sources/${encodeURIComponent(feed.id)}`}>
          <b>{feed.id}</b>
        </Link>
      </span>
      <span>{i18n._(FEED_WORDS[feed.status])}</span>
      {last !== null && (
        <span className="num muted">
          <Trans>số liệu tới {last}</Trans>
        </span>
      )}
    </li>
  );
}

function Warnings({ brief }: { brief: HandoverBrief }) {
  const { ground } = useCentre();
  if (brief.warnings === null)
    return (
      <section className="brief-part is-none">
        <h3>
          <Trans>Cảnh báo CAP đang phát</Trans> <b>—</b>
        </h3>
        <p className="muted">
          <Trans>Trung tâm không biết có cảnh báo nào đang phát hay không.</Trans>
        </p>
      </section>
    );
  return (
    <BriefPart
      title={<Trans>Cảnh báo CAP đang phát</Trans>}
      list={brief.warnings}
      none={<Trans>Không phát cảnh báo nào.</Trans>}
      row={(one) => (
        <li key={one.id}>
          <span className="brief-what">
            <b>{one.headline}</b> <span className="muted">{one.id}</span>
          </span>
          <span className="num muted">{formatDateTime(one.sentMs, ground.zone)}</span>
        </li>
      )}
    />
  );
}

function Notes({ brief }: { brief: HandoverBrief }) {
  const timeText = useTimeText();
  return (
    <BriefPart
      title={<Trans>Ghi chú trong ca</Trans>}
      list={{ total: brief.notes.length, items: brief.notes }}
      none={<Trans>Chưa ai ghi chú.</Trans>}
      row={(note) => (
        <li key={note.journalSeq}>
          <span className="brief-what brief-note">{note.text}</span>
          <span>{note.by}</span>
          <span className="num muted">{timeText(note.atMs)}</span>
        </li>
      )}
    />
  );
}
