/**
 * When a page that the centre has outgrown loads itself anew: once for each build, never while somebody types or an act is under way, never
 * while the link is down (the page would not come back), and the screens of a wall one after another. What the page shows is kept where it
 * always is: in its address, at the centre, and in this browser.
 * A proxy that serves old and new pages in turn must not make a screen blink: after a reload the next one waits for `NOT_AGAIN_MS`.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

/** Since the last key or press. */
export const QUIET_MS = 5_000;
export const NOT_AGAIN_MS = 10 * 60_000;
/** A wall needs a few seconds to come back: by then the next one goes. */
export const WALL_STEP_MS = 8_000;

/** What a page is in the middle of. */
export interface PageRest {
  readonly isLive: boolean;
  /** Since the last key or press of a person; `Infinity` when there was none. */
  readonly quietMs: number;
  /** The next key would go into a field. */
  readonly isInField: boolean;
  /** Words that nobody but this page has. */
  readonly hasUnsentWords: boolean;
  readonly hasActsUnderWay: boolean;
  /** Somebody has to be called: a dark wall would hide it. */
  readonly isCalling: boolean;
}

export function isAtRest(page: PageRest): boolean {
  return (
    page.isLive &&
    page.quietMs >= QUIET_MS &&
    !page.isInField &&
    !page.hasUnsentWords &&
    !page.hasActsUnderWay &&
    !page.isCalling
  );
}

export interface BuildReloadDeps {
  /** This machine's clock. */
  readonly nowMs: () => number;
  readonly rest: () => PageRest;
  readonly reload: () => void;
  /** What this tab remembers across a reload; null where it may remember nothing. */
  memory: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** How long this screen waits for its turn. */
  turnMs: number;
}

const KEY = 'metropane.reloaded-for';

export class BuildReload {
  /** True from the moment at which another build was heard of until the page goes. */
  readonly state: StoreApi<{ isWaiting: boolean }> = createStore(() => ({ isWaiting: false }));
  readonly #deps: BuildReloadDeps;
  readonly #startedMs: number;
  #own: string | null = null;
  #wanted: { build: string; sinceMs: number } | null = null;
  #isGone = false;

  constructor(deps: BuildReloadDeps) {
    this.#deps = deps;
    this.#startedMs = deps.nowMs();
  }

  /** What the centre said it runs. The first word is taken for the build of this page, which the same centre has just served. */
  learn(build: string): void {
    this.#own ??= build;
    if (build === this.#own || build === this.#last()?.build) this.#wanted = null;
    else if (this.#wanted?.build !== build) this.#wanted = { build, sinceMs: this.#deps.nowMs() };
    this.state.setState({ isWaiting: this.#wanted !== null });
  }

  /** Goes when it may. Call it every second. */
  look(): void {
    const { nowMs, rest, turnMs } = this.#deps;
    if (this.#wanted === null || this.#isGone) return;
    if (nowMs() - this.#wanted.sinceMs < turnMs || nowMs() < this.#notBeforeMs() || !isAtRest(rest())) return;
    this.go();
  }

  /** At once: a person asked for it. */
  go(): void {
    if (this.#wanted === null || this.#isGone) return;
    this.#isGone = true;
    try {
      const { memory, nowMs } = this.#deps;
      memory?.setItem(KEY, JSON.stringify({ build: this.#wanted.build, atMs: nowMs() }));
    } catch (error) {
      // A full store: then the page's own age keeps reloads apart.
      if (!(error instanceof DOMException)) throw error;
    }
    this.#deps.reload();
  }

  /** What cannot be remembered cannot be told apart from a loop: then each page lives a while first. */
  #notBeforeMs(): number {
    const last = this.#last();
    if (last !== null) return last.atMs + NOT_AGAIN_MS;
    return this.#deps.memory === null ? this.#startedMs + NOT_AGAIN_MS : 0;
  }

  #last(): { build: string; atMs: number } | null {
    const text = this.#deps.memory?.getItem(KEY) ?? null;
    if (text === null) return null;
    try {
      const { build, atMs } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
      return typeof build === 'string' && typeof atMs === 'number' ? { build, atMs } : null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return null;
    }
  }
}
