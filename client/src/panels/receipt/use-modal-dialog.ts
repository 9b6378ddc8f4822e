import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Opens a `<dialog>` above the page, with the rest of it inert, and gives the focus back at its end. While it is open its keys are
 * its own: the desk's single letters (A acknowledges) must not reach an incident that nobody is looking at.
 */
export function useModalDialog(
  keys: Readonly<Record<string, () => void>>,
): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const newestKeys = useRef(keys);
  useEffect(function keepKeys() {
    newestKeys.current = keys;
  });
  useLayoutEffect(function openAbovePage() {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(function ownKeys() {
    const onKey = (event: KeyboardEvent): void => {
      event.stopPropagation();
      const isChord = event.ctrlKey || event.metaKey || event.altKey;
      const run = isChord || isTyping(event.target) ? undefined : newestKeys.current[event.key.toLowerCase()];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return dialog;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
