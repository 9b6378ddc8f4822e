import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import type { QueueRow as Row } from '../../live/desk-queue.ts';
import { useNowMs } from '../../live/use-now.ts';
import { ALARM_WORDS, alarmLook, alarmTitle, isCalling, measured } from '../../ui/alarm-words.ts';
import { formatAge, formatElapsed } from '../../ui/format.ts';
import { categoryName, placeOf, STATE_WORDS } from '../../ui/incident-words.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { IncidentAge } from '../incident-list.tsx';
import { EntryCountWords } from './entry-count-words.tsx';
import { GROUP_WORDS } from './queue-words.ts';
import { UnsentMark } from './unsent-mark.tsx';

export interface QueueRowActs {
  onSelect: (id: string) => void;
  onToggle: (incidentId: string) => void;
}

/** One row of the queue, whatever it stands for. */
export const QueueRowView = memo(function QueueRowView({
  row,
  isSelected,
  isMarked,
  acts,
}: {
  row: Row;
  isSelected: boolean;
  isMarked: boolean;
  acts: QueueRowActs;
}) {
  switch (row.kind) {
    case 'group':
      return <GroupRow row={row} />;
    case 'incident':
      return <IncidentRowView {...{ row, isSelected, isMarked, acts }} />;
    case 'alarm':
      return <AlarmRowView alarm={row.alarm} {...{ isSelected, isMarked, acts }} />;
    case 'child':
      return <ChildRow {...{ row, isSelected, acts }} />;
    case 'more':
      return (
        <p className="queue-child queue-child-last">
          <Plural value={row.count} one="+# báo động khác trong nhóm" other="+# báo động khác trong nhóm" />
        </p>
      );
  }
});

function GroupRow({ row: { group, shown, oldestMs } }: { row: Extract<Row, { kind: 'group' }> }) {
  const { i18n } = useLingui();
  const nowMs = useNowMs();
  const locale = useLocale();
  const isWaiting = group === 'unacknowledged' && oldestMs !== null;
  return (
    <h3 className="queue-group">
      {i18n._(GROUP_WORDS[group])}
      <span className="num">
        {/* First: where the line is cut, how long somebody has waited is what must be left. */}
        {isWaiting && (
          <>
            <Trans>cũ nhất {formatElapsed(nowMs - oldestMs, locale)}</Trans>
            {' · '}
          </>
        )}
        <EntryCountWords count={shown} />
      </span>
    </h3>
  );
}

interface RowInput {
  isSelected: boolean;
  isMarked: boolean;
  acts: QueueRowActs;
}

