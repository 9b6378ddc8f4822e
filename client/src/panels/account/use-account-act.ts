import { useState } from 'react';
import { Problem } from '../../live/centre-port.ts';

/** One act at a time with its refusal; the answer is shown as done only when it came. */
export interface AccountAct {
  isBusy: boolean;
  problem: Problem | null;
  /** Runs `work`, then hands its answer to `then`. */
  run<T>(work: () => Promise<T>, then?: (value: T) => void): void;
}

export function useAccountAct(): AccountAct {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    isBusy,
    problem,
    run(work, then) {
      setBusy(true);
      setProblem(null);
      work()
        .then(
          (value) => then?.(value),
          (error: unknown) => {
            if (!(error instanceof Problem)) throw error;
            setProblem(error);
          },
        )
        .finally(() => setBusy(false));
    },
  };
}
