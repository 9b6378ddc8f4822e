import { useCallback, useEffect, useState } from 'react';
import { Problem } from './centre-port.ts';

/** A question to the centre: the newest answer stays while it is asked again, and beside the reason why it could not be. */
export interface Answer<T> {
  value: T | null;
  /** Why the last try failed; null while it did not. */
  problem: Problem | null;
  isLoading: boolean;
  ask: () => void;
}

/**
 * Asks once, again on every new `question` (make it with `useCallback`), on `ask()`, after `everyMs`, and by itself while the
 * centre or its history is away. An answer that comes after a newer question is dropped.
 */
export function useAnswer<T>(question: () => Promise<T>, everyMs: number | null = null): Answer<T> {
  const [times, setTimes] = useState(0);
  const [state, setState] = useState<AnswerState<T>>({ question, value: null, problem: null, times: -1 });
  const ask = useCallback(() => setTimes((n) => n + 1), []);
  useEffect(
    function askNow() {
      let isGone = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const again = (afterMs: number | null): void => {
        if (afterMs !== null) timer = setTimeout(ask, afterMs);
      };
      question().then(
        (value) => {
          if (isGone) return;
          setState({ question, value, problem: null, times });
          again(everyMs);
        },
        (problem: unknown) => {
          if (!(problem instanceof Problem)) throw problem;
          if (isGone) return;
          setState((before) => ({
            question,
            value: before.question === question ? before.value : null,
            problem,
            times,
          }));
          again(isPassing(problem) ? RETRY_MS : everyMs);
        },
      );
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    },
    [question, times, everyMs, ask],
  );
  const isOfNow = state.question === question;
  return {
    value: isOfNow ? state.value : null,
    problem: isOfNow ? state.problem : null,
    isLoading: !isOfNow || state.times !== times,
    ask,
  };
}

interface AnswerState<T> {
  question: () => Promise<T>;
  value: T | null;
  problem: Problem | null;
  times: number;
}

const RETRY_MS = 3_000;

/** The centre could not be reached, or a part of it is on its way back. */
function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 503;
}
