import { useCallback, useState } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import { useCentre } from './centre-context.ts';
import { Problem } from './centre-port.ts';
import type { IncidentAct } from './centre-port.ts';

/** What a person asks for; the screen adds the identity of the act and the revision it was decided on. */
export type WantedAct = Omit<IncidentAct, 'actionId' | 'expectedRevision'>;

/**
 * An act on its way: `saving` until the server answered, nothing before that looks done. `failed` keeps the act and its
 * identity, so that trying again can never do it twice; `current` is the incident as the server has it after a conflict.
 */
export type ActState =
  | { phase: 'idle' }
  | { phase: 'saving'; act: WantedAct }
  | { phase: 'failed'; act: WantedAct; actionId: string; problem: Problem; current: IncidentRecord | null };

export interface IncidentActing {
  state: ActState;
  /** True when the server accepted it. */
  send(act: WantedAct, revision: number, actionId?: string): Promise<boolean>;
  dismiss: () => void;
}

export function useIncidentAct(incidentId: string): IncidentActing {
  const { api } = useCentre();
  const [state, setState] = useState<ActState>(IDLE);
  const send = useCallback(
    async (act: WantedAct, revision: number, actionId: string = crypto.randomUUID()) => {
      setState({ phase: 'saving', act });
      try {
        await api.act(incidentId, { ...act, actionId, expectedRevision: revision });
        setState(IDLE);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const current =
          error.status === 409 ? ((error.extra['incident'] as IncidentRecord | undefined) ?? null) : null;
        setState({ phase: 'failed', act, actionId, problem: error, current });
        return false;
      }
    },
    [api, incidentId],
  );
  const dismiss = useCallback(() => setState(IDLE), []);
  return { state, send, dismiss };
}

const IDLE: ActState = { phase: 'idle' };
