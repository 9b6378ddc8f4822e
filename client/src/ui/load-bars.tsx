import './load-bars.css';

/** Alarms that one person can answer in ten minutes, and from where on it is a flood (ISA-18.2, EEMUA 191). */
export const LOAD_LIMIT = 2;
export const LOAD_FLOOD = 10;

/**
 * Alarms per ten minutes as bars, empty buckets included, with the lines at limit and flood. Beyond the top a bar is cut and marked:
 * the scale keeps the flood line in view whatever comes. One label says what a person would read off it.
 */
export function LoadBars({
  counts,
  label,
}: {
  /** Null: nobody watched then; drawn as a gap, not as none. */
  counts: readonly (number | null)[];
  label: string;
}) {
  const most = counts.reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  const top = Math.max(LOAD_FLOOD * 1.2, Math.min(most, LOAD_FLOOD * 3));
  const y = (value: number): number => HEIGHT - (Math.min(value, top) / top) * HEIGHT;
  const width = 1 / Math.max(1, counts.length);
  return (
    <div className="load-bars">
      <svg viewBox={`0 0 1 ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {counts.map((count, at) =>
          count === null ? (
            <rect key={at} className="load-gap" x={at * width} y={0} width={width} height={HEIGHT} />
          ) : (
            <rect
              key={at}
              className={`load-bar ${count > LOAD_FLOOD ? 'is-flood' : count > LOAD_LIMIT ? 'is-over' : ''}`}
              x={at * width}
              y={y(count)}
              width={width * 0.86}
              height={HEIGHT - y(count)}
            />
          ),
        )}
        <line className="load-line" x1="0" x2="1" y1={y(LOAD_LIMIT)} y2={y(LOAD_LIMIT)} />
        <line className="load-line is-flood" x1="0" x2="1" y1={y(LOAD_FLOOD)} y2={y(LOAD_FLOOD)} />
      </svg>
    </div>
  );
}

const HEIGHT = 100;
