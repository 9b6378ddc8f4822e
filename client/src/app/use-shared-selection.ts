import { useEffect, useRef } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { SharedSelection } from '../live/shared-selection.ts';

/** Keeps the selection of this window the same as that of the person's other windows in the same realm. */
export function useSharedSelection(chosen: string | null, onChosen: (id: string | null) => void): void {
  const { session } = useCentre();
  const { realm, name } = session;
  const shared = useRef<SharedSelection | null>(null);
  const now = useRef({ chosen, onChosen });
  useEffect(function keepNewest() {
    now.current = { chosen, onChosen };
  });
  useEffect(
    function shareSelection() {
      const channel = new BroadcastChannel(`metropane-desk ${realm} ${name}`);
      const selection = new SharedSelection(channel, {
        chosen: now.current.chosen,
        onChosen: (id) => now.current.onChosen(id),
      });
      shared.current = selection;
      return () => selection.close();
    },
    [realm, name],
  );
  useEffect(
    function tellChoice() {
      shared.current?.choose(chosen);
    },
    [chosen],
  );
}
