import { ringFault, toOpenRing } from '@metropane/city';
import type { GeofenceFaultCode } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';
import { useMemo, useRef, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { keepDraft, readDraft } from '../../live/drafts.ts';
import { draftOf, fenceOfDraft, NEW_FENCE, parseFenceDraft } from './fence-draft.ts';
import type { FenceDraft } from './fence-draft.ts';

export interface FenceDrafting {
  /** Null while nobody draws. */
  draft: FenceDraft | null;
  /** What keeps the ring from being saved; null = nothing. */
  fault: GeofenceFaultCode | null;
  isSaving: boolean;
  /** Why the centre did not take the last act. */
  problem: Problem | null;
  /** A fence to change, or null for a new one. */
  begin: (fence: GeofenceRecord | null) => void;
  change: (part: Partial<FenceDraft>) => void;
  drop: () => void;
  /** The id of the fence that the centre has now; null: it was not taken, and the draft is still there. */
  save: () => Promise<string | null>;
  remove: (fence: GeofenceRecord) => Promise<void>;
}

/** One fence on its way, kept through a reload until it is saved or dropped. */
export function useFenceDraft(): FenceDrafting {
  const { ground, live, session } = useCentre();
  const key = `fence.${ground.id}.${session.realm}.${session.name}`;
  const [draft, setDraft] = useState(() => parseFenceDraft(readDraft(key)));
  const { send, isSaving, problem, forget } = useSending();
  const put = (next: FenceDraft | null): void => {
    setDraft(next);
    forget();
    keepDraft(key, next === null ? '' : JSON.stringify(next));
  };
  const act = async (path: string, body: object): Promise<GeofenceRecord | null> => {
    const taken = await send(path, body, JSON.stringify([path, draft]));
    if (taken !== null) put(null);
    return taken;
  };
  const save = async (): Promise<string | null> => {
    if (draft === null) return null;
    const fence = fenceOfDraft(draft, live.clock.nowMs());
    const { id, revision } = draft;
    const taken =
      id === null
        ? await act('/geofences', fence)
        : await act(actsOn(id), { action: 'change', expectedRevision: revision, fence });
    return taken?.id ?? null;
  };
  const fault = useMemo(
    () => (draft === null ? null : (ringFault(toOpenRing(draft.points), ground.bbox)?.code ?? null)),
    [draft, ground],
  );
  return {
    ...{ draft, fault, isSaving, problem, save },
    begin: (fence) => put(fence === null ? NEW_FENCE : draftOf(fence)),
    change: (part) => draft !== null && put({ ...draft, ...part }),
    drop: () => put(null),
    remove: async ({ id, revision }) => {
      await act(actsOn(id), { action: 'remove', expectedRevision: revision });
    },
  };
}

/** Acts on fences; one that may have arrived (`text` tells which) keeps its identity when it is sent again, so that it is done once. */
function useSending() {
  const { api } = useCentre();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const unsure = useRef<{ text: string; actionId: string } | null>(null);
  const send = async (path: string, body: object, text: string): Promise<GeofenceRecord | null> => {
    const actionId = unsure.current?.text === text ? unsure.current.actionId : crypto.randomUUID();
    setSaving(true);
    try {
      const taken = await api.post<GeofenceRecord>(path, { ...body, actionId });
      unsure.current = null;
      return taken;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unsure.current = error.status === 0 || error.status >= 500 ? { text, actionId } : null;
      setProblem(error);
      return null;
    } finally {
      setSaving(false);
    }
  };
  return { send, isSaving, problem, forget: () => setProblem(null) };
}

function actsOn(id: string): string {
  return `/geofences/${encodeURIComponent(id)}/actions`;
}
