/** What travels between a `JournalClient` and the journal's thread. Everything is plain data for structured clone. */
import type { Result } from '@metropane/base';
import type { JournalRefusal } from './codes.ts';
import type { JournalEntry, JournalEntryDraft } from './journal-entry.ts';
import type { AppendReceipt, TimeSpanQuery } from './journal.ts';
import type { ChainHead, ChainReport } from './journal-verify.ts';

/** Questions by name: what goes in and what comes back. */
export interface JournalQuestions {
  readonly read: {
    ask: { readonly fromSeq: number; readonly limit: number; readonly kind?: string };
    answer: JournalEntry[];
  };
  readonly between: { ask: TimeSpanQuery; answer: JournalEntry[] };
  readonly byKeyPrefix: { ask: { readonly prefix: string; readonly limit: number }; answer: JournalEntry[] };
  readonly get: { ask: { readonly seq: number }; answer: JournalEntry | null };
  readonly byDedupKey: { ask: { readonly dedupKey: string }; answer: JournalEntry | null };
  readonly verify: { ask: { readonly after?: ChainHead }; answer: ChainReport };
  readonly getMeta: { ask: { readonly key: string }; answer: string | null };
  readonly setMeta: { ask: { readonly key: string; readonly value: string }; answer: null };
  readonly head: { ask: Record<never, never>; answer: ChainHead };
  readonly checkpoint: { ask: Record<never, never>; answer: boolean };
}

export type JournalQuestion = {
  [Op in keyof JournalQuestions]: { readonly op: Op } & JournalQuestions[Op]['ask'];
}[keyof JournalQuestions];

/** Drafts that are to be stored together or not at all. */
export interface AppendRequest {
  readonly id: number;
  readonly drafts: readonly JournalEntryDraft[];
}

export type ToJournal =
  | { readonly type: 'append'; readonly requests: readonly AppendRequest[] }
  | { readonly type: 'ask'; readonly id: number; readonly question: JournalQuestion }
  | { readonly type: 'watch-head' };

export interface AppendAnswer {
  readonly id: number;
  readonly result: Result<AppendReceipt[], JournalRefusal>;
}

export type FromJournal =
  | { readonly type: 'appended'; readonly answers: readonly AppendAnswer[] }
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown, JournalRefusal> }
  | { readonly type: 'head'; readonly seq: number };
