import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { alarmTitle } from '../../ui/alarm-words.ts';
import { formatElapsed, formatMinute } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { useCentre } from '../../live/centre-context.ts';
import { Why } from '../desk/related-rows.tsx';
import { causalLanes, MOST_LANES } from './causal-lanes.ts';
import type { CausalLane } from './causal-lanes.ts';
import { percentAt } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';

const LANE_REM = 2.625;

/** What began after what, on the same axis as the series below: drawn from the grouping of alarms, to be confirmed by a person. */
export function CausalPanel({
  incident,
  alarms,
  axis,
  nowMs,
}: {
  incident: IncidentRecord;
  alarms: ReadonlyMap<string, AlarmRecord>;
  axis: TimeAxis;
  nowMs: number;
}) {
  const { t } = useLingui();
  const links = incident.alarms;
  const lanes = useMemo(() => causalLanes(links ?? [], alarms), [links, alarms]);
  if (lanes.length === 0)
    return (
      <p className="muted causal-none">
        <Trans>Sự cố này không có báo động nào: mở từ tin báo, nên không có chuỗi để suy luận.</Trans>
      </p>
    );
  const hidden = (links?.length ?? 0) - lanes.length;
  return (
    <ol className="causal" aria-label={t`Chuỗi nguyên nhân, suy luận`}>
      {lanes.map((lane, index) => (
        <LaneRow key={lane.id} {...{ lane, index, lanes, axis, nowMs }} />
      ))}
      {hidden > 0 && (
        <li className="muted causal-more">
          <Trans>
            và {hidden} báo động khác; chuỗi chỉ vẽ {MOST_LANES} báo động đầu
          </Trans>
        </li>
      )}
    </ol>
  );
}

function LaneRow({
  lane,
  index,
  lanes,
  axis,
  nowMs,
}: {
  lane: CausalLane;
  index: number;
  lanes: readonly CausalLane[];
  axis: TimeAxis;
  nowMs: number;
}) {
  const { ground } = useCentre();
  const locale = useLocale();
  const left = clamp(percentAt(lane.onsetMs, axis));
  const right = clamp(percentAt(lane.endMs ?? nowMs, axis));
  const cause = lane.after === null ? undefined : lanes[lane.after.lane];
  const name = lane.alarm === undefined ? lane.link.key : alarmTitle(lane.alarm, locale);
  return (
    <li className="causal-lane">
      <span className="causal-name">
        <PriorityGlyph priority={lane.link.priority} isSmall />
        <span>
          <b className="clip">{name}</b>
          <small className="clip">
            <Why why={lane.link.why} />
          </small>
        </span>
      </span>
      <span className="causal-plot">
        {cause !== undefined && lane.after !== null && (
          <span
            className="causal-arrow"
            style={{
              left: `${clamp(percentAt(cause.onsetMs, axis))}%`,
              width: `${Math.max(0, left - clamp(percentAt(cause.onsetMs, axis)))}%`,
              top: `-${(index - lane.after.lane - 0.75) * LANE_REM}rem`,
              height: `${(index - lane.after.lane - 0.25) * LANE_REM}rem`,
            }}
          >
            <em className="num">+{formatElapsed(lane.after.lagMs, locale)}</em>
          </span>
        )}
        <span
          className={`causal-bar causal-p${lane.link.priority} ${lane.endMs === undefined ? 'is-standing' : ''}`}
          style={{ left: `${left}%`, width: `${Math.max(0.4, right - left)}%` }}
        >
          <span className="num">{formatMinute(lane.onsetMs, ground.zone)}</span>
        </span>
      </span>
    </li>
  );
}

function clamp(percent: number): number {
  return Math.max(0, Math.min(100, percent));
}
