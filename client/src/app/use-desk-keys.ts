import { useEffect } from 'react';
import { deskKeyOf } from '../panels/desk/desk-key-table.ts';
import type { DeskKeyId } from '../panels/desk/desk-key-table.ts';

/** What the keys of the desk do; a key whose act makes no sense now does nothing. */
export type DeskCommands = Record<DeskKeyId, () => void>;

/** Listens for the keys of the table (`DESK_KEYS`), and for Ctrl K. No single key closes an incident: it opens a form. */
export function useDeskKeys(commands: DeskCommands): void {
  useEffect(
    function listenForKeys() {
      const onKey = (event: KeyboardEvent): void => {
        if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
        const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
        if (isCommand) return run(event, focusOn('command'));
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (isTyping(event.target)) return leaveOnEscape(event);
        if (isPressing(event) || isOfItself(event)) return;
        const name = event.key.toLowerCase();
        const id = deskKeyOf(event.shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : name);
        if (id !== undefined) run(event, commands[id]);
      };
      window.addEventListener('keydown', onKey);
      return () => window.removeEventListener('keydown', onKey);
    },
    [commands],
  );
}

/** Puts the focus on an element of the page by its id. */
export function focusOn(id: string): () => void {
  return () => document.getElementById(id)?.focus();
}

function run(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}

function leaveOnEscape({ key, target }: KeyboardEvent): void {
  if (key === 'Escape') (target as HTMLElement).blur();
}

/** Enter and Space belong to the button or link that has the focus. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Enter' && key !== ' ') return false;
  // On the row that is chosen already a press would change nothing: there they are the desk's.
  const pressed = target instanceof HTMLElement ? target.closest('button, a[href], summary') : null;
  return pressed !== null && pressed.getAttribute('aria-current') !== 'true';
}

/** The map with the focus is moved and zoomed by its own keys, a border between panels by the arrows. */
function isOfItself({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isOnMap = target.closest('.map-box') !== null;
  if (isOnMap && /^[+=_-]$/.test(key)) return true;
  return (isOnMap || target.role === 'separator') && key.startsWith('Arrow');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
