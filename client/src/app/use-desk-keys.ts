import { useEffect } from 'react';

/** What the keys of the desk do; a key whose act makes no sense now does nothing. */
export interface DeskCommands {
  move: (step: 1 | -1) => void;
  /** Opens (1) or gathers (-1) the alarms of the chosen incident. */
  fold: (step: 1 | -1) => void;
  next: () => void;
  mark: () => void;
  undo: () => void;
  acknowledge: () => void;
  acknowledgeMany: () => void;
  claim: () => void;
  assign: () => void;
  shelve: () => void;
  stepDone: () => void;
  close: () => void;
  toMap: () => void;
  toPage: () => void;
  openNew: () => void;
  mute: () => void;
  help: () => void;
}

/**
 * J K move · N next unacknowledged · A acknowledge · Space mark · Shift A acknowledge many · U undo · C claim · G assign · H shelve · S SOP · X step
 * done · T note · Enter map · O incident page · + new · Shift E close (opens its form: no single key closes) · M mute · F / search · Ctrl K command · ?
 */
export function useDeskKeys(commands: DeskCommands): void {
  useEffect(
    function listenForKeys() {
      const focus = (id: string) => () => document.getElementById(id)?.focus();
      const keys: Readonly<Record<string, () => void>> = {
        j: () => commands.move(1),
        k: () => commands.move(-1),
        arrowdown: () => commands.move(1),
        arrowup: () => commands.move(-1),
        arrowright: () => commands.fold(1),
        arrowleft: () => commands.fold(-1),
        n: commands.next,
        ' ': commands.mark,
        u: commands.undo,
        a: commands.acknowledge,
        'shift+a': commands.acknowledgeMany,
        c: commands.claim,
        g: commands.assign,
        h: commands.shelve,
        s: focus('sop'),
        x: commands.stepDone,
        t: focus('note'),
        'shift+e': commands.close,
        enter: commands.toMap,
        o: commands.toPage,
        '+': commands.openNew,
        w: () => document.getElementById('send-to-wall')?.click(),
        m: commands.mute,
        f: focus('queue-search'),
        '/': focus('queue-search'),
        '?': commands.help,
      };
      const onKey = (event: KeyboardEvent): void => {
        if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
        const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
        if (isCommand) return run(event, focus('command'));
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (isTyping(event.target)) return leaveOnEscape(event);
        if (isPressing(event) || isOfMap(event)) return;
        const name = event.key.toLowerCase();
        const act = keys[event.shiftKey && /^[a-z]$/.test(name) ? `shift+${name}` : name];
        if (act !== undefined) run(event, act);
      };
      window.addEventListener('keydown', onKey);
      return () => window.removeEventListener('keydown', onKey);
    },
    [commands],
  );
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

/** The map with the focus is moved and zoomed by its own keys. */
function isOfMap({ key, target }: KeyboardEvent): boolean {
  const isOnMap = target instanceof HTMLElement && target.closest('.map-box') !== null;
  return isOnMap && (/^[+=_-]$/.test(key) || key.startsWith('Arrow'));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
