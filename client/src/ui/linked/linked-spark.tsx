import type { Spark, UsualRange } from '@metropane/live-state';
import { useStore } from 'zustand';
import { SPARK_PLACE } from '../spark-path.ts';
import { Sparkline } from '../sparkline.tsx';
import type { IncidentMark } from './incident-marks.ts';
import type { CursorStore } from './cursor-store.ts';
import { startOf, stepAt } from './step-cursor.ts';
import { StepSlider } from './step-slider.tsx';
import type { OnSpan } from './use-span-choice.ts';

/** A trend of the size of a word under the cursor of its page. */
export function LinkedSpark({
  spark,
  usual,
  isOld = false,
  ...under
}: {
  spark: Spark;
  usual?: UsualRange | undefined;
  isOld?: boolean;
  cursor: CursorStore;
  label: string;
  wordsAt: (at: number) => string;
  marks?: readonly IncidentMark[];
  onSpan?: OnSpan;
}) {
  // Nothing was measured: there is no drawing to point at.
  if (spark.values.every((value) => value === null)) return null;
  return (
    <StepSlider
      {...under}
      className="linked-spark"
      steps={{ startMs: spark.startMs, stepMs: spark.stepMs, count: spark.values.length }}
      place={SPARK_PLACE}
    >
      <Sparkline spark={spark} usual={usual} isOld={isOld} />
    </StepSlider>
  );
}

/** What a spark shows under the cursor; null: nobody points, or not at a time that it shows. */
export function usePointed(
  cursor: CursorStore,
  spark: Spark | null,
): { at: number; timeMs: number; value: number | null } | null {
  const timeMs = useStore(cursor, (state) => state.timeMs);
  if (timeMs === null || spark === null) return null;
  const steps = { startMs: spark.startMs, stepMs: spark.stepMs, count: spark.values.length };
  const at = stepAt(timeMs, steps);
  return at < 0 ? null : { at, timeMs: startOf(at, steps), value: spark.values[at] ?? null };
}
