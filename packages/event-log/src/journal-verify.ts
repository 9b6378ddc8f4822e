import { chainEntry } from './journal-entry.ts';
import type { JournalEntry } from './journal-entry.ts';

/** An entry's place in the chain. Kept elsewhere, it also proves that the newest entries were not cut off. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * `intact`: every entry up to `head` follows from the one before. `broken`: `firstBadSeq` does not, with what was expected; all
 * before it do, up to `head`. `partial`: intact so far, stopped at the limit; go on after `head`.
 */
export type ChainReport =
  | { readonly status: 'intact' | 'partial'; readonly head: ChainHead; readonly checked: number }
  | {
      readonly status: 'broken';
      readonly head: ChainHead;
      readonly checked: number;
      readonly firstBadSeq: number;
      readonly reason: 'missing' | 'prev-hash' | 'hash';
    };

const PAGE = 1000;

/** Walks the chain in pages. `readPage` gives entries with `seq >= fromSeq` in order. */
export function verifyChain(
  readPage: (fromSeq: number, limit: number) => JournalEntry[],
  range: { after: ChainHead; limit: number },
): ChainReport {
  let head = range.after;
  let checked = 0;
  while (checked < range.limit) {
    const page = readPage(head.seq + 1, Math.min(PAGE, range.limit - checked));
    if (page.length === 0) return { status: 'intact', head, checked };
    for (const entry of page) {
      const reason = faultOf(entry, head);
      if (reason !== null) {
        const firstBadSeq = reason === 'missing' ? head.seq + 1 : entry.seq;
        return { status: 'broken', head, checked, firstBadSeq, reason };
      }
      head = { seq: entry.seq, hash: entry.hash };
      checked += 1;
    }
  }
  return { status: 'partial', head, checked };
}

function faultOf(entry: JournalEntry, head: ChainHead): 'missing' | 'prev-hash' | 'hash' | null {
  if (entry.seq !== head.seq + 1) return 'missing';
  if (entry.prevHash !== head.hash) return 'prev-hash';
  return chainEntry(entry, entry.seq, head.hash).hash === entry.hash ? null : 'hash';
}
