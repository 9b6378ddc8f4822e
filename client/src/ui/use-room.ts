import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { remPx } from './use-fitting-rows.ts';

/** Size of an element's content in rem, so that letters and drawings on it can be compared whatever they are scaled to. */
export interface Room {
  width: number;
  height: number;
}

/** The room that an element has, kept up to date; null before it is laid out. */
export function useRoom(element: RefObject<Element | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(
    function measureRoom() {
      const target = element.current;
      if (target === null) return undefined;
      const measure = (): void => {
        const { clientWidth, clientHeight } = target;
        const rem = remPx();
        setRoom((before) => {
          const next = { width: clientWidth / rem, height: clientHeight / rem };
          return before?.width === next.width && before.height === next.height ? before : next;
        });
      };
      measure();
      const observer = new ResizeObserver(measure);
      observer.observe(target);
      return () => observer.disconnect();
    },
    [element],
  );
  return room;
}
