import { Trans, useLingui } from '@lingui/react/macro';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatMinute } from '../../ui/format.ts';
import { remPx } from '../../ui/use-fitting-rows.ts';
import { CausalPanel } from './causal-panel.tsx';
import { CursorLine, SeriesRow } from './series-panel.tsx';
import { axisAround, axisLabels, movedCursor, percentAt, SPANS } from './time-axis.ts';
import type { SpanName } from './time-axis.ts';
import { useNearSeries } from './use-series.ts';
import '../desk/queue-search.css';

/** Causes and measured things on one axis of time, with one cursor that the arrows move. */
export function TimePanel({
  incident,
  alarms,
}: {
  incident: IncidentRecord;
  alarms: ReadonlyMap<string, AlarmRecord>;
}) {
  const { t } = useLingui();
  const { ground } = useCentre();
  const [span, setSpan] = useState<SpanName>('30m');
  const secondMs = useNowMs();
  // A minute is enough for an axis of an hour: each new one asks for all series again.
  const nowMs = Math.floor(secondMs / 60_000) * 60_000;
  const middleMs = incident.state === 'closed' ? incident.openedAtMs : nowMs;
  const axis = useMemo(() => axisAround(middleMs, span), [middleMs, span]);
  const [wished, setWished] = useState<number | null>(null);
  const lastMs = Math.min(nowMs, axis.toMs) - axis.stepMs;
  const cursorMs = movedCursor(wished ?? lastMs, 0, { axis, lastMs });
  const series = useNearSeries(incident.loc, axis);
  const onKey = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    setWished(movedCursor(cursorMs, steps, { axis, lastMs }));
  };
  const onPoint = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const timeMs = axis.fromMs + ((event.clientX - left) / width) * (axis.toMs - axis.fromMs);
    setWished(movedCursor(timeMs, 0, { axis, lastMs }));
  };
  return (
    <section className="panel time-panel">
      <header className="panel-head">
        <h2>
          <Trans>Chuỗi nguyên nhân</Trans>
        </h2>
        <span className="panel-sub clip">
          <Trans>từ nhóm báo động và độ trễ; suy luận, cần người xác nhận</Trans>
        </span>
        <span className="panel-marks">
          {SPANS.map((each) => (
            <button
              key={each}
              type="button"
              className="queue-chip"
              aria-pressed={each === span}
              onClick={() => setSpan(each)}
            >
              {each === '30m' ? '±30′' : each === '2h' ? '±2 h' : '±24 h'}
            </button>
          ))}
          <kbd className="keycap">←</kbd>
          <kbd className="keycap">→</kbd>
        </span>
      </header>
      <div className="time-body">
        <TimeTicks {...{ axis, span, nowMs, cursorMs }} />
        <CausalPanel {...{ incident, alarms, axis, nowMs }} />
        <h2 className="time-sub">
          <Trans>Chuỗi tương quan</Trans>
          <small>
            <Trans>các điểm đo gần nhất, cửa sổ đã chốt; chưa có dự báo cho phần sau giờ này</Trans>
          </small>
        </h2>
        {series.length === 0 && (
          <p className="muted causal-none">
            {incident.loc === undefined ? (
              <Trans>Sự cố không có vị trí, nên không biết điểm đo nào gần.</Trans>
            ) : (
              <Trans>Không có điểm đo nào trong 4 km.</Trans>
            )}
          </p>
        )}
        {series.map((each) => (
          <SeriesRow
            key={`${each.near.domain}/${each.near.entity}`}
            series={each}
            axis={axis}
            cursorMs={cursorMs}
          />
        ))}
        <div
          className="time-cursor-area"
          id="time-cursor"
          role="slider"
          tabIndex={0}
          aria-label={t`Con trỏ thời gian`}
          aria-valuemin={axis.fromMs}
          aria-valuemax={lastMs}
          aria-valuenow={cursorMs}
          aria-valuetext={formatMinute(cursorMs, ground.zone)}
          onKeyDown={onKey}
          onPointerDown={onPoint}
          onPointerMove={onPoint}
        >
          <span className="time-now" style={{ left: `${percentAt(nowMs, axis)}%` }} />
          <CursorLine cursorMs={cursorMs} axis={axis} />
        </div>
      </div>
    </section>
  );
}

function TimeTicks({
  axis,
  span,
  nowMs,
  cursorMs,
}: {
  axis: ReturnType<typeof axisAround>;
  span: SpanName;
  nowMs: number;
  cursorMs: number;
}) {
  const { ground } = useCentre();
  const box = useRef<HTMLDivElement>(null);
  const widthRem = useWidthRem(box);
  const { ticks, now } = axisLabels(axis, span, { nowMs, cursorMs, widthRem });
  return (
    <div className="time-ticks num" aria-hidden="true">
      <div ref={box}>
        {ticks.map(({ timeMs, at }) => (
          <span key={timeMs} style={{ left: `${at}%` }}>
            {formatMinute(timeMs, ground.zone)}
          </span>
        ))}
        {now !== null && (
          <b className={`is-${now.side}`} style={{ left: `${now.at}%` }}>
            <Trans>nay</Trans> {formatMinute(nowMs, ground.zone)}
          </b>
        )}
      </div>
    </div>
  );
}

/** How wide an element is; 0 until it was drawn. */
function useWidthRem(box: RefObject<HTMLElement | null>): number {
  const [widthRem, setWidthRem] = useState(0);
  useLayoutEffect(
    function followWidth() {
      const element = box.current;
      if (element === null) return undefined;
      const measure = (): void => setWidthRem(element.clientWidth / remPx());
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(element);
      return () => observer.disconnect();
    },
    [box],
  );
  return widthRem;
}
