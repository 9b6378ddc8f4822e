import { useEffect } from 'react';

export interface FeedKeysInput {
  /** Ids as shown. */
  order: readonly string[];
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}

/** J K or arrows walk the feeds, Esc closes the detail, / goes to the search. */
export function useFeedKeys({ order, selectedId, onSelect }: FeedKeysInput): void {
  useEffect(function listenForKeys() {
    const selectAt = (step: number): void => {
      const at = selectedId === null ? -1 : order.indexOf(selectedId);
      const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
      const id = order[Math.max(0, Math.min(order.length - 1, next))];
      if (id === undefined) return;
      onSelect(id);
      document.querySelector<HTMLElement>(`[data-feed="${CSS.escape(id)}"]`)?.focus();
    };
    const keys: Record<string, () => void> = {
      j: () => selectAt(1),
      k: () => selectAt(-1),
      arrowdown: () => selectAt(1),
      arrowup: () => selectAt(-1),
      escape: () => onSelect(null),
      '/': () => document.getElementById('feed-search')?.focus(),
    };
    const onKey = (event: KeyboardEvent): void => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || event.defaultPrevented || isElsewhere(event.target)) return;
      const run = keys[event.key.toLowerCase()];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

/** Typing, or a part that scrolls with the same arrows. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[data-own-keys]') !== null)
  );
}
