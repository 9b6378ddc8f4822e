import { Trans, useLingui } from '@lingui/react/macro';
import { cityDomain, metricSuffix } from '@metropane/city';
import type { IncidentRecord } from '@metropane/live-state';
import { useMemo, useState } from 'react';
import type { IncidentMark } from '../../ui/linked/incident-marks.ts';
import { SpanHint } from '../../ui/linked/span-hint.tsx';
import { SeriesExports } from '../../ui/linked/series-exports.tsx';
import type { ToldSeries, ToldSpan } from '../../ui/linked/told-series.ts';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { useCentre } from '../../live/centre-context.ts';
import { FigureButton } from '../../ui/figure-button.tsx';
import { formatMinute, formatNumber, formatUpTo } from '../../ui/format.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import type { InsightAnswer, RankedSurprise, SeriesAround } from './insight-answers.ts';
import { SIDE_WORDS } from './insight-words.ts';
import { placesFor, SurpriseSpark } from './surprise-spark.tsx';

/** Further from the usual than this in scaled MADs is worth a look (Iglewicz and Hoaglin's bound). */
const NOTABLE_Z = 3.5;
const MOST_SHOWN = 8;

/**
 * Series around the incident, the most surprising first; what has too few past values stands below, unranked. All of them share one cursor
 * and show when the incident began.
 */
export function SurprisePanel({ answer, incident }: { answer: InsightAnswer; incident: IncidentRecord }) {
  const { ground } = useCentre();
  const [cursor] = useState(makeCursor);
  const { id, title, priority, openedAtMs } = incident;
  const marks = useMemo(() => [{ id, title, priority, atMs: openedAtMs }], [id, title, priority, openedAtMs]);
  const lines: Lines = { span: answer.span, cursor, marks };
  const { series, span, seriesProblem } = answer;
  const ranked = series.filter(isRanked);
  const others = series.filter((each) => !isRanked(each));
  const from = formatMinute(span.fromMs, ground.zone);
  const to = formatMinute(span.toMs, ground.zone);
  return (
    <section className="panel insight-panel">
      <header className="panel-head">
        <h2>
          <Trans>Bất thường quanh sự cố</Trans>
        </h2>
        <span className="panel-sub clip num">
          <Trans>
            {from}–{to}, so với cùng giờ {span.weeks} tuần trước
          </Trans>
        </span>
        {series.length > 0 && <Exports answer={answer} marks={marks} />}
      </header>
      {seriesProblem !== null && (
        <p className="muted" role="alert">
          <Trans>Kho lịch sử chưa trả lời, nên chưa đối chiếu được:</Trans> <code>{seriesProblem}</code>
        </p>
      )}
      {seriesProblem === null && series.length === 0 && (
        <p className="muted">
          <Trans>Không có điểm đo nào trong 3 km hay trên mạng lưới của sự cố.</Trans>
        </p>
      )}
      {ranked.length > 0 && (
        <ol className="surprise-list">
          {ranked.slice(0, MOST_SHOWN).map((each) => (
            <SurpriseRow key={keyOf(each)} series={each} surprise={each.surprise} lines={lines} />
          ))}
        </ol>
      )}
      {others.length > 0 && <Unranked series={others} answer={answer} lines={lines} />}
    </section>
  );
}

/** What all lines of the panel share. */
export interface Lines {
  span: InsightAnswer['span'];
  cursor: CursorStore;
  marks: readonly IncidentMark[];
}

function Exports({ answer, marks }: { answer: InsightAnswer; marks: readonly IncidentMark[] }) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const { series, span, incidentId } = answer;
  const { fromMs: startMs, toMs, stepMs, weeks } = span;
  const told = series.map((each): ToldSeries => ({
    source: `${each.domain} ${each.entity} ${each.metric}`,
    name: inLocale(each.name, locale),
    unit: metricSuffix(each.metric)?.shown ?? '',
    decimals: placesFor(each),
    values: each.values,
    usual: each.values.map(() => each.surprise.usual),
  }));
  const whole: ToldSpan = {
    ...{ startMs, stepMs, count: Math.round((toMs - startMs) / stepMs), window: 'PT5M', zone: ground.zone },
    basis: t`thường: cùng giờ ${weeks} tuần trước`,
  };
  return (
    <span className="panel-marks">
      <SpanHint />
      <SeriesExports
        name={`insight-${incidentId}`}
        title={t`Bất thường quanh sự cố ${incidentId}`}
        series={told}
        span={whole}
        marks={marks}
      />
    </span>
  );
}

