import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

/** How many rows of `rowRem` rem fit into the element, kept up to date while it changes its size. */
export function useFittingRows(element: RefObject<HTMLElement | null>, rowRem: number): number {
  const [fitting, setFitting] = useState(8);
  useLayoutEffect(
    function measureHeight() {
      const target = element.current;
      if (target === null) return undefined;
      const measure = (): void =>
        setFitting(Math.max(1, Math.floor((target.clientHeight + 1) / (rowRem * remPx()))));
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(target);
      return () => observer.disconnect();
    },
    [element, rowRem],
  );
  return fitting;
}

/** CSS pixels of 1 rem now. */
export function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
