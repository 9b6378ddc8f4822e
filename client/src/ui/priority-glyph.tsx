import type { Priority } from '@metropane/live-state';
import './priority-glyph.css';

/**
 * A priority as colour + shape + digit: P1 triangle, P2 diamond, P3 square, P4 circle. Nothing else on a screen uses these
 * fills. Not yet acknowledged: a halo that blinks (at most 1 Hz; it stands still under reduced motion).
 */
export function PriorityGlyph({
  priority,
  isUnacknowledged = false,
  isSmall = false,
  look = 'filled',
}: {
  priority: Priority;
  isUnacknowledged?: boolean;
  /** Below 16 px the digit grows. */
  isSmall?: boolean;
  /** `returned`: hollow, the condition has ended; `shelved`: hollow, dashed and dim. */
  look?: 'filled' | 'returned' | 'shelved';
}) {
  return (
    <svg
      className={`glyph glyph-p${priority} glyph-${look}`}
      viewBox={isUnacknowledged ? '-4 -4 32 32' : '0 0 24 24'}
      role="img"
      aria-label={`P${priority}`}
    >
      {isUnacknowledged && <path className="glyph-halo" d={HALOS[priority]} />}
      <path className="glyph-shape" d={SHAPES[priority]} />
      <text x="12" y={DIGIT_Y[priority] + (isSmall ? 1.2 : 0)} fontSize={isSmall ? 14.5 : 11.5}>
        {priority}
      </text>
    </svg>
  );
}

const SHAPES: Record<Priority, string> = {
  1: 'M12 1.6 23.2 21.6H0.8Z',
  2: 'M12 0.8 23.2 12 12 23.2 0.8 12Z',
  3: 'M2.2 2.2H21.8V21.8H2.2Z',
  4: 'M12 1.4A10.6 10.6 0 1 1 12 22.6 10.6 10.6 0 1 1 12 1.4Z',
};
const HALOS: Record<Priority, string> = {
  1: 'M12 -3.4 27.4 24.4H-3.4Z',
  2: 'M12 -3.6 27.6 12 12 27.6 -3.6 12Z',
  3: 'M-1.6 -1.6H25.6V25.6H-1.6Z',
  4: 'M12 -2.8A14.8 14.8 0 1 1 12 26.8 14.800 14.800 0 1 1 12 -2.8Z',
};
const DIGIT_Y: Record<Priority, number> = { 1: 18.9, 2: 16.1, 3: 16.1, 4: 16.1 };
