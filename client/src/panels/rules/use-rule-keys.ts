import { useEffect } from 'react';

/** J K walk the rules as they are shown, Esc leaves the chosen one, / goes to the search. */
export function useRuleKeys({
  selectedId,
  onSelect,
}: {
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}): void {
  useEffect(function listenForKeys() {
    const selectAt = (step: number): void => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-rule]')];
      const at = rows.findIndex(({ dataset }) => dataset['rule'] === selectedId);
      const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
      const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
      if (row === undefined) return;
      onSelect(row.dataset['rule']!);
      row.focus();
    };
    const keys: Record<string, () => void> = {
      j: () => selectAt(1),
      k: () => selectAt(-1),
      escape: () => onSelect(null),
      '/': () => document.getElementById('rule-search')?.focus(),
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
