/**
 * One setting of who is signed in: as it is in this browser, and as the centre was last heard to have it. A change is kept in the browser
 * at once and written through; what the centre does not have is told apart (`isOnlyHere`). Two windows that changed it at once lose
 * nothing: the second is refused, merges what it finds with what it did, and writes again.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { Problem } from './centre-port.ts';

/** What kind of setting it is. Values are plain JSON; `read` gives equal values for equal meaning. */
export interface SettingKind<T> {
  readonly key: 'layout' | 'views' | 'map';
  readonly usual: T;
  /** What is kept may be of another build, or of somebody who edits storage by hand: what is not understood is left out. */
  readonly read: (value: unknown) => T;
  /** What becomes of a change here (`base` to `mine`) and one elsewhere (`base` to `theirs`). */
  readonly merge: (parts: { base: T; mine: T; theirs: T }) => T;
  /** As much of it as the centre takes. */
  readonly sent: (value: T) => T;
}

/** A setting as the centre keeps it; value null and revision 0: it keeps none. */
export interface KeptAnswer {
  readonly revision: number;
  readonly value: unknown;
}

export interface SettingState<T> {
  readonly value: T;
  /** What the centre has; null while it was never heard. */
  readonly base: T | null;
  readonly revision: number | null;
  /** What the centre had before it forgot the person, until it has something again; null: it forgot nothing. */
  readonly lost: T | null;
  /** Why the centre does not take it; null while nothing was refused. */
  readonly problem: string | null;
}

export interface SettingDeps {
  put(key: string, body: { expectedRevision: number; value: unknown }): Promise<KeptAnswer>;
  shelf: {
    get(key: string): string | null;
    set(key: string, text: string): void;
  };
  /** Calls back once after the time; returns the way to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** A slider that is drawn, or a column: the last of its changes is written. */
const WRITE_AFTER_MS = 400;
export const RETRY_MS = 15_000;

export class PersonSetting<T> {
  readonly state: StoreApi<SettingState<T>>;
  readonly #kind: SettingKind<T>;
  readonly #deps: SettingDeps;
  #isWriting = false;
  #callOff: (() => void) | null = null;

  constructor(kind: SettingKind<T>, deps: SettingDeps) {
    this.#kind = kind;
    this.#deps = deps;
    this.state = createStore(() => this.#load());
  }

  change(next: T): void {
    this.#set({ value: next, problem: null });
    this.#writeAfter(WRITE_AFTER_MS);
  }

  /** What the centre has now. */
  hear({ revision, value }: KeptAnswer): void {
    const { base, revision: known, lost } = this.state.getState();
    if (known === revision) return this.#writeAfter(0);
    // Nothing there, or no longer: what is here is all there is.
    if (value === null) this.#set({ base: this.#kind.usual, revision, lost: known === 0 ? lost : base });
    else {
      const theirs = this.#kind.read(value);
      this.#set({ value: this.#merged(theirs), base: theirs, revision, lost: null });
    }
    this.#writeAfter(0);
  }

  /**
   * What is here and what the centre has. What it once forgot comes back under what was made there since: else the oldest browser of a
   * person who was locked and unlocked would write its old choice over the new one.
   */
  #merged(theirs: T): T {
    const { usual, merge } = this.#kind;
    const { value: mine, base, lost } = this.state.getState();
    if (lost === null) return merge({ base: base ?? usual, mine, theirs });
    return merge({ base: lost, mine, theirs: merge({ base: usual, mine: theirs, theirs: lost }) });
  }

  /** Another window of this browser changed what is kept. */
  reread(): void {
    const kept = this.#load();
    if ((kept.revision ?? 0) >= (this.state.getState().revision ?? 0)) this.state.setState(kept);
  }

  /** Whether the centre lacks something of it. */
  isBehind(): boolean {
    const { value, base } = this.state.getState();
    return base === null || !isSame(this.#kind.sent(value), base);
  }

  #writeAfter(delayMs: number): void {
    this.#callOff?.();
    this.#callOff = null;
    const { revision } = this.state.getState();
    if (revision === null || !this.isBehind()) return;
    this.#callOff = this.#deps.after(delayMs, () => void this.#write(revision));
  }

  async #write(expectedRevision: number): Promise<void> {
    this.#callOff = null;
    if (this.#isWriting) return;
    const value = this.#kind.sent(this.state.getState().value);
    this.#isWriting = true;
    try {
      const { revision } = await this.#deps.put(this.#kind.key, { expectedRevision, value });
      this.#isWriting = false;
      if (revision > (this.state.getState().revision ?? 0))
        this.#set({ base: value, revision, lost: null, problem: null });
      this.#writeAfter(WRITE_AFTER_MS);
    } catch (error) {
      this.#isWriting = false;
      if (!(error instanceof Problem)) throw error;
      this.#refused(error);
    }
  }

  #refused({ status, code, extra }: Problem): void {
    if (status === 409 && typeof extra['revision'] === 'number') {
      this.hear({ revision: extra['revision'], value: extra['value'] ?? null });
      return;
    }
    this.#set({ problem: code });
    const isPassing = status === 0 || status >= 500 || status === 429;
    // What the centre does not take it will not take later either: until the next change.
    if (isPassing) this.#writeAfter(RETRY_MS);
  }

  #load(): SettingState<T> {
    const { read, usual, key } = this.#kind;
    const nothing = { value: usual, base: null, revision: null, lost: null, problem: null };
    const text = this.#deps.shelf.get(key);
    if (text === null) return nothing;
    try {
      const { value, base, revision, lost } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
      const isHeard = typeof revision === 'number' && base !== undefined;
      return {
        ...nothing,
        value: read(value),
        ...(isHeard ? { base: read(base), revision } : {}),
        ...(isHeard && lost !== undefined ? { lost: read(lost) } : {}),
      };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return nothing;
    }
  }

  #set(part: Partial<SettingState<T>>): void {
    this.state.setState(part);
    const { value, base, revision, lost } = this.state.getState();
    const heard = revision === null ? {} : { base, revision };
    const forgotten = lost === null ? {} : { lost };
    this.#deps.shelf.set(this.#kind.key, JSON.stringify({ value, ...heard, ...forgotten }));
  }
}

/** Of each field the change that was made; where both made one, this window's. */
export function mergeFields<T extends object>({ base, mine, theirs }: { base: T; mine: T; theirs: T }): T {
  const merged = { ...theirs };
  for (const field of Object.keys(mine) as (keyof T)[])
    if (!isSame(mine[field], base[field])) merged[field] = mine[field];
  return merged;
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
