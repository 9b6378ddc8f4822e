import { Trans, useLingui } from '@lingui/react/macro';
import type { IncidentRecord, TimelineItem } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { formatDateTime } from '../ui/format.ts';
import { TIMELINE_WORDS } from '../ui/incident-words.ts';
import { useTimeText } from '../ui/use-time-text.ts';
import { useEntryWords } from './timeline-words.ts';
import type { EntryWords } from './timeline-words.ts';

/** What happened, newest first. Texts of reports and people are shown as text, whatever they contain. */
export function IncidentTimeline({
  timeline,
  sop,
}: {
  timeline: readonly TimelineItem[] | null;
  /** The procedure whose steps are named. */
  sop: IncidentRecord['sop'];
}) {
  const words = useEntryWords(sop);
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
            <TimelineRow key={`${item.journalSeq}-${item.kind}-${item.atMs}`} {...{ item, words }} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TimelineRow({ item, words }: { item: TimelineItem; words: (item: TimelineItem) => EntryWords }) {
  const { ground } = useCentre();
  const timeText = useTimeText();
  const { i18n } = useLingui();
  const kind = TIMELINE_WORDS[item.kind];
  const { actor, to, text } = words(item);
  return (
    <li>
      <time className="num" title={formatDateTime(item.atMs, ground.zone)}>
        {timeText(item.atMs)}
      </time>
      <p>
        <b>{actor}</b> {kind === undefined ? item.kind : i18n._(kind)}
        {to !== undefined && `: ${to}`}
        {text !== undefined && <q>{text}</q>}
      </p>
    </li>
  );
}
