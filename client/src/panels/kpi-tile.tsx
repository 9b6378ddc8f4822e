import { Trans } from '@lingui/react/macro';
import { memo } from 'react';
import type { IndicatorRecord } from '@metropane/live-state';
import type { Freshness } from '../live/freshness.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { formatNumber, NO_VALUE } from '../ui/format.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { PriorityGlyph } from '../ui/priority-glyph.tsx';
import { RevisedMark } from '../ui/revised-mark.tsx';
import { shownUnit } from '../ui/shown-unit.ts';
import { usualAtNewest } from '../ui/deviation.ts';
import { Sparkline } from '../ui/sparkline.tsx';
import { UsualWords } from '../ui/usual-words.tsx';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { useTimeText } from '../ui/use-time-text.ts';
import './kpi-tile.css';

/** More characters than this find no room in the large size: a figure that is cut is another figure. */
const LONGEST_LARGE = 8;

/**
 * One figure of the top row. The value keeps its place in every state: normal, P1/P2 (tint, bar, glyph), stale (hatched, value
 * kept), dead (value hidden, "no data since"), and no source at all.
 */
export const KpiTile = memo(function KpiTile({ indicator }: { indicator: IndicatorRecord }) {
  const locale = useLocale();
  const freshness = useFreshness(indicator.eventTimeMs, indicator.periodMs);
  const isEmpty =
    indicator.noSource || freshness === 'dead' || freshness === 'none' || indicator.value === null;
  const isOld = freshness === 'stale';
  const priority = isEmpty || isOld ? null : indicator.priority;
  const state = isEmpty
    ? 'kpi-dead'
    : isOld
      ? 'kpi-stale hatched'
      : priority === null
        ? ''
        : `kpi-p${priority}`;
  const unit = shownUnit(indicator.unit);
  const value = isEmpty ? NO_VALUE : formatNumber(indicator.value, indicator.decimals, locale);
  return (
    <section className={`kpi ${state}`}>
      <header>
        <h2 className="clip">{inLocale(indicator.name, locale)}</h2>
        {!indicator.noSource && (
          <FreshMark eventTimeMs={indicator.eventTimeMs} periodMs={indicator.periodMs} isShort />
        )}
      </header>
      <p className="kpi-value num">
        {priority !== null && <PriorityGlyph priority={priority} />}
        <FigureButton
          request={indicator.noSource ? null : { kind: 'indicator', id: indicator.id, binMs: null }}
        >
          <strong className={value.length > LONGEST_LARGE ? 'is-long' : undefined}>{value}</strong>
          {!isEmpty && unit !== '' && <span className="kpi-unit">{unit}</span>}
        </FigureButton>
        {!isEmpty && <RevisedMark times={indicator.revision} />}
      </p>
      <p className="kpi-detail clip">
        <KpiDetail indicator={indicator} isEmpty={isEmpty} freshness={freshness} />
      </p>
      {!isEmpty && (
        <div className="kpi-spark">
          <Sparkline spark={indicator.spark} usual={indicator.usual} priority={priority} isOld={isOld} />
        </div>
      )}
    </section>
  );
});

function KpiDetail({
  indicator,
  isEmpty,
  freshness,
}: {
  indicator: IndicatorRecord;
  isEmpty: boolean;
  freshness: Freshness;
}) {
  const locale = useLocale();
  const timeText = useTimeText();
  if (indicator.noSource) return <Trans>Chưa có nguồn dữ liệu</Trans>;
  if (indicator.eventTimeMs === null) return <Trans>Chưa nhận số liệu nào</Trans>;
  if (isEmpty && (freshness === 'live' || freshness === 'late'))
    return <Trans>Chưa đủ số liệu để tính</Trans>;
  if (isEmpty) {
    const since = timeText(indicator.eventTimeMs);
    return <Trans>Không có dữ liệu từ {since}</Trans>;
  }
  if (indicator.detail !== undefined) return inLocale(indicator.detail, locale);
  // Without days to compare with, a tile of the wall says nothing of them: its trend has no band either.
  const range = usualAtNewest(indicator.spark.values, indicator.usual);
  return range === null ? null : (
    <UsualWords value={indicator.value} range={range} decimals={indicator.decimals} isShort />
  );
}
