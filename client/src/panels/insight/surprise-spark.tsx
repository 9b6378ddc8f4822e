import { useLingui } from '@lingui/react/macro';
import { useLocation } from 'wouter';
import { historyPath } from '../../ui/linked/history-path.ts';
import { metricSuffix } from '@metropane/city';
import { LinkedSpark, usePointed } from '../../ui/linked/linked-spark.tsx';
import { useCentre } from '../../live/centre-context.ts';
import { formatMinute, formatUpTo } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { SeriesAround } from './insight-answers.ts';
import type { Lines } from './surprise-panel.tsx';

/** Metres need more places than micrograms. */
export function placesFor({ values, surprise: { usual } }: SeriesAround): number {
  const most = Math.max(usual?.high ?? 0, ...values.map((value) => Math.abs(value ?? 0)));
  return most < 10 ? 2 : 1;
}

/** The line of a series over what is usual in it, and under the cursor of the panel its value. */
export function SurpriseSpark({ series, lines }: { series: SeriesAround; lines: Lines }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const { span, cursor, marks } = lines;
  const [, navigate] = useLocation();
  const { values, domain, entity, metric, name } = series;
  const { usual, weeks } = series.surprise;
  const spark = { startMs: span.fromMs, stepMs: span.stepMs, values };
  const pointed = usePointed(cursor, spark);
  const unit = metricSuffix(metric)?.shown ?? '';
  const shownName = inLocale(name, locale);
  const wordsAt = (at: number): string => {
    const value = values[at] ?? null;
    const said =
      value === null ? t`không có số đo` : `${formatUpTo(value, placesFor(series), locale)} ${unit}`;
    return `${formatMinute(span.fromMs + at * span.stepMs, ground.zone)}: ${said}`;
  };
  return (
    <div className="surprise-spark">
      <LinkedSpark
        spark={spark}
        usual={
          usual === null
            ? undefined
            : { low: values.map(() => usual.low), high: values.map(() => usual.high), days: weeks }
        }
        cursor={cursor}
        marks={marks}
        label={t`${shownName}: con trỏ thời gian`}
        wordsAt={wordsAt}
        onSpan={(fromMs, toMs) =>
          navigate(historyPath(`series/${domain}/${entity}/${metric}`, { fromMs, toMs }))
        }
      />
      {pointed !== null && <small className="num surprise-pointed">{wordsAt(pointed.at)}</small>}
    </div>
  );
}
