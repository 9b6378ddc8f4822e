import { useEffect } from 'react';
import type { Centre } from '../live/centre-context.ts';
import { keepLastHeard } from '../live/last-heard.ts';

const EVERY_MS = 5_000;

/** Notes in this browser when the centre was last heard, for the page that may have to open without it. */
export function useLastHeard({ live, ground, session }: Centre): void {
  useEffect(
    function noteLastHeard() {
      const note = (): void => {
        const { lastServerTimeMs } = live.link.getState();
        if (lastServerTimeMs !== null)
          keepLastHeard(session.realm, { atMs: lastServerTimeMs, zone: ground.zone });
      };
      const timer = setInterval(note, EVERY_MS);
      window.addEventListener('pagehide', note);
      return () => {
        clearInterval(timer);
        window.removeEventListener('pagehide', note);
        note();
      };
    },
    [live, ground, session],
  );
}
