import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useId, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { nextCell } from '../../ui/plot-geometry.ts';
import type { PlotCell, PlotGrid } from '../../ui/plot-geometry.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { CALENDAR_DAYS, calendarDays } from './calendar-cells.ts';
import type { CalendarCell, CalendarDay } from './calendar-cells.ts';
import { figureQuery } from './trend-answers.ts';
import type { TrendAnswer, TrendFigure } from './trend-answers.ts';
import { useFigureName, valueWords } from './trend-words.tsx';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ASK_EVERY_MS = 300_000;

/** The hours of four weeks as a calendar: at a glance which hours of which days are alike. A table, so that it is read as one. */
export function CalendarPanel({
  figure,
  nowMs,
  onHour,
}: {
  figure: TrendFigure;
  nowMs: number;
  /** An hour that was pressed, with the hour before and the one after it. */
  onHour: (fromMs: number, toMs: number) => void;
}) {
  const { api, ground } = useCentre();
  const named = useFigureName(figure);
  const isTold = figure.windows.includes('PT1H');
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const query = figureQuery(figure);
  const ask = useCallback(() => {
    const range = `from=${hourMs - CALENDAR_DAYS * DAY_MS}&to=${hourMs + HOUR_MS}`;
    return isTold
      ? api.get<TrendAnswer>(`/trends/windows?${query}&window=PT1H&${range}`)
      : Promise.resolve<TrendAnswer>({ figure: '', window: 'PT1H', entities: 0, items: [] });
  }, [api, query, hourMs, isTold]);
  const { value, problem } = useAnswer(ask, ASK_EVERY_MS);
  const days = useMemo(
    () => calendarDays(value?.items ?? [], { zone: ground.zone, nowMs }),
    [value, ground.zone, nowMs],
  );
  return (
    <Panel
      className="calendar-panel"
      title={<Trans>Lịch theo giờ</Trans>}
      subtitle={
        <Trans>
          {named.unit} · {CALENDAR_DAYS} ngày, trung bình mỗi giờ đã chốt
        </Trans>
      }
      isStale={problem !== null && value !== null}
      marks={problem !== null && <code>{problem.code}</code>}
    >
      {days.length === 0 ? (
        <p className="empty-note">
          {!isTold ? (
            <Trans>Chỉ số này không có giá trị theo giờ.</Trans>
          ) : value === null && problem === null ? (
            <Trans>Đang hỏi trung tâm…</Trans>
          ) : problem !== null ? (
            <Trans>Chưa lấy được số liệu: {problem.code}</Trans>
          ) : (
            <Trans>Không có giờ nào có số đo.</Trans>
          )}
        </p>
      ) : (
        <Calendar {...{ days, named, onHour }} />
      )}
    </Panel>
  );
}

function Calendar({
  days,
  named,
  onHour,
}: {
  days: readonly CalendarDay[];
  named: ReturnType<typeof useFigureName>;
  onHour: (fromMs: number, toMs: number) => void;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const wordsId = useId();
  const [at, setAt] = useState<PlotCell>({ column: 0, row: 0 });
  const grid: PlotGrid = {
    ...{ boxIn: () => ({ left: 0, top: 0, width: 1, height: 1 }), kind: 'cells' },
    ...{ columns: 24, rows: days.length, lastColumn: 23 },
  };
  const row = Math.min(at.row, days.length - 1);
  const chosen = days[row]!;
  const cell = chosen.hours[at.column] ?? null;
  const open = (one: CalendarCell | null): void => {
    if (one !== null) onHour(one.startMs - HOUR_MS, one.startMs + 2 * HOUR_MS);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') open(cell);
    const next = nextCell(event.key, { column: at.column, row }, grid);
    if (next === null || event.shiftKey) return;
    event.preventDefault();
    setAt(next);
  };
  const words = cell === null ? t`không có số đo` : cellWords(cell, named, locale);
  const values = days.flatMap(({ hours }) => hours.flatMap((one) => (one === null ? [] : [one.value])));
  return (
    <div className="calendar">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrow keys walk its cells, whose words stand below */}
      <table
        tabIndex={0}
        onKeyDown={onKey}
        aria-label={t`${named.name}: lịch theo giờ`}
        aria-describedby={wordsId}
      >
        <thead>
          <tr>
            <td />
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={hour} scope="col" className="num">
                {hour % 3 === 0 ? hour : <span className="sr-only">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day.date} className={day.weekday === 0 || day.weekday === 6 ? 'is-weekend' : ''}>
              <th scope="row" className="num">
                {day.date.slice(0, 5)}
              </th>
              {day.hours.map((one, hour) => (
                <td
                  key={hour}
                  className={`${one === null ? 'is-empty' : `heat-step-${one.step}`} ${one?.isPartial === true ? 'is-partial' : ''} ${index === row && hour === at.column ? 'is-chosen' : ''}`}
                  onPointerEnter={() => setAt({ column: hour, row: index })}
                  onClick={() => open(one)}
                >
                  <span className="sr-only">
                    {one === null ? t`không có số đo` : formatNumber(one.value, named.decimals, locale)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="calendar-foot num" id={wordsId} role="status">
        <span>
          {chosen.date} {String(at.column).padStart(2, '0')}:00 · {words}
          {cell !== null && (
            <span className="muted">
              {' · '}
              <Trans>bấm hoặc Enter: lịch sử giờ này</Trans>
            </span>
          )}
        </span>
        <span className="calendar-legend muted">
          {formatNumber(Math.min(...values), named.decimals, locale)}
          {[0, 1, 2, 3, 4, 5].map((step) => (
            <i key={step} className={`heat-step-${step}`} />
          ))}
          {formatNumber(Math.max(...values), named.decimals, locale)}
        </span>
      </p>
    </div>
  );
}

function cellWords(
  { value, n, expected }: CalendarCell,
  named: { unit: string; decimals: number },
  locale: ReturnType<typeof useLocale>,
): string {
  const said = valueWords(value, named, { none: '', locale });
  return expected === null ? `${said} · n ${n}` : `${said} · n ${n}/${expected}`;
}