function IncidentRowView({
  row: { incident, alarms, isOpen },
  isSelected,
  isMarked,
  acts,
}: RowInput & { row: Extract<Row, { kind: 'incident' }> }) {
  const { ground } = useCentre();
  const { i18n } = useLingui();
  const locale = useLocale();
  const place = placeOf(incident);
  const isNew = incident.state === 'new';
  const who = incident.claimedBy ?? place;
  return (
    <div className={rowClass({ isSelected, isMarked, isDim: incident.state === 'closed' })}>
      <button
        type="button"
        className="incident-row queue-row-main"
        aria-current={isSelected}
        onClick={() => acts.onSelect(incident.id)}
      >
        <PriorityGlyph priority={incident.priority} isUnacknowledged={isNew} />
        <span className="incident-text">
          <strong className="clip">{incident.title}</strong>
          <span className="clip">
            <b>{categoryName(incident.category, ground, locale)}</b> · {incident.id}
            {who !== null && ` · ${who}`}
          </span>
        </span>
        <span className="incident-side">
          <IncidentAge incident={incident} />
          <span className={isNew ? 'is-waiting' : ''}>
            <UnsentMark id={incident.id}>
              <IncidentState incident={incident} words={i18n._(STATE_WORDS[incident.state])} />
            </UnsentMark>
          </span>
        </span>
      </button>
      {alarms > 0 && (
        <button
          type="button"
          className="queue-toggle"
          aria-expanded={isOpen}
          onClick={() => acts.onToggle(incident.id)}
        >
          {isOpen ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
          <span className="num">{alarms}</span>
          <span className="sr-only">
            {isOpen ? (
              <Trans>Gấp báo động của {incident.id}</Trans>
            ) : (
              <Trans>Mở báo động của {incident.id}</Trans>
            )}
          </span>
        </button>
      )}
    </div>
  );
}

/** Acknowledged, and nobody has taken it: after half an hour the row says so, with an age of its own. */
function IncidentState({ incident, words }: { incident: IncidentRecord; words: string }) {
  const { state, acknowledgedAtMs, claimedBy } = incident;
  const isOpen = state === 'acknowledged' && claimedBy === undefined;
  return <Forgotten sinceMs={isOpen ? acknowledgedAtMs : undefined}>{words}</Forgotten>;
}

function Forgotten({ sinceMs, children }: { sinceMs: number | undefined; children: string }) {
  const { t } = useLingui();
  const nowMs = useNowMs();
  const locale = useLocale();
  if (sinceMs === undefined || nowMs - sinceMs < FORGOTTEN_MS) return children;
  return (
    <b className="queue-forgotten" title={t`Đã xác nhận mà chưa ai xử lý`}>
      <Trans>XN đã {formatAge(nowMs - sinceMs, locale)}</Trans>
    </b>
  );
}

const FORGOTTEN_MS = 30 * 60_000;

function AlarmRowView({ alarm, isSelected, isMarked, acts }: RowInput & { alarm: AlarmRecord }) {
  const { ground } = useCentre();
  const { t } = useLingui();
  const locale = useLocale();
  const { latest, trigger } = alarm;
  return (
    <div className={rowClass({ isSelected, isMarked, isDim: alarmLook(alarm) === 'shelved' })}>
      <button
        type="button"
        className="incident-row queue-row-main"
        aria-current={isSelected}
        onClick={() => acts.onSelect(alarm.id)}
      >
        <PriorityGlyph
          priority={alarm.priority}
          isUnacknowledged={isCalling(alarm)}
          look={alarmLook(alarm)}
        />
        <span className="incident-text">
          <strong className="clip">{alarmTitle(alarm, locale)}</strong>
          <span className="clip">
            <b>{categoryName(alarm.category, ground, locale)}</b>
            {latest.value !== null && ` · ${measured(latest.value, latest.unit, locale)}`}
            {trigger.limit !== null && ` / ${measured(trigger.limit, trigger.unit, locale)}`}
            {alarm.unit !== undefined && ` · ${alarm.unit.name}`}
            {alarm.incidentId !== undefined && ` · ${alarm.incidentId}`}
          </span>
        </span>
        <span className="incident-side">
          <AlarmAge alarm={alarm} />
          <span className={isCalling(alarm) ? 'is-waiting' : ''}>
            {alarm.isChattering && (
              <b className="queue-chatter" title={t`Bật tắt liên tục`}>
                <Trans>chập chờn</Trans>{' '}
              </b>
            )}
            <UnsentMark id={alarm.id}>
              <AlarmState alarm={alarm} />
            </UnsentMark>
          </span>
        </span>
      </button>
    </div>
  );
}

function AlarmState({ alarm }: { alarm: AlarmRecord }) {
  const timeText = useTimeText();
  const { i18n } = useLingui();
  const words = i18n._(ALARM_WORDS[alarm.state]);
  if (alarm.shelved !== undefined && alarm.state === 'shelved')
    return <Trans>đến {timeText(alarm.shelved.untilMs)}</Trans>;
  if (alarm.state === 'returned-unacknowledged' && alarm.returnedMs !== undefined)
    return <Trans>Đã hết {timeText(alarm.returnedMs)}</Trans>;
  if (alarm.state === 'latched-unacknowledged') return <Trans>Còn giữ, chưa XN</Trans>;
  const isStanding = alarm.state === 'acknowledged' && alarm.incidentId === undefined;
  return <Forgotten sinceMs={isStanding ? alarm.acknowledgedAtMs : undefined}>{words}</Forgotten>;
}

function AlarmAge({ alarm }: { alarm: AlarmRecord }) {
  const nowMs = useNowMs();
  const locale = useLocale();
  return (
    <time className={`num ${alarm.priority === 1 ? 'is-p1' : ''}`}>
      {formatElapsed(nowMs - alarm.onsetMs, locale)}
    </time>
  );
}

function ChildRow({
  row: { alarm, isLast },
  isSelected,
  acts,
}: {
  row: Extract<Row, { kind: 'child' }>;
  isSelected: boolean;
  acts: QueueRowActs;
}) {
  const timeText = useTimeText();
  const locale = useLocale();
  return (
    <button
      type="button"
      className={`queue-child ${isLast ? 'queue-child-last' : ''} ${isSelected ? 'is-first' : ''}`}
      aria-current={isSelected}
      onClick={() => acts.onSelect(alarm.id)}
    >
      <PriorityGlyph
        priority={alarm.priority}
        isSmall
        isUnacknowledged={alarm.isAnnunciated && isCalling(alarm)}
        look={alarmLook(alarm)}
      />
      <span className="clip">{alarmTitle(alarm, locale)}</span>
      <time className="num">{timeText(alarm.onsetMs)}</time>
    </button>
  );
}

function rowClass({
  isSelected,
  isMarked,
  isDim,
}: {
  isSelected: boolean;
  isMarked: boolean;
  isDim: boolean;
}): string {
  return `queue-row ${isSelected ? 'is-first' : ''} ${isMarked ? 'is-marked' : ''} ${isDim ? 'is-closed' : ''}`;
}
