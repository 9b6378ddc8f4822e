import { useEffect, useState } from 'react';
import { bootCentre } from './boot.ts';
import type { BootState, CentrePorts } from './boot.ts';

/** Starts the page and tries again while the centre cannot be reached. */
export function useBoot(ports: CentrePorts): BootState {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<BootState>({ phase: 'starting' });
  const [bug, setBug] = useState<unknown>(null);
  useEffect(
    function startOrRetry() {
      let isGone = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      bootOnce(ports, attempt).then(
        (next) => {
          if (isGone) return;
          setState(next);
          if (next.phase === 'unreachable')
            timer = setTimeout(() => setAttempt((n) => n + 1), next.retryInMs);
        },
        (error: unknown) => setBug(error),
      );
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    },
    [ports, attempt],
  );
  // A bug is for the boundary to show, not for a silent rejected promise.
  if (bug !== null) throw bug;
  return state;
}

const started = new WeakMap<CentrePorts, Map<number, Promise<BootState>>>();

/** StrictMode runs effects twice, and a one-time token can be redeemed only once. */
function bootOnce(ports: CentrePorts, attempt: number): Promise<BootState> {
  const attempts = started.get(ports) ?? new Map<number, Promise<BootState>>();
  started.set(ports, attempts);
  const running = attempts.get(attempt) ?? bootCentre(ports, attempt);
  attempts.set(attempt, running);
  return running;
}
