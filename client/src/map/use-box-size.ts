import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** The inner size of an element in CSS pixels; zero before it is laid out. */
export function useBoxSize(box: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(
    function measureBox() {
      const element = box.current;
      if (element === null) return undefined;
      const observer = new ResizeObserver(() =>
        setSize({ width: element.clientWidth, height: element.clientHeight }),
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [box],
  );
  return size;
}
