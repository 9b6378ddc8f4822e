import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { useStore } from 'zustand';
import { useCentre } from '../../live/centre-context.ts';
import { FreshMark } from '../../ui/fresh-mark.tsx';
import { formatNumber, NO_VALUE } from '../../ui/format.ts';
import { UsualWords } from '../../ui/usual-words.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { ExportButtons } from '../../ui/linked/export-buttons.tsx';
import type { IncidentMark } from '../../ui/linked/incident-marks.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { PlotHost, PlotOverlay } from './plot-overlay.tsx';
import { movedCursor } from './time-span.ts';
import type { Axis } from './time-span.ts';
import { WINDOW_MS } from './trend-answers.ts';
import type { TrendFigure } from './trend-answers.ts';
import { TrendCanvas } from './trend-canvas.tsx';
import type { TrendLook } from './trend-look.ts';
import { indexAt } from './trend-points.ts';
import { BasisWords, dayAndMinute, useFigureName, useFlaw, valueWords } from './trend-words.tsx';
import { useExports } from './use-exports.ts';
import { useTrend } from './use-trend.ts';
import type { Trend } from './use-trend.ts';

/** What all charts of a page share. */
export interface Board {
  axis: Axis;
  isLive: boolean;
  nowMs: number;
  /** Of the city's zone from UTC. */
  offsetMs: number;
  marks: readonly IncidentMark[];
  cursor: CursorStore;
  onSpan: (fromMs: number, toMs: number) => void;
}

/** One figure over the time of the page, over what is usual for it; the value under the shared cursor, or the newest one. */
export function TrendCard({
  figure,
  board,
  isLarge = false,
}: {
  figure: TrendFigure;
  board: Board;
  isLarge?: boolean;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const host = useRef<HTMLElement>(null);
  const trend = useTrend(figure, board);
  const named = useFigureName(figure);
  const flaw = useFlaw(trend, board.nowMs);
  const { points } = trend;
  const { axis, offsetMs, marks } = board;
  const look: TrendLook = useMemo(
    () => ({ axis, offsetMs, zone: ground.zone, locale, figure, incidents: marks }),
    [axis, offsetMs, ground.zone, locale, figure, marks],
  );
  const exports = useExports({ figure, trend, board, named, host });
  const newest = points.items.findLastIndex((item) => item !== null);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { timeMs } = board.cursor.getState();
    const next = movedCursor(event.key, timeMs, {
      axis,
      stepMs: WINDOW_MS[trend.window],
      nowMs: board.nowMs,
    });
    if (next !== null) board.cursor.setState({ timeMs: next });
    else if (event.key === 'p') void exports.png();
    else if (event.key === 'c') exports.csv();
    else return;
    event.preventDefault();
  };
  const isEmpty = newest < 0;
  const wordsAt = (timeMs: number | null): string => {
    const at = timeMs === null ? newest : indexAt(points, timeMs, trend.window);
    const value = valueWords(points.values[at] ?? null, named, { none: t`không có số đo`, locale });
    return at < 0 ? value : `${dayAndMinute(points.times[at]!, ground.zone)}: ${value}`;
  };
  return (
    <section
      className={`panel trend-card ${isLarge ? 'trend-large' : ''}`}
      ref={host}
      aria-label={named.name}
      data-figure={figure.id}
    >
      <CardHead
        {...{ figure, trend, board, named, isLarge }}
        onPng={() => exports.png()}
        onCsv={exports.csv}
      />
      <CursorValue {...{ trend, board, named }} />
      <PlotHost
        label={t`${named.name}: con trỏ thời gian`}
        wordsAt={wordsAt}
        isOld={trend.problem !== null && trend.isAnswered}
        axis={axis}
        cursor={board.cursor}
        onKeyDown={onKey}
      >
        {isEmpty ? (
          <p className="trend-empty">
            {trend.problem !== null ? (
              <>
                <Trans>Chưa lấy được số liệu:</Trans> <code>{trend.problem.code}</code>
              </>
            ) : trend.isAnswered ? (
              <Trans>Không có số liệu trong khoảng này.</Trans>
            ) : (
              <Trans>Đang hỏi trung tâm…</Trans>
            )}
          </p>
        ) : (
          <TrendCanvas
            points={points}
            look={look}
            label={`${named.name}: ${valueWords(points.values[newest] ?? null, named, { none: NO_VALUE, locale })}`}
          />
        )}
        <PlotOverlay axis={axis} cursor={board.cursor} onDrag={board.onSpan} />
      </PlotHost>
      <footer className="trend-foot">
        <span className="clip">
          <BasisWords usual={trend.usual} axis={axis} hasUsual={figure.hasUsual} />
        </span>
        {flaw !== null && !isEmpty && <span className="trend-flaw clip">{flaw}</span>}
      </footer>
    </section>
  );
}

