import { Trans } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { watchPaint } from '../live/paint-watch.ts';
import { formatNumber } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';

const BARS = 24;

/**
 * Proof that this screen paints: the longest wait between two frames of the last half second, and one bar per half second,
 * the higher the shorter that wait was. Written straight to the page: a frozen React would freeze its own proof.
 */
export function Heartbeat() {
  const text = useRef<HTMLElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const locale = useLocale();

  useEffect(
    function paintHeartbeat() {
      const gaps: number[] = [];
      return watchPaint((longestGapMs) => {
        gaps.push(longestGapMs);
        if (gaps.length > BARS) gaps.shift();
        const bars = svg.current?.children;
        for (let i = 0; i < (bars?.length ?? 0); i++) {
          const gap = gaps[i - (BARS - gaps.length)];
          const height = gap === undefined ? 1 : Math.max(2, 12 - Math.log2(Math.max(1, gap / 16)) * 1.8);
          bars![i]!.setAttribute('y', String(13 - height));
          bars![i]!.setAttribute('height', String(height));
        }
        if (text.current !== null)
          text.current.textContent = `${formatNumber(longestGapMs / 1000, 2, locale)} s`;
      });
    },
    [locale],
  );

  return (
    <span>
      <Trans>Khung vẽ</Trans> <b className="num" ref={text} />
      <svg className="heartbeat" viewBox="0 0 96 14" aria-hidden="true" ref={svg}>
        {Array.from({ length: BARS }, (_, i) => (
          <rect
            key={i}
            x={i * 4}
            width="2.200"
            y="12"
            height="1"
            fill={i === BARS - 1 ? 'var(--accent)' : 'var(--beat)'}
          />
        ))}
      </svg>
    </span>
  );
}
