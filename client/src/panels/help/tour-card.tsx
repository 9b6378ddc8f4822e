import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { CSSProperties } from 'react';
import { TOUR_STEPS } from './tour-steps.tsx';

/** One step at a time: a frame around the part that is meant and the words beside it. Arrows or Enter go on, Esc ends it. */
export function TourCard({ onEnd }: { onEnd: () => void }) {
  const [at, setAt] = useState(0);
  const step = TOUR_STEPS[at]!;
  const isLast = at === TOUR_STEPS.length - 1;
  const box = useBoxOf(step.at);
  useEffect(function walkByKeys() {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'ArrowRight') setAt((now) => Math.min(now + 1, TOUR_STEPS.length - 1));
      else if (event.key === 'ArrowLeft') setAt((now) => Math.max(now - 1, 0));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      {box !== null && <span className="tour-frame" style={frameOf(box)} />}
      <div className="tour-card" style={placeOf(box)}>
        <p className="muted num">
          {at + 1} / {TOUR_STEPS.length}
        </p>
        <h2>{step.title}</h2>
        <p aria-live="polite">{step.words}</p>
        <footer>
          <button className="button" type="button" onClick={onEnd}>
            <Trans>Thôi</Trans>
          </button>
          {at > 0 && (
            <button className="button" type="button" onClick={() => setAt(at - 1)}>
              <Trans>Lùi</Trans>
            </button>
          )}
          <button
            key="next"
            className="button button-primary"
            type="button"
            autoFocus
            onClick={() => (isLast ? onEnd() : setAt(at + 1))}
          >
            {isLast ? <Trans>Xong</Trans> : <Trans>Tiếp</Trans>}
          </button>
        </footer>
      </div>
    </>
  );
}

/** Where the part lies on this screen; null when it is not shown. Looked at again when the window changes. */
function useBoxOf(selector: string): DOMRect | null {
  const [box, setBox] = useState<DOMRect | null>(null);
  useEffect(
    function measurePart() {
      const measure = (): void => {
        const found = [...document.querySelectorAll(selector)].find((part) => part.checkVisibility());
        setBox(found?.getBoundingClientRect() ?? null);
      };
      measure();
      // The desk may just be coming into view.
      const timer = setInterval(measure, 500);
      window.addEventListener('resize', measure);
      return () => {
        clearInterval(timer);
        window.removeEventListener('resize', measure);
      };
    },
    [selector],
  );
  return box;
}

function frameOf({ left, top, width, height }: DOMRect): CSSProperties {
  return { left, top, width, height: Math.min(height, window.innerHeight - top) };
}

const CARD_PX = { width: 352, height: 220, gap: 12 };

/** Beside the part where there is room, else in the middle of the screen. */
function placeOf(box: DOMRect | null): CSSProperties {
  const { width, height, gap } = CARD_PX;
  const [wide, high] = [window.innerWidth, window.innerHeight];
  const middle = { left: Math.max(gap, (wide - width) / 2), top: Math.max(gap, (high - height) / 2) };
  if (box === null || wide < 2 * width) return { left: middle.left, bottom: gap };
  const top = Math.max(gap, Math.min(box.top, high - height - gap));
  if (box.right + gap + width < wide) return { left: box.right + gap, top };
  if (box.left - gap - width > 0) return { left: box.left - gap - width, top };
  if (box.bottom + gap + height < high) return { left: middle.left, top: box.bottom + gap };
  if (box.top - gap - height > 0) return { left: middle.left, top: box.top - gap - height };
  return middle;
}
