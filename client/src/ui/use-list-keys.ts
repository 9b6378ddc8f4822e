import { useEffect } from 'react';

export interface ListKeysInput {
  /** Name of the attribute that carries the id of a row: the rows are walked as they are shown. */
  attribute: `data-${string}`;
  selectedId: string | null;
  onSelect: (id: string | null) => void;
  /** The arrows walk too, where nothing beside the list scrolls with them. */
  hasArrows?: boolean;
  /** Element that `/` goes to. */
  searchId?: string;
}

/** J K (and arrows) walk the rows of a list, Esc leaves the chosen one, / goes to the search. */
export function useListKeys({
  attribute,
  selectedId,
  onSelect,
  hasArrows = false,
  searchId,
}: ListKeysInput): void {
  useEffect(function listenForKeys() {
    const selectAt = (step: number): void => {
      const rows = [...document.querySelectorAll<HTMLElement>(`[${attribute}]`)];
      const at = rows.findIndex((row) => row.getAttribute(attribute) === selectedId);
      const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
      const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
      if (row === undefined) return;
      onSelect(row.getAttribute(attribute));
      row.focus();
    };
    const keys: Record<string, () => void> = {
      j: () => selectAt(1),
      k: () => selectAt(-1),
      ...(hasArrows ? { arrowdown: () => selectAt(1), arrowup: () => selectAt(-1) } : {}),
      escape: () => onSelect(null),
      ...(searchId === undefined ? {} : { '/': () => document.getElementById(searchId)?.focus() }),
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

/** Typing, or a part with the same keys of its own. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[data-own-keys]') !== null)
  );
}
