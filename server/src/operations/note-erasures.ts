import type { PersonalKeys } from '../personal/personal-keys.ts';

interface Parts {
  readonly keys: Pick<PersonalKeys, 'pendingErasures' | 'noted'>;
  /** Resolves when the entry is in the journal, once, however often it is told. */
  readonly note: (entry: {
    kind: 'personal-erased';
    actor: string;
    body: object;
    dedupKey: string;
  }) => Promise<unknown>;
}

/**
 * Journals erasures. `npm run admin -- erase` deletes the key at once, also beside a running centre or without one; the entry
 * follows from here, as only the centre may write to its journal. A crash in between repeats the entry, which the journal has once.
 */
export async function noteErasures({ keys, note }: Parts): Promise<void> {
  for (const { keyId, record, reason, actor, atMs } of keys.pendingErasures()) {
    const [kind, ...identity] = record.split('\0');
    const body = { record: kind, identity, keyId, reason, erasedAtMs: atMs };
    await note({ kind: 'personal-erased', actor, body, dedupKey: `erased\0${keyId}` });
    keys.noted(keyId);
  }
}

const EVERY_MS = 1_000;

/** Looks for erasures every second. One that cannot be journalled now is told in the log once and tried again. */
export function watchErasures(parts: Parts & { report: (text: string) => void }): { stop(): void } {
  let isBusy = false;
  let lastFault = '';
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    noteErasures(parts)
      .then(() => (lastFault = ''))
      .catch((error: unknown) => {
        const fault = error instanceof Error ? error.message : String(error);
        if (fault !== lastFault) parts.report(`an erasure is not in the journal yet: ${fault}`);
        lastFault = fault;
      })
      .finally(() => (isBusy = false));
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
