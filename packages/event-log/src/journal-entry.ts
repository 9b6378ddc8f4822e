/**
 * What the journal keeps, and how one entry is chained to the one before: `hash = sha256(prevHash bytes | canonical bytes)`.
 * Canonical bytes are the UTF-8 of `JSON.stringify([seq, kind, v, atMs, actor, dedupKey, isDerived, body])`, body being the stored
 * text as it is: an auditor can recompute the chain in any language. The chain covers the body as stored, so a body that holds
 * sealed ciphertext stays provable after its key is deleted.
 */
import { hash } from 'node:crypto';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';

/** One fact to be kept for ever. Texts must be well-formed UTF-16. */
export interface JournalEntryDraft {
  readonly kind: string;
  /** Version of this kind's body. */
  readonly v: number;
  /** Milliseconds since 1970, an integer. */
  readonly atMs: number;
  /** Who did it; null for the system itself. */
  readonly actor: string | null;
  /** Normally JSON text; kept and given back character by character. */
  readonly body: string;
  /** An entry with a key that is already there is not stored again: `source\0id` of a report, the id of an action. */
  readonly dedupKey?: string | null;
  /** Made by the fold (alarm raised, delivery): never folded again, compared on replay. */
  readonly isDerived?: boolean;
}

/** An entry as stored. Hashes are lower-case hex of 32 bytes. */
export interface JournalEntry extends Required<JournalEntryDraft> {
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

/** What the chain starts from. */
export const GENESIS_HASH = '0'.repeat(64);

/** A body beyond this is refused: attachments do not belong in the journal. */
export const MAX_BODY_CHARS = 4 * 1024 * 1024;
const MAX_TEXT_CHARS = 1024;

/** Gives a draft its place in the chain. */
export function chainEntry(draft: JournalEntryDraft, seq: number, prevHash: string): JournalEntry {
  const { kind, v, atMs, actor, body, dedupKey = null, isDerived = false } = draft;
  const canonical = JSON.stringify([seq, kind, v, atMs, actor, dedupKey, isDerived, body]);
  const chained = Buffer.allocUnsafe(32 + Buffer.byteLength(canonical));
  chained.write(prevHash, 0, 'hex');
  chained.write(canonical, 32);
  return { seq, kind, v, atMs, actor, body, dedupKey, isDerived, prevHash, hash: hash('sha256', chained) };
}

/** Refuses what could not be given back exactly: `bad-entry` names the field. */
export function checkDraft(draft: JournalEntryDraft): Result<null, 'bad-entry'> {
  const { kind, v, atMs, actor, body, dedupKey } = draft;
  if (kind === '') return err('bad-entry', 'journal entry has an empty kind');
  if (!Number.isSafeInteger(v) || v < 0) return err('bad-entry', `journal entry ${kind} has version ${v}`);
  if (!Number.isSafeInteger(atMs)) {
    return err('bad-entry', `journal entry ${kind} has atMs ${atMs}, a whole number is needed`);
  }
  const texts = { kind, actor: actor ?? '', dedupKey: dedupKey ?? '', body };
  for (const [field, text] of Object.entries(texts)) {
    const most = field === 'body' ? MAX_BODY_CHARS : MAX_TEXT_CHARS;
    if (text.length > most)
      return err('bad-entry', `${field} of journal entry has ${text.length} characters, at most ${most}`);
    // SQLite would store a replacement character, and the chain would not verify.
    if (!text.isWellFormed()) return err('bad-entry', `${field} of journal entry is not well-formed text`);
  }
  return ok(null);
}
