import type { JournalClient } from '@metropane/event-log';
import type { AttachmentStore } from './attachment-store.ts';

const PAGE = 2_000;
/** A file that is younger may belong to an act that is being journalled. */
const YOUNG_MS = 3_600_000;

/** Removes files that no act speaks of: their sender was never told that they are there. Resolves with their names. */
export async function cleanOrphans(
  store: AttachmentStore,
  journal: Pick<JournalClient, 'read'>,
  nowMs: number,
): Promise<string[]> {
  if (await store.isEmpty()) return [];
  const known = new Set<string>();
  for (let from = 1; ;) {
    const page = await journal.read(from, PAGE, { kind: 'action' });
    if (!page.ok) throw new Error(`the journal cannot be read: ${page.message}`);
    for (const { body } of page.value) {
      const sha256 = sha256Of(body);
      if (sha256 !== null) known.add(sha256);
    }
    const last = page.value.at(-1);
    if (last === undefined || page.value.length < PAGE) break;
    from = last.seq + 1;
  }
  return store.clean(known, nowMs - YOUNG_MS);
}

function sha256Of(body: string): string | null {
  if (!body.includes('"attach"')) return null;
  const { action } = JSON.parse(body) as { action?: { action?: string; attachment?: { sha256?: string } } };
  return action?.action === 'attach' ? (action.attachment?.sha256 ?? null) : null;
}
