import type { RoomScreens, ScreensList, ScreenState } from '@metropane/protocol';
import { PaintSkew } from './paint-skew.ts';

/** A room of the city pack whose screens are known: they are missed when they are not there. */
export interface ExpectedRoom {
  room: string;
  grid: { columns: number; rows: number };
  screens: readonly string[];
}

/** What is known of one connection that said which screen it is. */
export interface SeenScreen {
  room: string;
  screen: string;
  connectedMs: number;
  paintedMs: number | undefined;
  lastCreditMs: number | undefined;
  /** Signed in with a token of this one screen: it is missed when it goes. */
  isBound: boolean;
}

/**
 * Which screens paint, which do not, and how far apart those of a room are. Like presence it is no part of the state: a screen is judged
 * by what it says now. Beats ask every screen for a credit every 2 s, so that a still city is no excuse. [P22]
 */
export class ScreenBoard {
  readonly #expected: readonly ExpectedRoom[];
  readonly #startedMs: number;
  readonly #skews = new Map<string, PaintSkew>();
  readonly #known = new Map<string, Known>();
  #told = '';
  #toldMs = Number.NEGATIVE_INFINITY;

  /** `nowMs`: from when on screens are waited for. */
  constructor(expected: readonly ExpectedRoom[], nowMs: number) {
    this.#expected = expected;
    this.#startedMs = nowMs;
  }

  /** A screen has painted a publish. */
  noteShown({ room, screen }: Place, shown: { seq: number; atMs: number }, nowMs: number): void {
    const skew = this.#skews.get(room) ?? new PaintSkew();
    this.#skews.set(room, skew);
    skew.note(screen, shown, nowMs);
  }

  /** Judges every screen by the connections of this moment. */
  look(seen: Iterable<SeenScreen>, nowMs: number): void {
    const there = new Map<string, SeenScreen>();
    for (const one of seen) {
      const key = keyOf(one);
      // Of two that claim one place the newer counts: the older is about to be cut.
      if ((there.get(key)?.connectedMs ?? -1) <= one.connectedMs) there.set(key, one);
    }
    for (const { room, screens } of this.#expected) {
      for (const screen of screens) {
        if (there.has(keyOf({ room, screen }))) continue;
        this.#miss({ room, screen }, nowMs);
      }
    }
    for (const [key, one] of there) {
      const known = this.#known.get(key);
      const found = statusOf(one, nowMs);
      const sinceMs = known?.status === found.status ? known.sinceMs : found.sinceMs;
      const isExpected = one.isBound || known?.isExpected === true || this.#isOfGrid(one);
      this.#known.set(key, { ...placeOf(one), status: found.status, sinceMs, isExpected, goneMs: null });
    }
    for (const [key, known] of this.#known) {
      if (there.has(key) || this.#isOfGrid(known)) continue;
      this.#miss(known, nowMs);
      if (known.goneMs !== null && nowMs - known.goneMs > (known.isExpected ? DAY_MS : MISSED_AFTER_MS))
        this.#known.delete(key);
    }
  }

  /** The list when desks should hear it: at once when a screen stopped or came back, else with new figures now and then. */
  takeChange(nowMs: number): ScreensList | undefined {
    const told = [...this.#known.values()]
      .map(({ room, screen, status, sinceMs }) => `${room}/${screen} ${status} ${sinceMs}`)
      .join();
    if (told === this.#told && nowMs - this.#toldMs < FIGURES_EVERY_MS) return undefined;
    if (told === this.#told && this.#skews.size === 0) return undefined;
    this.#told = told;
    this.#toldMs = nowMs;
    return this.list(nowMs);
  }

  list(nowMs: number): ScreensList {
    const rooms = new Map<string, RoomScreens>();
    for (const { room, grid } of this.#expected) rooms.set(room, { room, grid, skew: null, screens: [] });
    for (const { room, screen, status, sinceMs } of this.#known.values()) {
      const skew = this.#skews.get(room);
      const entry = rooms.get(room) ?? { room, grid: null, skew: null, screens: [] };
      rooms.set(room, entry);
      entry.skew = skew?.spread(nowMs) ?? null;
      entry.screens.push({ screen, status, sinceMs, lagP99Ms: skew?.lagP99Ms(screen, nowMs) ?? null });
    }
    for (const { screens } of rooms.values())
      screens.sort((a, b) => a.screen.localeCompare(b.screen, 'en', { numeric: true }));
    return { rooms: [...rooms.values()].toSorted((a, b) => (a.room < b.room ? -1 : 1)) };
  }

  /** A page that loads anew is away for a moment: a screen is missed a while after it was last there. */
  #miss({ room, screen }: Place, nowMs: number): void {
    const key = keyOf({ room, screen });
    const known = this.#known.get(key);
    if (known?.status === 'absent') return;
    const goneMs = known === undefined ? this.#startedMs : (known.goneMs ?? nowMs);
    if (known !== undefined) known.goneMs = goneMs;
    if (nowMs - goneMs < MISSED_AFTER_MS) return;
    this.#skews.get(room)?.forget(screen);
    const isExpected = known?.isExpected ?? true;
    this.#known.set(key, { room, screen, status: 'absent', sinceMs: goneMs, isExpected, goneMs });
  }

  #isOfGrid({ room, screen }: Place): boolean {
    return this.#expected.some((one) => one.room === room && one.screens.includes(screen));
  }
}

interface Place {
  room: string;
  screen: string;
}

interface Known extends Place {
  status: ScreenState['status'];
  sinceMs: number;
  isExpected: boolean;
  /** Since when no connection claims it. */
  goneMs: number | null;
}

type Judged = Pick<ScreenState, 'status' | 'sinceMs'>;

/** Credits come at least with every beat (2 s), paints with every credit: seen within 8 s, promised within 10. */
const STILL_AFTER_MS = 5_000;
const MISSED_AFTER_MS = 5_000;
/** A screen with a token of its own that went away and is in no grid: after a day it was taken down. */
const DAY_MS = 86_400_000;
const FIGURES_EVERY_MS = 5_000;

function statusOf({ connectedMs, paintedMs, lastCreditMs }: SeenScreen, nowMs: number): Judged {
  const heardMs = lastCreditMs ?? connectedMs;
  if (nowMs - heardMs > STILL_AFTER_MS) return { status: 'silent', sinceMs: heardMs };
  const painted = paintedMs ?? connectedMs;
  if (nowMs - painted > STILL_AFTER_MS) return { status: 'frozen', sinceMs: painted };
  return { status: 'ok', sinceMs: nowMs };
}

function placeOf({ room, screen }: Place): Place {
  return { room, screen };
}

function keyOf({ room, screen }: Place): string {
  return `${room}/${screen}`;
}
