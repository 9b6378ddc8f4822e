import { storageOf } from './kept-text.ts';

/** When this browser last heard the centre, kept so that a page which opens without it can say since when it knows nothing. */
export interface LastHeard {
  /** The centre's clock, epoch milliseconds. */
  atMs: number;
  /** IANA zone of the city. */
  zone: string;
}

const KEY = 'metropane.last-heard.';

/** Null when nothing was ever heard in this browser, or nothing may be kept. */
export function readLastHeard(realm: string, storage: Storage | null = storageOf()): LastHeard | null {
  try {
    const kept = JSON.parse(storage?.getItem(KEY + realm) ?? 'null') as Partial<LastHeard> | null;
    if (typeof kept?.atMs !== 'number' || typeof kept.zone !== 'string') return null;
    return { atMs: kept.atMs, zone: kept.zone };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function keepLastHeard(realm: string, heard: LastHeard, storage: Storage | null = storageOf()): void {
  try {
    storage?.setItem(KEY + realm, JSON.stringify(heard));
  } catch (error) {
    // Full or forbidden: the page will then say that it does not know since when.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Acts that wait in this browser for the centre, of whoever used it. */
export function countKeptActs(realm: string, storage: Storage | null = storageOf()): number {
  if (storage === null) return 0;
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
  return keys.filter((key) => key.startsWith(`metropane.act.${realm}.`)).length;
}
