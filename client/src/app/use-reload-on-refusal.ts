import { useEffect } from 'react';
import { useLink } from '../live/use-live.ts';

const KEY = 'metropane.refused-at';
const NOT_AGAIN_WITHIN_MS = 60_000;
/** Refusals that a fresh page heals: without a session it shows how to sign in, with an old protocol it is the new page. */
const HEALED_BY_RELOAD = new Set(['unauthenticated', 'revoked', 'protocol']);

/** Loads the page again when the centre refuses it for a reason that waiting does not heal; at most once a minute. */
export function useReloadOnRefusal(): void {
  const code = useLink(({ refusal }) => refusal?.code ?? null);
  useEffect(
    function reloadWhenRefused() {
      if (code === null || !HEALED_BY_RELOAD.has(code)) return;
      const lastMs = Number(sessionStorage.getItem(KEY) ?? 0);
      if (Date.now() - lastMs < NOT_AGAIN_WITHIN_MS) return;
      sessionStorage.setItem(KEY, String(Date.now()));
      location.reload();
    },
    [code],
  );
}