interface Part {
  trend: Trend;
  board: Board;
  named: ReturnType<typeof useFigureName>;
}

/** Closer to one figure, over the same time. */
function FigureLink({ id, children }: { id: string; children: ReactNode }) {
  const search = useSearch();
  return (
    <Link href={`/desk/trends/${encodeURIComponent(id)}${search === '' ? '' : `?${search}`}`}>
      {children}
    </Link>
  );
}

function CardHead({
  figure,
  trend,
  board,
  named,
  isLarge,
  onPng,
  onCsv,
}: Part & { figure: TrendFigure; isLarge: boolean; onPng: () => Promise<void>; onCsv: () => void }) {
  const { points, window } = trend;
  const newest = points.items.findLastIndex((item) => item !== null);
  const newestMs = newest < 0 ? null : Math.min(points.times[newest]! + WINDOW_MS[window], board.nowMs);
  const name = named.name;
  return (
    <header className="panel-head">
      <h2 className="clip">{isLarge ? name : <FigureLink id={figure.id}>{name}</FigureLink>}</h2>
      <span className="panel-sub">{named.unit}</span>
      <span className="panel-marks">
        {board.isLive ? (
          <FreshMark
            eventTimeMs={newestMs}
            periodMs={Math.max(WINDOW_MS[window], figure.periodMs ?? 0)}
            isShort
          />
        ) : (
          <span className="trend-past">
            <Trans>lịch sử</Trans>
          </span>
        )}
        <ExportButtons title={name} isEmpty={newest < 0} onPng={onPng} onCsv={onCsv} />
      </span>
    </header>
  );
}

/** Re-rendered by the cursor alone: the card and its chart are not. */
function CursorValue({ trend, board, named }: Part) {
  const { ground } = useCentre();
  const locale = useLocale();
  const { timeMs } = useStore(board.cursor);
  const { points, window } = trend;
  const pointed = timeMs === null ? -1 : indexAt(points, timeMs, window);
  const at = timeMs === null ? points.items.findLastIndex((item) => item !== null) : pointed;
  const item = points.items[at] ?? null;
  const value = points.values[at] ?? null;
  const near = timeMs === null ? undefined : nearestMark(board, timeMs);
  return (
    <p className="trend-value" aria-live="off">
      <strong className="num">
        {value === null ? NO_VALUE : formatNumber(value, named.decimals, locale)}
      </strong>
      {at >= 0 && <span className="num muted">{dayAndMinute(points.times[at]!, ground.zone)}</span>}
      {item !== null && item.expected !== null && (
        <span className="num muted">
          n {formatNumber(item.n, 0, locale)}/{formatNumber(item.expected, 0, locale)}
        </span>
      )}
      <span className="clip">
        {near !== undefined ? (
          <>
            P{near.priority} {near.title}
          </>
        ) : (
          trend.usual.answers !== null && (
            <UsualWords value={value} range={points.usual[at] ?? null} decimals={named.decimals} />
          )
        )}
      </span>
    </p>
  );
}

/** The incident that the cursor points at, within a hundredth of what is shown. */
function nearestMark({ marks, axis }: Board, timeMs: number): IncidentMark | undefined {
  const reachMs = (axis.toMs - axis.fromMs) / 100;
  return marks
    .filter(({ atMs }) => Math.abs(atMs - timeMs) <= reachMs)
    .sort((a, b) => Math.abs(a.atMs - timeMs) - Math.abs(b.atMs - timeMs))[0];
}
