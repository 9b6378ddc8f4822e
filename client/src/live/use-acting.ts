import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Centre } from './centre-context.ts';
import { useCentre } from './centre-context.ts';
import type { ActTarget, OutboxEntry, WantedAct } from './outbox-entry.ts';
import { acknowledgeMany } from './acknowledge-many.ts';
import { reloadHolds } from './reload-holds.ts';
import { browserShelf } from './outbox-shelf.ts';
import { Outbox } from './outbox.ts';
import type { BatchReport } from './outbox-batch.ts';
import type { ActBasis, ActEnd } from './outbox.ts';

const outboxes = new WeakMap<Centre, Outbox>();

/** The one outbox of a page; it lives as long as the page does. */
export function outboxOf(centre: Centre): Outbox {
  const known = outboxes.get(centre);
  if (known !== undefined) return known;
  const { api, live, session } = centre;
  const outbox = new Outbox({
    deliver: ({ target, act, actionId, expectedRevision }) => {
      const body = { ...act, actionId, expectedRevision };
      return target.kind === 'incident'
        ? api.act(target.id, body)
        : api.post(`/alarms/${encodeURIComponent(target.id)}/actions`, body);
    },
    deliverMany: (entries) => acknowledgeMany(api, entries),
    shelf: browserShelf(session.realm, session.name),
    nowMs: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
    newId: () => crypto.randomUUID(),
  });
  live.link.subscribe(({ phase }, before) => {
    if (phase === 'live' && before.phase !== 'live') outbox.pump();
  });
  reloadHolds.add(() =>
    outbox.state.getState().entries.some(({ phase }) => phase === 'saving' || phase === 'undoable'),
  );
  outboxes.set(centre, outbox);
  return outbox;
}

/** How the last batch ended; null before the first and when it was read. */
export function useBatchReport(): BatchReport | null {
  return useStore(useOutbox().state, ({ report }) => report);
}

export function useOutbox(): Outbox {
  return outboxOf(useCentre());
}

export function useOutboxEntries(): readonly OutboxEntry[] {
  return useStore(useOutbox().state, ({ entries }) => entries);
}

/** The acts of this desk on one incident or alarm. */
export interface Acting {
  /** Not accepted yet, oldest first. */
  entries: readonly OutboxEntry[];
  /** One of them is on its way. */
  isSaving: boolean;
  send(act: WantedAct, basis?: Partial<ActBasis>): Promise<ActEnd>;
  retry(actionId: string, revision: number): Promise<ActEnd>;
  discard(actionId: string): void;
}

export interface ActSubject {
  id: string;
  revision: number;
  title: string;
}

export function useActing(kind: ActTarget['kind'], { id, revision, title }: ActSubject): Acting {
  const outbox = useOutbox();
  const all = useOutboxEntries();
  const entries = useMemo(
    () => all.filter(({ target }) => target.kind === kind && target.id === id),
    [all, kind, id],
  );
  const send = useCallback(
    (act: WantedAct, basis: Partial<ActBasis> = {}) =>
      outbox.add({ kind, id }, act, { title, revision, ...basis }),
    [outbox, kind, id, title, revision],
  );
  return useMemo(
    () => ({
      entries,
      isSaving: entries.some(({ phase }) => phase === 'saving'),
      send,
      retry: (actionId, newRevision) => outbox.retry(actionId, newRevision),
      discard: (actionId) => outbox.discard(actionId),
    }),
    [entries, send, outbox],
  );
}
