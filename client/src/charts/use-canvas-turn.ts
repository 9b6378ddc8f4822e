import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { chartFontsReady } from '../ui/chart-theme.ts';
import { paintInTurn } from './paint-turn.ts';

/**
 * Paints `element` in its turn (`paint-turn.ts`) and never while it has no width: when its size changes, and when the
 * answered function is called (new data, another theme). Nothing is painted before the fonts are there; the first paint then takes the
 * newest data. `paint` is the one of the first render: it reads what is newest through a ref. `dispose` ends what `paint` made.
 */
export function useCanvasTurn(
  element: RefObject<HTMLElement | null>,
  paint: () => void,
  dispose?: () => void,
): () => void {
  const ownPaint = useRef({ paint, dispose });
  const inTurn = useRef<(() => void) | null>(null);
  useEffect(
    function ownTurns() {
      const target = element.current;
      if (target === null) return undefined;
      const { paint: paintOwn, dispose: disposeOwn } = ownPaint.current;
      let isGone = false;
      const paintNow = (): void => {
        if (!isGone && target.clientWidth > 0) paintOwn();
      };
      // One paint for new data and for a new size: of two that wait for their turn only the later one is done.
      const takeTurn = (): void => paintInTurn(target, paintNow);
      const observer = new ResizeObserver(takeTurn);
      void chartFontsReady().then(() => {
        if (isGone) return;
        inTurn.current = takeTurn;
        observer.observe(target);
      });
      return () => {
        isGone = true;
        inTurn.current = null;
        observer.disconnect();
        disposeOwn?.();
      };
    },
    [element],
  );
  return useCallback(() => inTurn.current?.(), []);
}
