/**
 * Is the room's truth still arriving? Pure: events and the local time in, the next state out.
 * A link is lost when two beats (2 s) failed to come, whatever the socket believes of itself. Half a second less than the 5 s
 * within which every screen must be grey: the look at the clock and the painting take time too.
 */
export const LOST_AFTER_MS = 4_500;
/** Beats come every 2 s whatever happens in the city; a longer silence is the link's, and counts as its delay. */
const QUIET_AFTER_MS = 2_500;
/** What a screen promises: a change is shown within 2 s. */
const PROMPT_WITHIN_MS = 2_000;

export interface LinkState {
  phase: 'connecting' | 'live' | 'lost';
  /** Local time of the last message; null before the first. */
  lastHeardMs: number | null;
  /** Server time that the last message carried: "figures as of". */
  lastServerTimeMs: number | null;
  /** Connection attempts since the last message. */
  attempts: number;
  /**
   * Milliseconds that the last message needed to this screen, beyond the fastest of late; null before the first that tells. Says
   * nothing of when the city last changed.
   */
  delayMs: number | null;
  /** How long nothing was heard, 0 as long as no beat is overdue. */
  silentMs: number;
  /** A reason that will not heal by waiting, e.g. a sign-in that ended. */
  refusal: { code: string; message: string } | null;
}

export const INITIAL_LINK: LinkState = {
  phase: 'connecting',
  lastHeardMs: null,
  lastServerTimeMs: null,
  attempts: 0,
  delayMs: null,
  silentMs: 0,
  refusal: null,
};

export type LinkEvent =
  | { kind: 'heard'; serverTimeMs?: number; delayMs?: number }
  | { kind: 'attempt' }
  | { kind: 'look' }
  | { kind: 'refused'; code: string; message: string };

/** `nowMs` is local and monotone. Returns the same object when nothing changed, so that no screen redraws for it. */
export function nextLinkState(link: LinkState, event: LinkEvent, nowMs: number): LinkState {
  switch (event.kind) {
    case 'heard':
      return {
        phase: 'live',
        lastHeardMs: nowMs,
        lastServerTimeMs: event.serverTimeMs ?? link.lastServerTimeMs,
        attempts: 0,
        delayMs: event.delayMs ?? link.delayMs,
        silentMs: 0,
        refusal: null,
      };
    case 'attempt':
      return { ...link, attempts: link.attempts + 1 };
    case 'refused':
      return { ...link, refusal: { code: event.code, message: event.message } };
    case 'look': {
      if (link.phase !== 'live' || link.lastHeardMs === null) return link;
      const silentMs = nowMs - link.lastHeardMs;
      if (silentMs <= QUIET_AFTER_MS) return link;
      return { ...link, silentMs, phase: silentMs > LOST_AFTER_MS ? 'lost' : 'live' };
    }
  }
}

/** How far this screen may be behind the centre by the link alone, milliseconds; null = not known yet. */
export function shownDelayMs({ delayMs, silentMs }: LinkState): number | null {
  return delayMs === null ? null : Math.max(delayMs, silentMs);
}

/** Whether the link keeps what a screen promises; not before its delay is known. A slow link is not called live. */
export function isPrompt(link: LinkState): boolean {
  const delayMs = shownDelayMs(link);
  return link.phase === 'live' && delayMs !== null && delayMs <= PROMPT_WITHIN_MS;
}

/**
 * The delay of each message. A change tells when it was made; a beat tells when it left, so that a quiet city is not taken for a
 * slow link. A beat is silent where changes came since the beat before: it must not hide how late those were. A snapshot tells
 * nothing: it may hold what has long stood still.
 */
export class DelayMeter {
  #hasChanged = false;

  /** A diff that was published at `atMs` is applied at `nowMs`, both the server's time. */
  ofDiff(atMs: number, nowMs: number): number {
    this.#hasChanged = true;
    return Math.max(0, nowMs - atMs);
  }

  /** A beat that left at `serverTimeMs` is heard at `nowMs`; undefined = the changes before it have told. */
  ofBeat(serverTimeMs: number, nowMs: number): number | undefined {
    const isTold = this.#hasChanged;
    this.#hasChanged = false;
    return isTold ? undefined : Math.max(0, nowMs - serverTimeMs);
  }
}