type Ranked = SeriesAround & { surprise: RankedSurprise };

function isRanked(series: SeriesAround): series is Ranked {
  return series.surprise.kind === 'ranked';
}

function keyOf({ domain, entity, metric }: SeriesAround): string {
  return `${domain}/${entity}/${metric}`;
}

function SurpriseRow({
  series,
  surprise,
  lines,
}: {
  series: SeriesAround;
  surprise: RankedSurprise;
  lines: Lines;
}) {
  const locale = useLocale();
  const { domain, entity, metric } = series;
  const { span } = lines;
  const { value, usual, z, asFar, weeks, n, peak } = surprise;
  const startMs = span.fromMs + peak * span.stepMs;
  const unit = metricSuffix(metric)?.shown ?? '';
  const isNotable = z === null || Math.abs(z) >= NOTABLE_Z;
  const places = placesFor(series);
  const [low, high] = [usual.low, usual.high].map((each) => formatUpTo(each, places, locale));
  return (
    <li className={isNotable ? 'is-notable' : ''}>
      <SeriesName series={series} />
      <SurpriseSpark series={series} lines={lines} />
      <span className="surprise-value">
        <FigureButton
          request={{ kind: 'series', domain, entity, metric, window: 'PT5M', startMs, stat: 'mean' }}
        >
          <strong className="num">{formatUpTo(value, places, locale)}</strong> <small>{unit}</small>
        </FigureButton>
        <small className="num muted">
          <Trans>
            thường {low}–{high}
          </Trans>
        </small>
      </span>
      <span className="surprise-score">
        <b className="num">
          {z === null ? <Trans>chưa từng đổi</Trans> : <Trans>lệch {formatNumber(z, 1, locale)} lần</Trans>}
        </b>
        <small className="num muted">
          {asFar === 0 ? (
            <Trans>
              0/{weeks} tuần lệch bằng · n={n}
            </Trans>
          ) : (
            <Trans>
              {asFar}/{weeks} tuần lệch bằng hoặc hơn · n={n}
            </Trans>
          )}
        </small>
      </span>
    </li>
  );
}

function SeriesName({ series }: { series: SeriesAround }) {
  const { i18n } = useLingui();
  const locale = useLocale();
  const { name, domain, metric, distanceM, relation } = series;
  const kind = cityDomain(domain)?.name;
  const quantity = metricSuffix(metric)?.quantity;
  return (
    <span className="surprise-name">
      <b className="clip" title={inLocale(name, locale)}>
        {inLocale(name, locale)}
      </b>
      <small className="muted clip">
        {kind === undefined ? domain : inLocale(kind, locale)}
        {quantity !== undefined && ` · ${inLocale(quantity, locale)}`}
        {relation.kind === 'network' && ` · ${i18n._(SIDE_WORDS[relation.over][relation.side])}`}
        {relation.kind === 'anchor' && (
          <>
            {' · '}
            <Trans>chính nơi này</Trans>
          </>
        )}
        {distanceM !== null && distanceM > 0 && ` · ${formatNumber(distanceM / 1_000, 1, locale)} km`}
      </small>
    </span>
  );
}

/** No order of merit below the least n: each says what it has. */
function Unranked({
  series,
  answer: { least },
  lines,
}: {
  series: readonly SeriesAround[];
  answer: InsightAnswer;
  lines: Lines;
}) {
  return (
    <details className="surprise-others" open={series.length <= 4}>
      <summary>
        <Trans>
          Quá ít để xếp hạng: {series.length} chuỗi (cần ít nhất {least.weeks} tuần, {least.n} giá trị cũ)
        </Trans>
      </summary>
      <ul>
        {series.map((each) => (
          <li key={keyOf(each)}>
            <SeriesName series={each} />
            <SurpriseSpark series={each} lines={lines} />
            <small className="num muted">
              {each.surprise.kind === 'too-few' && (
                <Trans>
                  {each.surprise.weeks} tuần · {each.surprise.n} giá trị cũ · {each.surprise.values} trong giờ
                  này
                </Trans>
              )}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
