import { Trans } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import type { CityState } from '@metropane/live-state';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import type { SeriesRequest } from '../../live/receipt-request.ts';
import { useLive } from '../../live/use-live.ts';
import { seriesQuery } from '../../live/usual-store.ts';
import { FigureButton } from '../../ui/figure-button.tsx';
import { formatMinute, formatNumber, NO_VALUE } from '../../ui/format.ts';
import { bandPath, linePath, paddedRange, rangeOf } from '../../ui/spark-path.ts';
import { UsualWords } from '../../ui/usual-words.tsx';
import { useUsual } from '../../ui/use-usual.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { percentAt } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';
import { limitOf } from './use-series.ts';
import type { NearSeries } from './use-series.ts';

const BOX = { width: 1_000, height: 100 };

/** One measured thing on the axis: its line, the limit of an alarm that stands, and what it was where the cursor is. */
export function SeriesRow({
  series,
  axis,
  cursorMs,
}: {
  series: NearSeries;
  axis: TimeAxis;
  cursorMs: number;
}) {
  const locale = useLocale();
  const { near, rows, problem } = series;
  const select = useCallback((state: CityState) => limitOf(near, state), [near]);
  const limit = useLive(select, ALARMS);
  const values = valuesOn(axis, rows ?? []);
  const usual = useUsual(seriesQuery(near), axis.window === 'PT1H' ? 'PT1H' : 'PT5M', axis);
  const band = values.map((_, i) => usual.at(axis.fromMs + i * axis.stepMs));
  const low = band.map((point) => point?.low ?? null);
  const high = band.map((point) => point?.high ?? null);
  const range = rangeOf(values, low, high, limit === null ? [] : [limit]);
  const at = Math.floor((cursorMs - axis.fromMs) / axis.stepMs);
  const value = values[at] ?? null;
  const decimals = value !== null && Math.abs(value) < 10 ? 2 : 0;
  const unit = metricSuffix(near.metric)?.shown ?? '';
  const startMs = axis.fromMs + at * axis.stepMs;
  return (
    <section className="series-row">
      <header>
        <h3 className="clip">{inLocale(near.name, locale)}</h3>
        <p className="muted clip">
          {unit} · {formatNumber(near.distanceM / 1_000, 1, locale)} km
        </p>
      </header>
      <div className="series-plot">
        {range === null ? (
          <p className="muted">
            {rows === null && problem === null ? (
              <Trans>Đang hỏi trung tâm…</Trans>
            ) : problem !== null ? (
              <>
                <Trans>Chưa lấy được số liệu:</Trans> <code>{problem.code}</code>
              </>
            ) : (
              <Trans>Không có số liệu trong khoảng này.</Trans>
            )}
          </p>
        ) : (
          <SeriesPlot {...{ values, limit, at, low, high }} range={paddedRange(range)} />
        )}
      </div>
      <CursorValue
        request={value === null ? null : receiptOf(series, axis, startMs)}
        value={value === null ? NO_VALUE : formatNumber(value, decimals, locale)}
        unit={unit}
        startMs={startMs}
        usual={
          usual.answers !== null && <UsualWords value={value} range={band[at] ?? null} decimals={decimals} />
        }
      />
    </section>
  );
}

const ALARMS = { tables: ['alarm'], maxHz: 1 } as const;

function CursorValue({
  request,
  value,
  unit,
  startMs,
  usual,
}: {
  request: SeriesRequest | null;
  value: string;
  unit: string;
  startMs: number;
  /** How it compares with what is usual then. */
  usual: ReactNode;
}) {
  const { ground } = useCentre();
  return (
    <p className="series-value">
      <FigureButton request={request}>
        <strong className="num">{value}</strong>
      </FigureButton>{' '}
      <span className="muted">{value === NO_VALUE ? '' : unit}</span>
      <small className="num muted">{formatMinute(startMs, ground.zone)}</small>
      <small className="series-usual muted">{usual}</small>
    </p>
  );
}

function SeriesPlot({
  values,
  limit,
  at,
  low,
  high,
  range: [bottom, top],
}: {
  values: readonly (number | null)[];
  limit: number | null;
  at: number;
  /** What is usual, by window. */
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  range: [number, number];
}) {
  const locale = useLocale();
  const box = { ...BOX, low: bottom, high: top, steps: values.length };
  const y = (value: number): number => BOX.height - ((value - bottom) / (top - bottom)) * BOX.height;
  const value = values[at] ?? null;
  return (
    <>
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="series-band" d={bandPath(low, high, box)} />
        {limit !== null && (
          <line className="series-limit" x1="0" x2={BOX.width} y1={y(limit)} y2={y(limit)} />
        )}
        <path className="series-line" d={linePath(values, box)} />
      </svg>
      {limit !== null && (
        <span className="series-limit-name num" style={{ top: `${y(limit)}%` }}>
          <Trans>ngưỡng {formatNumber(limit, limit < 10 ? 2 : 0, locale)}</Trans>
        </span>
      )}
      {value !== null && (
        <span
          className="series-dot"
          style={{ left: `${(at / Math.max(1, values.length - 1)) * 100}%`, top: `${y(value)}%` }}
        />
      )}
    </>
  );
}

/** One value per window of the axis; where nothing was measured there is none. */
export function valuesOn(
  axis: TimeAxis,
  rows: readonly { start: string; mean: number | null }[],
): (number | null)[] {
  const values = Array<number | null>(Math.round((axis.toMs - axis.fromMs) / axis.stepMs)).fill(null);
  for (const { start, mean } of rows) {
    const at = Math.floor((Date.parse(start) - axis.fromMs) / axis.stepMs);
    if (at >= 0 && at < values.length) values[at] = mean;
  }
  return values;
}

function receiptOf({ near }: NearSeries, axis: TimeAxis, startMs: number): SeriesRequest {
  const { domain, entity, metric } = near;
  return { kind: 'series', domain, entity, metric, window: axis.window, startMs, stat: 'mean' };
}

/** The cursor over all lanes and series, with its time. */
export function CursorLine({ cursorMs, axis }: { cursorMs: number; axis: TimeAxis }) {
  const { ground } = useCentre();
  return (
    <span className="time-cursor" style={{ left: `${percentAt(cursorMs, axis)}%` }}>
      <b className="num">{formatMinute(cursorMs, ground.zone)}</b>
    </span>
  );
}
