import type { MessagePort } from 'node:worker_threads';
import type { JournalRefusal } from './codes.ts';

/** From the owner of the journal's thread to the thread. */
export type ToJournalThread =
  | { readonly type: 'connect'; readonly port: MessagePort }
  | { readonly type: 'close' };

/** From the thread to its owner: once, after opening the file. */
export type FromJournalThread =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly code: JournalRefusal; readonly message: string };

/** What the thread is started with. */
export interface JournalThreadData {
  readonly path: string;
  /** How often the write-ahead log is emptied. */
  readonly checkpointEveryMs: number;
}
