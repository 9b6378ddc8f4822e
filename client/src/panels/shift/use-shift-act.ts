import { useCallback, useRef, useState } from 'react';
import type { ShiftAction, ShiftPosition } from '@metropane/incidents';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';

/** What a person asks for; the screen adds the position, the revision that was seen and the identity of the act. */
export type WantedShiftAct = Omit<ShiftAction, 'position' | 'expectedRevision' | 'actionId'>;

export type ShiftActState =
  | { phase: 'idle' }
  | { phase: 'saving'; act: WantedShiftAct }
  | { phase: 'failed'; act: WantedShiftAct; problem: Problem };

export interface ShiftActing {
  state: ShiftActState;
  /** True when the centre has taken it: nothing before that looks done. */
  send(act: WantedShiftAct): Promise<boolean>;
  dismiss: () => void;
}

/** Acts on one position. An act that may have arrived keeps its identity when it is sent again, so that it is done once. */
export function useShiftAct(
  { id, revision }: Pick<ShiftPosition, 'id' | 'revision'>,
  onDone: () => void,
): ShiftActing {
  const { api } = useCentre();
  const [state, setState] = useState<ShiftActState>(IDLE);
  const unsure = useRef<{ text: string; actionId: string } | null>(null);
  const send = useCallback(
    async (act: WantedShiftAct) => {
      const text = JSON.stringify(act);
      const actionId = unsure.current?.text === text ? unsure.current.actionId : crypto.randomUUID();
      setState({ phase: 'saving', act });
      try {
        await api.post('/shift/actions', { ...act, position: id, expectedRevision: revision, actionId });
        unsure.current = null;
        setState(IDLE);
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        unsure.current = error.status === 0 || error.status >= 500 ? { text, actionId } : null;
        setState({ phase: 'failed', act, problem: error });
        return false;
      } finally {
        onDone();
      }
    },
    [api, id, revision, onDone],
  );
  const dismiss = useCallback(() => setState(IDLE), []);
  return { state, send, dismiss };
}

const IDLE: ShiftActState = { phase: 'idle' };
