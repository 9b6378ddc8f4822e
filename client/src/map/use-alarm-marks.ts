import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isCellChannel, markLayerId, markLevelOf, marksOf } from '@metropane/live-state';
import type { AlarmMark, CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { LiveStore, LiveTable } from '../live/live-store.ts';
import { useLive } from '../live/use-live.ts';
import type { CityMapView } from './city-map-view.ts';

/** Marks of one level as the centre made them. */
export interface ShownMarks {
  readonly level: number;
  readonly marks: readonly AlarmMark[];
}

/**
 * The centre's marks for a level, claimed for as long as this is used. Until they come, those of the level before stay: a map that is zoomed
 * is never without its alarms.
 */
export function useAlarmMarks(view: CityMapView, level: number): ShownMarks {
  const { live, session } = useCentre();
  // The alarms of the control room are not an agency's.
  const mayWatch = session.role !== 'agency';
  useEffect(
    function claimMarks() {
      view.interest.showMarks(mayWatch ? level : null);
    },
    [view, level, mayWatch],
  );
  const last = useRef<ShownMarks>({ level, marks: [] });
  const table: LiveTable = `layer:${markLayerId(level)}`;
  const options = useMemo(() => ({ tables: [table], maxHz: 4 }), [table]);
  const select = useCallback(
    ({ layers }: CityState): ShownMarks => {
      if (isHeld(live, level)) last.current = { level, marks: marksOf(layers.get(markLayerId(level))) };
      return last.current;
    },
    [live, level],
  );
  return useLive(select, options);
}

/** Some of the level has come: the layer, or cells of it, which come together. */
function isHeld({ held }: LiveStore, level: number): boolean {
  const whole = `layer:${markLayerId(level)}` as const;
  if (held.has(whole)) return true;
  for (const channel of held) if (isCellChannel(channel) && channel.startsWith(`${whole}@`)) return true;
  return false;
}

/** So many marks in view at once: an element each. */
const MOST_MARKS = 300;
/** One mark of a level becomes at most this many of the next finer one: four tiles of three alarms. */
const MOST_PARTS = 12;

/**
 * The level for a zoom, or a coarser one where too many marks would stand in view. Tell it how many there are of which level. It
 * goes back only where the finer level cannot be too many again, so it never goes to and fro.
 */
export function useMarkLevel(zoom: number): [level: number, tell: (inView: number, of: number) => void] {
  const [coarser, setCoarser] = useState(0);
  const level = markLevelOf(Math.max(0, zoom - coarser));
  const tell = useCallback(
    (inView: number, of: number) => {
      if (of === level) setCoarser((before) => nextCoarser(before, inView));
    },
    [level],
  );
  return [level, tell];
}

/** More levels than there are: the coarsest one is shown, however many stand there. */
const COARSEST = 12;

/** How many levels coarser than the zoom, after so many marks were in view. */
export function nextCoarser(before: number, inView: number): number {
  if (inView > MOST_MARKS) return Math.min(COARSEST, before + 1);
  return inView * MOST_PARTS < MOST_MARKS ? Math.max(0, before - 1) : before;
}
