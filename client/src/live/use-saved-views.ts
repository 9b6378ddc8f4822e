import { useCallback } from 'react';
import { useStore } from 'zustand';
import { useCentre } from './centre-context.ts';
import { VIEWS, withoutView, withView } from './saved-views.ts';
import type { SavedView } from './saved-views.ts';
import { settingsOf, usePersonSetting } from './use-person-setting.ts';

export interface SavedViews {
  readonly views: readonly SavedView[];
  /** As the centre has them; null: not heard yet. */
  readonly base: readonly SavedView[] | null;
  /** Code of the reason for which the centre does not take them; undefined: it has all. */
  readonly lacks: string | null | undefined;
  readonly isAway: boolean;
  /** False: there are too many, or it is no page of a desk. */
  readonly save: (view: SavedView) => boolean;
  readonly forget: (name: string) => void;
}

/** The views of who sits here. */
export function useSavedViews(): SavedViews {
  const { value: views, base, lacks, change } = usePersonSetting(VIEWS);
  const isAway = useStore(
    settingsOf(useCentre()).state,
    ({ centre }) => centre === 'away' || centre === 'refused',
  );
  const save = useCallback(
    (view: SavedView) => {
      let isKept = false;
      change((before) => {
        const next = withView(before, view);
        isKept = next !== null;
        return next ?? before;
      });
      return isKept;
    },
    [change],
  );
  const forget = useCallback((name: string) => change((before) => withoutView(before, name)), [change]);
  return { views, base, lacks, isAway: isAway || lacks === 'unreachable', save, forget };
}
