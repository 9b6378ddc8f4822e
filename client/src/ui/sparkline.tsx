import { memo } from 'react';
import type { Priority, Spark, UsualRange } from '@metropane/live-state';
import { bandPath, lastPoint, linePath, paddedRange, rangeOf } from './spark-path.ts';
import type { SparkBox } from './spark-path.ts';
import './sparkline.css';

/**
 * A trend of the size of a word, with the usual range behind it. Drawn only when its values change. The box has one
 * aspect for all sizes, so strokes scale with the wall and are never stretched.
 */
export const Sparkline = memo(function Sparkline({
  spark,
  usual,
  priority = null,
  isOld = false,
}: {
  spark: Spark;
  usual?: UsualRange | undefined;
  priority?: Priority | null;
  isOld?: boolean;
}) {
  const range = rangeOf(spark.values, usual?.low, usual?.high);
  if (range === null) return null;
  const [low, high] = paddedRange(range);
  const box: SparkBox = { width: 70, height: 22, low, high, steps: spark.values.length };
  const end = lastPoint(spark.values, box);
  return (
    <svg
      className={`spark ${isOld ? 'spark-old' : `spark-p${priority ?? 0}`}`}
      viewBox="-1 -1 76 24"
      aria-hidden="true"
    >
      {usual === undefined ? (
        <rect className="spark-ground" width="70" height="22" />
      ) : (
        <path className="spark-band" d={bandPath(usual.low, usual.high, box)} />
      )}
      <path className="spark-line" d={linePath(spark.values, box)} />
      {end !== null && <circle className="spark-end" cx={end.x} cy={end.y} r="2.4" />}
    </svg>
  );
});
