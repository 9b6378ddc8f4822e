/** What windows of one desk tell each other: what is chosen now, or that a new window wants to know. */
type Told = { chosen: string | null } | { ask: true };

/** The part of a `BroadcastChannel` that is needed. */
export interface SelectionChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  close(): void;
}

/**
 * One selection for all windows of a person in a realm. A window that opens takes over what is chosen; a choice in one is a choice in all.
 * What was heard is not told again, else two windows would send each other round for ever.
 */
export class SharedSelection {
  readonly #channel: SelectionChannel;
  readonly #onChosen: (id: string | null) => void;
  #chosen: string | null;

  constructor(
    channel: SelectionChannel,
    { chosen, onChosen }: { chosen: string | null; onChosen: (id: string | null) => void },
  ) {
    this.#channel = channel;
    this.#chosen = chosen;
    this.#onChosen = onChosen;
    channel.onmessage = ({ data }) => this.#hear(data as Told);
    if (chosen === null) this.#tell({ ask: true });
    else this.#tell({ chosen });
  }

  /** This window chose; the same choice again is silent. */
  choose(id: string | null): void {
    if (id === this.#chosen) return;
    this.#chosen = id;
    this.#tell({ chosen: id });
  }

  close(): void {
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  #hear(told: Told): void {
    if ('ask' in told) {
      if (this.#chosen !== null) this.#tell({ chosen: this.#chosen });
      return;
    }
    if (told.chosen === this.#chosen) return;
    this.#chosen = told.chosen;
    this.#onChosen(told.chosen);
  }

  #tell(told: Told): void {
    this.#channel.postMessage(told);
  }
}
