import { useEffect, useSyncExternalStore } from 'react';
import { BuildReload, WALL_STEP_MS } from '../live/build-reload.ts';
import type { Centre } from '../live/centre-context.ts';
import { useCentre } from '../live/centre-context.ts';
import { callingOf } from '../live/incident-order.ts';
import { placeOfScreen } from '../live/nightly-reload.ts';
import { pageWatch } from '../live/page-watch.ts';
import { reloadHolds } from '../live/reload-holds.ts';

const LOOK_EVERY_MS = 1_000;
const reloads = new WeakMap<Centre, BuildReload>();

/** Loads the page anew when the centre runs another build than at its start: when that may be, says `BuildReload`. `screen`: of a wall. */
export function useReloadOnNewBuild(screen: string | null): void {
  const centre = useCentre();
  const { live } = centre;
  useEffect(() => pageWatch.start(document), []);
  useEffect(
    function reloadWhenOutgrown() {
      const reload = reloadOf(centre, screen);
      const tell = ({ build }: { build: string | null }): void => {
        if (build !== null) reload.learn(build);
      };
      tell(live.serverBuild.getState());
      const stop = live.serverBuild.subscribe(tell);
      const timer = setInterval(() => reload.look(), LOOK_EVERY_MS);
      return () => {
        stop();
        clearInterval(timer);
      };
    },
    [centre, live, screen],
  );
}

/** Whether a newer page waits for this one to come to rest, and the way to it. */
export function useWaitingBuild(): { isWaiting: boolean; go: () => void } {
  const reload = reloadOf(useCentre(), null);
  const isWaiting = useSyncExternalStore(reload.state.subscribe, () => reload.state.getState().isWaiting);
  return { isWaiting, go: () => reload.go() };
}

/** The one of a page; it lives as long as the page does. */
function reloadOf(centre: Centre, screen: string | null): BuildReload {
  const known = reloads.get(centre);
  if (known !== undefined) return known;
  const { live } = centre;
  const made = new BuildReload({
    nowMs: () => Date.now(),
    rest: () => ({
      isLive: live.link.getState().phase === 'live',
      quietMs: pageWatch.quietMs(),
      isInField: pageWatch.isInField(document),
      hasUnsentWords: pageWatch.hasUnsentWords(),
      hasActsUnderWay: [...reloadHolds].some((isHeld) => isHeld()),
      isCalling: callingOf(live.state.records.incident.values()) === 'unacknowledged',
    }),
    reload: () => location.reload(),
    memory: memoryOfTab(),
    turnMs: screen === null ? 0 : placeOfScreen(screen) * WALL_STEP_MS,
  });
  reloads.set(centre, made);
  return made;
}

function memoryOfTab(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
