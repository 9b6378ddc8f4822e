import { storageOf } from './kept-text.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** Where acts are kept until the centre has them. */
export interface OutboxShelf {
  load(): OutboxEntry[];
  put(entry: OutboxEntry): void;
  remove(actionId: string): void;
  /** Another page of the same person has sent or dropped it. */
  onGone(tell: (actionId: string) => void): void;
}

/**
 * One key per act of one person in one realm, so that two pages never overwrite each other. A page that starts takes over what it finds: the
 * identity of an act makes a second send harmless. Without storage (a locked-down kiosk) acts live as long as the page.
 */
export function browserShelf(
  realm: string,
  person: string,
  storage: Storage | null = storageOf(),
): OutboxShelf {
  const prefix = `metropane.act.${realm}.${person}.`;
  return {
    load() {
      if (storage === null) return [];
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
      return keys.filter((key) => key.startsWith(prefix)).flatMap((key) => readEntry(storage, key));
    },
    put: (entry) => storage?.setItem(prefix + entry.actionId, JSON.stringify(entry)),
    remove: (actionId) => storage?.removeItem(prefix + actionId),
    onGone(tell) {
      if (storage === null) return;
      window.addEventListener('storage', ({ key, newValue }) => {
        if (newValue === null && key?.startsWith(prefix) === true) tell(key.slice(prefix.length));
      });
    },
  };
}

function readEntry(storage: Storage, key: string): OutboxEntry[] {
  try {
    const entry = JSON.parse(storage.getItem(key) ?? 'null') as OutboxEntry | null;
    return entry?.actionId === undefined ? [] : [entry];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}
