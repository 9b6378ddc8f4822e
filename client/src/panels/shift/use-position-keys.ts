import { useEffect } from 'react';

/** J K walk the positions, Esc leaves the chosen one. */
export function usePositionKeys({
  order,
  selectedId,
  onSelect,
}: {
  order: readonly string[];
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}): void {
  useEffect(function listenForKeys() {
    const selectAt = (step: number): void => {
      const at = selectedId === null ? -1 : order.indexOf(selectedId);
      const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
      const id = order[Math.max(0, Math.min(order.length - 1, next))];
      if (id === undefined) return;
      onSelect(id);
      document.querySelector<HTMLElement>(`[data-position="${CSS.escape(id)}"]`)?.focus();
    };
    const keys: Record<string, () => void> = {
      j: () => selectAt(1),
      k: () => selectAt(-1),
      escape: () => onSelect(null),
    };
    const onKey = (event: KeyboardEvent): void => {
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      if (isChord || event.defaultPrevented || isTyping(event.target)) return;
      const run = keys[event.key.toLowerCase()];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
