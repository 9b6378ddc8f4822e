import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { IncidentMark } from './incident-marks.ts';
import type { CursorStore } from './cursor-store.ts';
import { movedStep, shareOf, shareOfTime, startOf, stepAt, stepAtShare } from './step-cursor.ts';
import type { StepPlace, Steps } from './step-cursor.ts';
import { useSpanChoice } from './use-span-choice.ts';
import type { OnSpan } from './use-span-choice.ts';
import './linked.css';

/**
 * A drawing of equal steps as a slider of time: pointer and keys move the cursor that all plots of the page share; what lies under it is
 * said in words. Only the line is drawn anew when the cursor moves.
 */
export function StepSlider({
  steps,
  place,
  cursor,
  label,
  wordsAt,
  marks = [],
  onSpan,
  className = '',
  children,
}: {
  steps: Steps;
  place: StepPlace;
  cursor: CursorStore;
  /** What the drawing shows. */
  label: string;
  /** Time and value of a step, for who does not see the line. */
  wordsAt: (at: number) => string;
  /** When incidents began. */
  marks?: readonly IncidentMark[];
  /** What a stretch that is dragged over, or chosen by keys, leads to; absent: nothing. */
  onSpan?: OnSpan | undefined;
  className?: string;
  children: ReactNode;
}) {
  const { timeMs, drag } = useStore(cursor);
  const span = useSpanChoice({ steps, place, cursor, onSpan });
  const at = timeMs === null ? -1 : stepAt(timeMs, steps);
  const told = at < 0 ? steps.count - 1 : at;
  const point = (event: PointerEvent<HTMLElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left) / Math.max(1, width);
    cursor.setState({ timeMs: startOf(stepAtShare(share, steps, place), steps) });
    span.extend(event);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = event.shiftKey ? null : movedStep(event.key, at, steps);
    if (span.onKey(event)) {
      // Chosen, taken or dropped.
    } else if (next !== null) {
      span.drop();
      cursor.setState({ timeMs: startOf(next, steps) });
    } else if (event.key === 'Escape' && timeMs !== null) cursor.setState({ timeMs: null });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = (): void => {
    span.drop();
    cursor.setState({ timeMs: null });
  };
  return (
    <div
      className={`step-slider ${className}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, steps.count - 1)}
      aria-valuenow={Math.max(0, told)}
      aria-valuetext={told < 0 ? undefined : wordsAt(told)}
      aria-keyshortcuts={onSpan === undefined ? undefined : 'Shift+ArrowLeft Shift+ArrowRight Enter'}
      onPointerDown={(event) => {
        span.begin(event);
        point(event);
      }}
      onPointerMove={point}
      onPointerUp={span.end}
      onPointerCancel={span.drop}
      onPointerLeave={leave}
      onBlur={leave}
      onKeyDown={onKey}
    >
      {children}
      <span className="step-marks" aria-hidden="true">
        {marks.map((mark) => (
          <MarkLine key={mark.id} mark={mark} share={shareOfTime(mark.atMs, steps, place)} />
        ))}
        {drag !== null && <DragStretch drag={drag} steps={steps} place={place} />}
        {at >= 0 && <span className="step-cursor" style={{ left: `${shareOf(at, steps, place) * 100}%` }} />}
      </span>
    </div>
  );
}

function DragStretch({
  drag: { fromMs, toMs },
  steps,
  place,
}: {
  drag: { fromMs: number; toMs: number };
  steps: Steps;
  place: StepPlace;
}) {
  const [from, to] = [stepAt(fromMs, steps), stepAt(toMs - 1, steps)];
  if (from < 0 || to < 0) return null;
  const half = place.kind === 'cells' ? (0.5 * place.width) / Math.max(1, steps.count) : 0;
  const left = shareOf(from, steps, place) - half;
  const width = shareOf(to, steps, place) + half - left;
  return <span className="step-drag" style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />;
}

function MarkLine({ mark: { priority }, share }: { mark: IncidentMark; share: number | null }) {
  if (share === null) return null;
  return (
    <span className={`step-mark step-mark-p${priority}`} style={{ left: `${share * 100}%` }}>
      <i className="num">P{priority}</i>
    </span>
  );
}
