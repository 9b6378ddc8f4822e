import { Trans } from '@lingui/react/macro';
import { useCentre } from '../live/centre-context.ts';
import { ringFraction } from '../live/freshness.ts';
import type { Freshness } from '../live/freshness.ts';
import { useFreshness } from '../live/use-freshness.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatAge, formatMinute, formatTime } from './format.ts';
import { useLocale } from './use-locale.ts';
import './fresh-mark.css';

/**
 * The age of a figure: a ring that fills with age / period and the event time. Stale: a clock, the time in bold and the age;
 * dead: a struck ring and the age; nothing measured yet: an empty ring and a dash.
 */
export function FreshMark({
  eventTimeMs,
  periodMs,
  isShort = false,
}: {
  eventTimeMs: number | null;
  periodMs: number;
  /** Minutes instead of seconds once stale, and no word: for narrow places. */
  isShort?: boolean;
}) {
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  const freshness = useFreshness(eventTimeMs, periodMs);
  if (eventTimeMs === null) return <FreshRing freshness="none" fraction={0} text="—" />;
  const age = formatAge(nowMs - eventTimeMs, locale);
  if (freshness === 'stale' || freshness === 'dead') {
    const timeText = (isShort ? formatMinute : formatTime)(eventTimeMs, ground.zone);
    return (
      <span className={`fresh fresh-${freshness} num`}>
        {freshness === 'stale' ? <ClockIcon /> : <StruckIcon />}
        {freshness === 'stale' && <b>{timeText}</b>}
        <b>
          {freshness === 'stale' && ' · '}
          {isShort || freshness === 'dead' ? age : <Trans>cũ {age}</Trans>}
        </b>
      </span>
    );
  }
  return (
    <FreshRing
      freshness={freshness}
      fraction={ringFraction(eventTimeMs, periodMs, nowMs)}
      text={formatTime(eventTimeMs, ground.zone)}
    />
  );
}

function FreshRing({ freshness, fraction, text }: { freshness: Freshness; fraction: number; text: string }) {
  return (
    <span className={`fresh fresh-${freshness} num`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <circle className="fresh-track" cx="6" cy="6" r="4.6" />
        <circle
          className="fresh-arc"
          cx="6"
          cy="6"
          r="4.6"
          pathLength="100"
          strokeDasharray={`${Math.round(fraction * 100)} 100`}
          transform="rotate(-90 6 6)"
        />
      </svg>
      {text}
    </span>
  );
}

function ClockIcon() {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <circle className="fresh-line" cx="6" cy="6" r="4.8" />
      <path className="fresh-line" d="M6 3.2V6.200L7.900 7.300" />
    </svg>
  );
}

function StruckIcon() {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <circle className="fresh-line" cx="6" cy="6" r="4.8" />
      <path className="fresh-line" d="M2.700 9.300 9.300 2.700" />
    </svg>
  );
}
