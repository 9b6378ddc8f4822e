/**
 * What this browser keeps beyond the page. A kiosk may forbid storage, and storage may be full: what is kept then lasts as long as the page,
 * and nothing fails for it.
 */
export function storageOf(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Null: nothing is kept under the key, or nothing may be. */
export function keptText(key: string): string | null {
  return storageOf()?.getItem(key) ?? null;
}

export function keepText(key: string, text: string): void {
  try {
    storageOf()?.setItem(key, text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
