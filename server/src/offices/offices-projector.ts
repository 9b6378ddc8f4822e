import type { JournalClient } from '@metropane/event-log';
import { OFFICE_KINDS, type OfficesStore } from './offices-store.ts';

/** One read of the journal: its thread serves writers in between. */
const PAGE = 4_000;

/** Keeps the store in step with the journal. One reader at a time: callers queue. */
export class OfficesProjector {
  readonly #journal: Pick<JournalClient, 'read' | 'head'>;
  readonly #store: OfficesStore;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(journal: Pick<JournalClient, 'read' | 'head'>, store: OfficesStore) {
    this.#journal = journal;
    this.#store = store;
  }

  /** Resolves when everything that was committed before the call is taken in. */
  catchUp(): Promise<void> {
    const caughtUp = this.#turn.then(() => this.#catchUp());
    this.#turn = caughtUp.catch(() => undefined);
    return caughtUp;
  }

  async #catchUp(): Promise<void> {
    const head = await this.#journal.head();
    if (!head.ok) throw new Error(`the journal cannot be read: ${head.message}`);
    for (const kind of OFFICE_KINDS) {
      for (;;) {
        const page = await this.#journal.read(this.#store.position(kind) + 1, PAGE, { kind });
        if (!page.ok) throw new Error(`the journal cannot be read: ${page.message}`);
        this.#store.take(kind, page.value);
        const last = page.value.at(-1);
        if (page.value.length < PAGE || last === undefined || last.seq >= head.value.seq) break;
      }
    }
  }
}
