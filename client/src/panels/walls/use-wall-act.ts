import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';

/** How long what a desk sends stays on a wall: then the playlist goes on by itself. */
export const SENT_FOR_MS = 10 * 60_000;

/** Steers one room of walls; `problem`: why the centre did not take the last act. */
export function useWallAct(wallId: string): {
  act: (action: object) => Promise<void>;
  problem: Problem | null;
} {
  const { api } = useCentre();
  const [problem, setProblem] = useState<Problem | null>(null);
  const act = async (action: object): Promise<void> => {
    try {
      await api.post(`/walls/${encodeURIComponent(wallId)}/actions`, action);
      setProblem(null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return { act, problem };
}
