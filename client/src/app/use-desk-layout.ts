import { useCallback, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { readLayout, resized, USUAL_LAYOUT } from '../live/desk-layout.ts';
import type { DeskLayout } from '../live/desk-layout.ts';
import { keepText, keptText } from '../live/kept-text.ts';

export interface DeskLayoutState {
  layout: DeskLayout;
  /** Null goes back to the usual width. */
  resize: (side: keyof DeskLayout, rem: number | null) => void;
}

/** The columns of the desk as this person left them, on this machine: the centre keeps no settings of persons. */
export function useDeskLayout(): DeskLayoutState {
  const { session } = useCentre();
  const key = `metropane.desk-layout ${session.name}`;
  const [layout, setLayout] = useState(() => readLayout(keptText(key)));
  const resize = useCallback(
    (side: keyof DeskLayout, rem: number | null) =>
      setLayout((before) => {
        const next = resized(before, side, rem ?? USUAL_LAYOUT[side]);
        keepText(key, JSON.stringify(next));
        return next;
      }),
    [key],
  );
  return { layout, resize };
}
