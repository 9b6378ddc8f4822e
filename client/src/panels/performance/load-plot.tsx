import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { stepAt } from '../../ui/linked/step-cursor.ts';
import { StepSlider } from '../../ui/linked/step-slider.tsx';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import type { OnSpan } from '../../ui/linked/use-span-choice.ts';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import { LoadBars } from '../../ui/load-bars.tsx';

const BARS = { left: 0, width: 1, kind: 'cells' } as const;

/** The load of one position under the cursor of the page, with its two ends in time below; between them what the cursor points at. */
export function LoadPlot({
  columns,
  firstMs,
  stepMs,
  cursor,
  label,
  onSpan,
}: {
  /** Null: the centre did not run. */
  columns: readonly (number | null)[];
  firstMs: number;
  stepMs: number;
  cursor: CursorStore;
  label: string;
  onSpan: OnSpan;
}) {
  const { t } = useLingui();
  const { zone } = useCentre().ground;
  const steps = { startMs: firstMs, stepMs, count: columns.length };
  const wordsAt = (at: number): string => {
    const count = columns[at] ?? null;
    const when = formatDateTime(firstMs + at * stepMs, zone);
    const said = count === null ? t`trung tâm không chạy` : t`${count} báo động`;
    return `${when}: ${said}`;
  };
  const timeMs = useStore(cursor, (state) => state.timeMs);
  const at = timeMs === null ? -1 : stepAt(timeMs, steps);
  return (
    <>
      <StepSlider steps={steps} place={BARS} {...{ cursor, label, wordsAt, onSpan }}>
        <LoadBars counts={columns} label={label} />
      </StepSlider>
      <p className="performance-axis num">
        <span>{formatDateTime(firstMs, zone)}</span>
        {at >= 0 && <b>{wordsAt(at)}</b>}
        <span>{formatDateTime(firstMs + columns.length * stepMs, zone)}</span>
      </p>
    </>
  );
}
