import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';
import { placeBeside } from './place-beside.ts';

/**
 * Keeps a dialog beside what it speaks of, with its arrow on it, while either changes its size. Without an anchor, or on a narrow
 * page, the style sheet decides (middle of the page; a sheet over all of it).
 */
export function useAnchored(
  dialog: RefObject<HTMLDialogElement | null>,
  anchorOf: () => Element | null,
): void {
  useLayoutEffect(function followAnchor() {
    const element = dialog.current;
    if (element === null) return undefined;
    const place = (): void => {
      const anchor = innerWidth <= SHEET_UP_TO_PX ? null : anchorOf();
      const placed =
        anchor === null
          ? null
          : placeBeside(anchor.getBoundingClientRect(), sizeOf(element), {
              width: innerWidth,
              height: innerHeight,
            });
      element.dataset['side'] = placed?.side ?? 'none';
      element.style.left = placed === null ? '' : `${placed.left}px`;
      element.style.top = placed === null ? '' : `${placed.top}px`;
      element.style.setProperty('--arrow', `${placed?.arrow ?? 0}px`);
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    addEventListener('resize', place);
    return () => {
      observer.disconnect();
      removeEventListener('resize', place);
    };
  });
}

/** As in the style sheet. */
const SHEET_UP_TO_PX = 800;

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: element.offsetWidth, height: element.offsetHeight };
}
