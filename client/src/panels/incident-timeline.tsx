import { Trans, useLingui } from '@lingui/react/macro';
import type { IncidentState, TimelineItem } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { formatDateTime, formatTime } from '../ui/format.ts';
import { STATE_WORDS, TIMELINE_WORDS } from '../ui/incident-words.ts';

/** What happened, newest first. Texts of reports and people are shown as text, whatever they contain. */
export function IncidentTimeline({ timeline }: { timeline: readonly TimelineItem[] | null }) {
  return (
    <section className="timeline">
      <h3>
        <Trans>Diễn biến</Trans> {timeline !== null && <span className="num">{timeline.length}</span>}
        <span className="timeline-order">
          <Trans>mới nhất trước</Trans>
        </span>
      </h3>
      {timeline === null ? (
        <p className="muted">
          <Trans>Chưa lấy được diễn biến từ trung tâm.</Trans>
        </p>
      ) : (
        <ol>
          {timeline.toReversed().map((item) => (
            <TimelineRow key={`${item.journalSeq}-${item.kind}-${item.atMs}`} item={item} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TimelineRow({ item }: { item: TimelineItem }) {
  const { ground } = useCentre();
  const { i18n, t } = useLingui();
  const state = (name: string): string => {
    const words = STATE_WORDS[name as IncidentState] as (typeof STATE_WORDS)[IncidentState] | undefined;
    return words === undefined ? name : i18n._(words);
  };
  const words = TIMELINE_WORDS[item.kind];
  return (
    <li>
      <time className="num" title={formatDateTime(item.atMs, ground.zone)}>
        {formatTime(item.atMs, ground.zone)}
      </time>
      <p>
        <b>{item.alarmId === undefined ? item.actor : t`Tự động`}</b>{' '}
        {words === undefined ? item.kind : i18n._(words)}
        {item.to !== undefined && `: ${item.kind === 'status' ? state(item.to) : item.to}`}
        {item.text !== undefined && item.text !== '' && <q>{item.text}</q>}
      </p>
    </li>
  );
}
