import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CityState, IndicatorRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { CalendarPanel } from './calendar-panel.tsx';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import { axisOf, LENGTHS_MS, panned, spanned, zoomed } from './time-span.ts';
import type { TimeView } from './time-span.ts';
import { seriesFigure } from './trend-answers.ts';
import type { TrendFigure, TrendList } from './trend-answers.ts';
import { TrendCard } from './trend-card.tsx';
import type { Board } from './trend-card.tsx';
import { spanWords } from '../../ui/linked/file-words.ts';
import { useIncidentMarks } from './use-incident-marks.ts';
import { useTimeView } from './use-time-view.ts';
import type { SetTimeView } from './use-time-view.ts';
import { zoneOffsetMs } from './zone-offset.ts';
import './trends.css';

/**
 * Every figure that history can tell, small and alike, over one stretch of time with one cursor; `figureId`: the one that is looked
 * at closer, with the calendar of its hours. Keys work wherever the focus is on the page.
 */
export function TrendBoard({ figureId }: { figureId: string | null }) {
  const { api } = useCentre();
  const [cursor] = useState(makeCursor);
  const ask = useCallback(() => api.get<TrendList>('/trends'), [api]);
  const { value: list, problem } = useAnswer(ask);
  const nowMs = Math.floor(useNowMs() / 60_000) * 60_000;
  const [view, setView] = useTimeView(nowMs);
  const board = useBoard({ view, setView, nowMs, cursor });
  useBoardKeys({ setView, board });
  const all = list?.items ?? [];
  const chosen = figureId === null ? null : (all.find(({ id }) => id === figureId) ?? seriesFigure(figureId));
  return (
    <main className="trends-main">
      <BoardBar {...{ view, setView, board }} hidden={board.hiddenMarks} />
      {figureId !== null && list !== null && chosen === null && (
        <p className="trend-notice" role="alert">
          <Trans>Không có chỉ số {figureId} trong lịch sử.</Trans>
        </p>
      )}
      {chosen !== null && (
        <div className="trends-chosen">
          <TrendCard key={chosen.id} figure={chosen} board={board} isLarge />
          <CalendarPanel key={`calendar ${chosen.id}`} figure={chosen} nowMs={nowMs} onHour={board.onSpan} />
        </div>
      )}
      {list === null ? (
        <p className="trend-notice" role={problem === null ? undefined : 'alert'}>
          {problem === null ? (
            <Trans>Đang hỏi trung tâm…</Trans>
          ) : (
            <>
              <Trans>Chưa hỏi được trung tâm:</Trans> <code>{problem.code}</code>
            </>
          )}
        </p>
      ) : (
        <SmallMultiples figures={all.filter(({ id }) => id !== chosen?.id)} board={board} />
      )}
      {list !== null && list.untold.length > 0 && <Untold ids={list.untold} />}
    </main>
  );
}

/** The figures of the wall that no history can tell, by their names. */
function Untold({ ids }: { ids: readonly string[] }) {
  const locale = useLocale();
  const indicators = useLive(allIndicators, INDICATORS);
  const names = ids.map((id) => {
    const indicator = indicators.find((each) => `indicator/${each.id}` === id);
    return indicator === undefined ? id : inLocale(indicator.name, locale);
  });
  return (
    <p className="trend-notice muted">
      <Trans>Không vẽ được từ lịch sử: {names.join(', ')}</Trans>
    </p>
  );
}

const INDICATORS = { tables: ['indicator'], maxHz: 1 } as const;

function allIndicators({ records }: CityState): IndicatorRecord[] {
  return [...records.indicator.values()];
}

function SmallMultiples({ figures, board }: { figures: readonly TrendFigure[]; board: Board }) {
  return (
    <div className="trends-grid">
      {figures.map((figure) => (
        <TrendCard key={figure.id} figure={figure} board={board} />
      ))}
    </div>
  );
}

