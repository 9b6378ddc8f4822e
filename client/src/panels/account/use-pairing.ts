import { useEffect, useState } from 'react';
import { Problem } from '../../live/centre-port.ts';
import type { CentreApi, ScreenPlace } from '../../live/centre-port.ts';

interface BegunAnswer {
  deviceCode: string;
  userCode: string;
  path: string;
  expiresInMs: number;
  pollEveryMs: number;
}

/** What the screen shows. `problem`: why the last question had no answer; a code that is shown still counts. */
export interface Pairing {
  phase: 'asking' | 'waiting' | 'denied' | 'let-in';
  userCode: string | null;
  /** Address that the QR code leads to. */
  url: string | null;
  /** End of the code on `performance.now()`. */
  endsAtMs: number | null;
  problem: Problem | null;
}

const AGAIN_MS = 5_000;
/** A refusal stays readable before the screen asks again. */
const DENIED_MS = 15_000;
/** A new code comes before the old one ends, so that nobody types a dead one. */
const BEFORE_END_MS = 10_000;

const ASKING: Pairing = { phase: 'asking', userCode: null, url: null, endsAtMs: null, problem: null };

/** Asks for a code and then, for as long as the page is open, whether somebody let this screen in. Never gives up. */
export function usePairing(
  api: Pick<CentreApi, 'post'>,
  { room, screen }: ScreenPlace,
  onLetIn: () => void,
): Pairing {
  const [pairing, setPairing] = useState(ASKING);
  useEffect(
    function askToBeLetIn() {
      const line = new AbortController();
      void pair({ api, place: { room, screen }, show: setPairing, signal: line.signal }).then((isIn) => {
        if (isIn) onLetIn();
      });
      return () => line.abort();
    },
    [api, room, screen, onLetIn],
  );
  return pairing;
}

interface Asking {
  api: Pick<CentreApi, 'post'>;
  place: ScreenPlace;
  show: (next: Pairing) => void;
  signal: AbortSignal;
}

/** True when the screen is in; false when the page went. */
async function pair(asking: Asking): Promise<boolean> {
  const { api, place, show, signal } = asking;
  while (!signal.aborted) {
    let begun: BegunAnswer;
    try {
      begun = await api.post<BegunAnswer>('/devices/codes', place);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!signal.aborted) show({ ...ASKING, problem: error });
      await pause(AGAIN_MS, signal);
      continue;
    }
    const end = await waitForDecision(begun, asking);
    if (end === 'let-in') return !signal.aborted;
    if (end === 'denied' && !signal.aborted) {
      show({ ...ASKING, phase: 'denied' });
      await pause(DENIED_MS, signal);
    }
  }
  return false;
}

async function waitForDecision(
  begun: BegunAnswer,
  { api, show, signal }: Asking,
): Promise<'let-in' | 'denied' | 'ended'> {
  const endsAtMs = performance.now() + begun.expiresInMs;
  const shown: Pairing = {
    phase: 'waiting',
    userCode: begun.userCode,
    url: new URL(begun.path, location.origin).href,
    endsAtMs,
    problem: null,
  };
  let everyMs = begun.pollEveryMs;
  let problem: Problem | null = null;
  while (!signal.aborted && performance.now() < endsAtMs - BEFORE_END_MS) {
    show({ ...shown, problem });
    await pause(everyMs, signal);
    if (signal.aborted) break;
    try {
      const { code } = await api.post<{ code: string }>('/devices/session', { deviceCode: begun.deviceCode });
      problem = null;
      if (code === 'slow_down') everyMs += 1_000;
      if (code !== 'approved') continue;
      show({ ...ASKING, phase: 'let-in' });
      return 'let-in';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'access_denied') return 'denied';
      if (error.code === 'expired_token') return 'ended';
      problem = error;
    }
  }
  return 'ended';
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
