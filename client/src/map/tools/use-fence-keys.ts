import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

interface FenceKeys {
  isTaking: boolean;
  /** Enter on the map. */
  onAdd: () => void;
  /** Backspace. */
  onBack: () => void;
  /** Escape. */
  onEnd: () => void;
}

/**
 * Keys of a hand that draws, on the map and in the panel beside it. They are taken before the desk hears them; a button keeps its Enter,
 * and a field all its keys but Escape.
 */
export function useFenceKeys(inside: RefObject<HTMLElement | null>, keys: FenceKeys): void {
  const now = useRef(keys);
  useEffect(function followKeys() {
    now.current = keys;
  });
  useEffect(
    function listenOnMap() {
      const map = inside.current?.closest<HTMLElement>('.city-map');
      const onKey = (event: KeyboardEvent): void => {
        const target = event.target as HTMLElement;
        const act = actOf(event.key, target, now.current);
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      };
      map?.addEventListener('keydown', onKey);
      return () => map?.removeEventListener('keydown', onKey);
    },
    [inside],
  );
}

function actOf(key: string, target: HTMLElement, keys: FenceKeys): (() => void) | undefined {
  // Nobody draws now: the tool is closed by it, and the draft stays kept.
  if (key === 'Escape') return keys.isTaking ? keys.onEnd : undefined;
  const isField = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (!keys.isTaking || isField || target.closest('.fence-handle') !== null) return undefined;
  if (key === 'Backspace') return keys.onBack;
  return key === 'Enter' && target.closest('.map-box') !== null ? keys.onAdd : undefined;
}