function useBoard({
  view,
  setView,
  nowMs,
  cursor,
}: {
  view: TimeView;
  setView: SetTimeView;
  nowMs: number;
  cursor: Board['cursor'];
}): Board & { hiddenMarks: number } {
  const { ground } = useCentre();
  const { endMs, lengthMs } = view;
  // A stretch of the past stays the same while time goes on.
  const movingMs = endMs === null ? nowMs : 0;
  const axis = useMemo(() => axisOf({ endMs, lengthMs }, movingMs), [endMs, lengthMs, movingMs]);
  const { marks, hidden } = useIncidentMarks(axis);
  const offsetMs = zoneOffsetMs(axis.toMs, ground.zone);
  const onSpan = useCallback(
    (aMs: number, bMs: number) => setView(() => spanned(aMs, bMs, nowMs)),
    [setView, nowMs],
  );
  return useMemo(
    () => ({ axis, isLive: endMs === null, nowMs, offsetMs, marks, cursor, onSpan, hiddenMarks: hidden }),
    [axis, endMs, nowMs, offsetMs, marks, cursor, onSpan, hidden],
  );
}

/** `+` `-` closer and further, Shift with ← → earlier and later, Esc or L back to live. */
function useBoardKeys({ setView, board }: { setView: SetTimeView; board: Board }): void {
  const { cursor, nowMs } = board;
  useEffect(
    function listenToKeys() {
      const onKey = (event: globalThis.KeyboardEvent): void => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event))
          return;
        const around = { nowMs, aroundMs: cursor.getState().timeMs };
        if (event.key === '+' || event.key === '=') setView((view) => zoomed(view, 'in', around));
        else if (event.key === '-') setView((view) => zoomed(view, 'out', around));
        else if (event.shiftKey && event.key === 'ArrowLeft') setView((view) => panned(view, -1, nowMs));
        else if (event.shiftKey && event.key === 'ArrowRight') setView((view) => panned(view, 1, nowMs));
        else if (event.key === 'Escape' || event.key === 'l') {
          cursor.setState({ timeMs: null, drag: null });
          setView((view) => ({ ...view, endMs: null }));
        } else return;
        event.preventDefault();
      };
      document.addEventListener('keydown', onKey);
      return () => document.removeEventListener('keydown', onKey);
    },
    [setView, cursor, nowMs],
  );
}

function isTyping({ target }: Pick<KeyboardEvent, 'target'> | globalThis.KeyboardEvent): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null
  );
}

function BoardBar({
  view,
  setView,
  board,
  hidden,
}: {
  view: TimeView;
  setView: SetTimeView;
  board: Board;
  hidden: number;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const isLive = view.endMs === null;
  const { axis, marks, nowMs } = board;
  return (
    <header className={`trends-bar ${isLive ? '' : 'is-past'}`}>
      <h2>{isLive ? <Trans>Xu hướng · trực tiếp</Trans> : <Trans>Xu hướng · lịch sử</Trans>}</h2>
      <span className="num trends-span">{spanWords(axis, ground.zone)}</span>
      <span className="trends-lengths" role="group" aria-label={t`Độ dài`}>
        {LENGTHS_MS.map((lengthMs) => (
          <button
            key={lengthMs}
            type="button"
            className="trend-chip"
            aria-pressed={view.lengthMs === lengthMs}
            onClick={() => setView((now) => ({ ...now, lengthMs }))}
          >
            {formatDuration(lengthMs, locale)}
          </button>
        ))}
      </span>
      <button
        type="button"
        className="trend-chip"
        aria-label={t`Sớm hơn`}
        onClick={() => setView((now) => panned(now, -1, nowMs))}
      >
        ◀
      </button>
      <button
        type="button"
        className="trend-chip"
        aria-label={t`Muộn hơn`}
        disabled={isLive}
        onClick={() => setView((now) => panned(now, 1, nowMs))}
      >
        ▶
      </button>
      <button
        type="button"
        className="button"
        disabled={isLive}
        onClick={() => setView((now) => ({ ...now, endMs: null }))}
      >
        <Trans>Về trực tiếp</Trans> <kbd className="keycap">Esc</kbd>
      </button>
      <span className="trends-note muted clip">
        {hidden > 0 ? (
          <Trans>
            {marks.length} sự cố P1–P2 được đánh dấu, {hidden} không vẽ
          </Trans>
        ) : (
          <Trans>{marks.length} sự cố P1–P2 được đánh dấu</Trans>
        )}
        {' · '}
        <Trans>kéo chuột để phóng to, + − ⇧← ⇧→</Trans>
      </span>
    </header>
  );
}
