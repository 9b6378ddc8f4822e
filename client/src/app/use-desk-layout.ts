import { useCallback, useSyncExternalStore } from 'react';
import { LAYOUT, resized, USUAL_LAYOUT } from '../live/desk-layout.ts';
import type { DeskLayout, ResizableColumn } from '../live/desk-layout.ts';
import { usePersonSetting } from '../live/use-person-setting.ts';
import type { DeskView } from './desk-view.ts';

export interface DeskLayoutState {
  layout: DeskLayout;
  /** Null goes back to the usual width. */
  resize: (side: ResizableColumn, rem: number | null) => void;
}

/** Columns beside each other; below it parts stand under each other in the one order that a phone has room for. */
const WIDE = '(min-width: 1280px)';

/** The desk as this person wants it, on every machine. A window of one part, and a narrow screen, have the usual parts. */
export function useDeskLayout(view: DeskView): DeskLayoutState {
  const { value, change } = usePersonSetting(LAYOUT);
  const isWide = useSyncExternalStore(followWidth, () => matchMedia(WIDE).matches);
  const resize = useCallback(
    (side: ResizableColumn, rem: number | null) =>
      change((before) => resized(before, side, rem ?? USUAL_LAYOUT[side])),
    [change],
  );
  return { layout: isWide && view === 'all' ? value : USUAL_LAYOUT, resize };
}

function followWidth(listener: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
