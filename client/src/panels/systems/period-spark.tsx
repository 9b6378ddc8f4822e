import { Plural, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { formatNumber } from '../../ui/format.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { stepAt } from '../../ui/linked/step-cursor.ts';
import { StepSlider } from '../../ui/linked/step-slider.tsx';
import { shownUnit } from '../../ui/shown-unit.ts';
import { SPARK_PLACE } from '../../ui/spark-path.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { periodSteps, toBand } from './period-trend.ts';
import type { PeriodTrend } from './period-trend.ts';
import { decimalsOf } from './system-answers.ts';
import type { SystemFigure } from './system-answers.ts';

/** A figure over its periods under the cursor of the page, with the period that is pointed at in words; nobody points: how many there are. */
export function PeriodSpark({
  figure,
  trend,
  cursor,
}: {
  figure: Pick<SystemFigure, 'name' | 'unit'>;
  trend: PeriodTrend;
  cursor: CursorStore;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const { spark, periods } = trend;
  const steps = periodSteps(trend);
  const timeMs = useStore(cursor, (state) => state.timeMs);
  const at = timeMs === null || steps === null ? -1 : stepAt(timeMs, steps);
  const name = inLocale(figure.name, locale);
  const wordsAt = (index: number): string => {
    const value = spark.values[index] ?? null;
    const said =
      value === null
        ? t`không có số liệu`
        : `${formatNumber(value, decimalsOf(value), locale)} ${shownUnit(figure.unit)}`.trim();
    return `${periods[index]?.id ?? ''}: ${said}`;
  };
  const line = <Sparkline spark={spark} usual={toBand(trend)} />;
  return (
    <>
      {steps === null || spark.values.every((value) => value === null) ? (
        line
      ) : (
        <StepSlider
          {...{ steps, cursor, wordsAt }}
          place={SPARK_PLACE}
          label={t`${name}: con trỏ kỳ`}
          className="linked-spark"
        >
          {line}
        </StepSlider>
      )}
      <small className="period-words num">
        {at >= 0 ? wordsAt(at) : <Plural value={spark.values.length} one="# kỳ" other="# kỳ" />}
      </small>
    </>
  );
}
