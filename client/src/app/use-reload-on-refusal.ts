import { useEffect } from 'react';
import { isAtRest } from '../live/build-reload.ts';
import { pageWatch } from '../live/page-watch.ts';
import { reloadHolds } from '../live/reload-holds.ts';
import { useLink } from '../live/use-live.ts';

const KEY = 'metropane.refused-at';
const NOT_AGAIN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** Refusals that a fresh page heals: without a session it shows how to sign in, with an old protocol it is the new page. */
const HEALED_BY_RELOAD = new Set(['unauthenticated', 'revoked', 'protocol']);

/**
 * Loads the page again when the centre refuses it for a reason that waiting does not heal; at most once a minute. An old protocol waits
 * until nobody writes: words and acts still go over HTTP. Who is not signed in any more can send nothing.
 */
export function useReloadOnRefusal(): void {
  const code = useLink(({ refusal }) => refusal?.code ?? null);
  useEffect(
    function reloadWhenRefused() {
      if (code === null || !HEALED_BY_RELOAD.has(code)) return undefined;
      const look = (): void => {
        const lastMs = Number(sessionStorage.getItem(KEY) ?? 0);
        if (Date.now() - lastMs < NOT_AGAIN_WITHIN_MS || (code === 'protocol' && !isFree())) return;
        sessionStorage.setItem(KEY, String(Date.now()));
        location.reload();
      };
      look();
      const timer = setInterval(look, LOOK_EVERY_MS);
      return () => clearInterval(timer);
    },
    [code],
  );
}

function isFree(): boolean {
  return isAtRest({
    ...{ isLive: true, isCalling: false, quietMs: pageWatch.quietMs() },
    isInField: pageWatch.isInField(document),
    hasUnsentWords: pageWatch.hasUnsentWords(),
    hasActsUnderWay: [...reloadHolds].some((isHeld) => isHeld()),
  });
}
