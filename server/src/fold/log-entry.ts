import type { ReadingsFrame, RejectCode } from '@metropane/city';

/** What the fold consumes, in log order. Nothing else may change the state of the control room. */
export type LogEntry =
  | { kind: 'readings'; frame: ReadingsFrame }
  | { kind: 'tick'; nowMs: number }
  | { kind: 'rejected'; feed: string; code: RejectCode; n: number; arrivalMs: number }
  | { kind: 'journal'; seq: number; entry: JournalFact }
  | { kind: 'epoch'; epoch: number }
  | { kind: 'gap'; bytes: number; reason: string }
  | { kind: 'skip'; offset: number; feed: string; error: string };

/** A journal entry as the fold sees it: already durable, `kind` says how to read `body`. */
export interface JournalFact {
  kind: string;
  v: number;
  /** Processing time at which the journal took it, epoch ms. */
  atMs: number;
  actor: string;
  body: unknown;
}

/** The feed that an entry came from; '' for what is the centre's own. */
export function feedOfEntry(entry: LogEntry): string {
  switch (entry.kind) {
    case 'readings':
      return entry.frame.feed;
    case 'rejected':
    case 'skip':
      return entry.feed;
    case 'journal':
      return entry.entry.actor.startsWith('feed:') ? entry.entry.actor.slice('feed:'.length) : '';
    default:
      return '';
  }
}
