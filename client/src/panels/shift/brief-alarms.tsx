import { Trans } from '@lingui/react/macro';
import type { BriefAlarm, BriefShelved, HandoverBrief } from '@metropane/incidents';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime, formatUpTo } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { shownUnit } from '../../ui/shown-unit.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';
import { BriefPart } from './brief-list.tsx';
import { Counts } from './brief-counts.tsx';

/** What stands, what chatters, and what was set aside: by whom, why and until when. */
export function BriefAlarms({ brief }: { brief: HandoverBrief }) {
  return (
    <>
      <BriefPart
        title={<Trans>Báo động P1, P2 đang còn</Trans>}
        list={brief.alarms}
        none={<Trans>Không có.</Trans>}
        row={(alarm) => <AlarmRow key={alarm.id} alarm={alarm} />}
        count={<Counts counts={brief.standingAlarms} />}
      />
      <BriefPart
        title={<Trans>Đang gác</Trans>}
        list={brief.shelved}
        none={<Trans>Không gác báo động nào.</Trans>}
        row={(one) => <AsideRow key={one.id} aside={one} untilMs={one.untilMs} by={one.by} />}
      />
      <BriefPart
        title={<Trans>Ngừng sử dụng</Trans>}
        list={brief.outOfService}
        none={<Trans>Không có thiết bị ngừng sử dụng.</Trans>}
        row={(one) => <AsideRow key={one.id} aside={one} by={one.by} />}
      />
      <BriefPart
        title={<Trans>Ẩn theo thiết kế</Trans>}
        list={brief.suppressed}
        none={<Trans>Không có.</Trans>}
        row={(one) => <AsideRow key={one.id} aside={one} />}
      />
      <BriefPart
        title={<Trans>Chập chờn</Trans>}
        list={brief.chattering}
        none={<Trans>Không có.</Trans>}
        row={(alarm) => <AlarmRow key={alarm.id} alarm={alarm} />}
      />
    </>
  );
}

function AlarmRow({ alarm }: { alarm: BriefAlarm }) {
  const locale = useLocale();
  const timeText = useTimeText();
  const { value, limit, unit } = alarm.latest;
  const shown = shownUnit(unit);
  return (
    <li>
      <PriorityGlyph priority={alarm.priority} isUnacknowledged={alarm.isUnacknowledged} />
      <span className="brief-what">
        <b>{alarm.key}</b> <span className="muted">{alarm.ruleId}</span>
      </span>
      <span className="num">
        {formatUpTo(value, 2, locale)} {shown}
        {limit !== null && (
          <span className="muted">
            {' '}
            / {formatUpTo(limit, 2, locale)} {shown}
          </span>
        )}
      </span>
      <span className="num muted">
        <Trans>từ {timeText(alarm.onsetMs)}</Trans>
      </span>
    </li>
  );
}

function AsideRow({
  aside,
  untilMs,
  by,
}: {
  aside: Omit<BriefShelved, 'by' | 'untilMs'>;
  untilMs?: number;
  by?: string;
}) {
  const { ground } = useCentre();
  const timeText = useTimeText();
  return (
    <li>
      <PriorityGlyph priority={aside.priority} look="shelved" />
      <span className="brief-what">
        <b>{aside.key}</b> <span className="muted">{aside.ruleId}</span>
        <br />
        {aside.reason}
        {by !== undefined && <span className="muted"> · {by}</span>}
      </span>
      {aside.isActive && (
        <span className="brief-still">
          <Trans>điều kiện vẫn còn</Trans>
        </span>
      )}
      <span className="num muted">
        {untilMs === undefined ? (
          <Trans>từ {timeText(aside.sinceMs)}</Trans>
        ) : (
          <Trans>tới {formatDateTime(untilMs, ground.zone)}</Trans>
        )}
      </span>
    </li>
  );
}
