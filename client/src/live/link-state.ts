/**
 * Is the room's truth still arriving? Pure: events and the local time in, the next state out.
 * A link is lost when two beats (2 s) failed to come, whatever the socket believes of itself. Half a second less than the 5 s
 * within which every screen must be grey: the look at the clock and the painting take time too.
 */
export const LOST_AFTER_MS = 4_500;

export interface LinkState {
  phase: 'connecting' | 'live' | 'lost';
  /** Local time of the last message; null before the first. */
  lastHeardMs: number | null;
  /** Server time that the last message carried: "figures as of". */
  lastServerTimeMs: number | null;
  /** Connection attempts since the last message. */
  attempts: number;
  /** Milliseconds that the last diff needed from the server's tick to this screen. */
  delayMs: number | null;
  /** A reason that will not heal by waiting, e.g. a sign-in that ended. */
  refusal: { code: string; message: string } | null;
}

export const INITIAL_LINK: LinkState = {
  phase: 'connecting',
  lastHeardMs: null,
  lastServerTimeMs: null,
  attempts: 0,
  delayMs: null,
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
        refusal: null,
      };
    case 'attempt':
      return { ...link, attempts: link.attempts + 1 };
    case 'refused':
      return { ...link, refusal: { code: event.code, message: event.message } };
    case 'look':
      if (link.phase !== 'live' || link.lastHeardMs === null) return link;
      return nowMs - link.lastHeardMs > LOST_AFTER_MS ? { ...link, phase: 'lost' } : link;
  }
}
