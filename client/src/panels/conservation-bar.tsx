import type { FeedEquation } from '../live/feed-equation.ts';

const PARTS = ['counted', 'duplicate', 'late', 'rejected', 'unexplained'] as const;

/**
 * The parts of what a feed received, side by side. Square-root widths: on a straight scale one refused reading in a
 * hundred thousand could not be seen.
 */
export function ConservationBar({ equation }: { equation: FeedEquation }) {
  const widths = PARTS.map((part) => Math.sqrt(Math.abs(equation[part])));
  const sum = widths.reduce((total, width) => total + width, 0);
  let x = 0;
  return (
    <svg className="conservation" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="part-track" width="100" height="8" />
      {PARTS.map((part, index) => {
        const width = sum === 0 ? 0 : (widths[index]! / sum) * 100;
        const from = x;
        x += width;
        return width === 0 ? null : (
          <rect
            key={part}
            className={`part-${part}`}
            x={from}
            width={Math.max(0.4, width - 0.5)}
            height="8"
          />
        );
      })}
    </svg>
  );
}
