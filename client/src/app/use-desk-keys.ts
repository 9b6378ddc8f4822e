import { useEffect } from 'react';
import { LEGAL_ACTIONS } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { alarmSound } from './alarm-sound.ts';
import type { IncidentActing } from '../live/use-incident-act.ts';

export interface DeskKeysInput {
  /** The queue as shown. */
  order: readonly IncidentRecord[];
  selected: IncidentRecord | null;
  onSelect: (id: string) => void;
  /** Null while nothing is chosen. */
  acting: IncidentActing | null;
}

/** J K move · N next unacknowledged · A acknowledge · C claim · T note · M mute · / search. None of them closes an incident. */
export function useDeskKeys({ order, selected, onSelect, acting }: DeskKeysInput): void {
  useEffect(
    function listenForKeys() {
      const act = (action: 'acknowledge' | 'claim'): void => {
        const isSaving = acting?.state.phase === 'saving';
        if (
          acting === null ||
          selected === null ||
          isSaving ||
          !LEGAL_ACTIONS[selected.state].includes(action)
        )
          return;
        void acting.send({ action }, selected.revision);
      };
      const keys: Record<string, () => void> = {
        j: () => selectAt(1),
        k: () => selectAt(-1),
        arrowdown: () => selectAt(1),
        arrowup: () => selectAt(-1),
        n: () => select(nextUnacknowledged(order, selected?.id ?? null)),
        a: () => act('acknowledge'),
        c: () => act('claim'),
        m: () => alarmSound.setMuted(!alarmSound.state.getState().isMuted),
        t: () => document.getElementById('note')?.focus(),
        '/': () => document.getElementById('queue-search')?.focus(),
      };
      const select = (incident: IncidentRecord | null): void => {
        if (incident !== null) onSelect(incident.id);
      };
      const selectAt = (step: number): void => {
        const at = order.findIndex(({ id }) => id === selected?.id);
        const next =
          at < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + step));
        select(order[next] ?? null);
      };
      const onKey = (event: KeyboardEvent): void => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
        if (isTyping(event.target)) return leaveOnEscape(event);
        const run = keys[event.key.toLowerCase()];
        if (run === undefined) return;
        event.preventDefault();
        run();
      };
      window.addEventListener('keydown', onKey);
      return () => window.removeEventListener('keydown', onKey);
    },
    [order, selected, onSelect, acting],
  );
}

/** The first unacknowledged one after the chosen one, round the end; null when there is none. */
export function nextUnacknowledged(
  order: readonly IncidentRecord[],
  selectedId: string | null,
): IncidentRecord | null {
  const at = order.findIndex(({ id }) => id === selectedId);
  const turned = [...order.slice(at + 1), ...order.slice(0, at + 1)];
  return turned.find(({ state }) => state === 'new') ?? null;
}

function leaveOnEscape({ key, target }: KeyboardEvent): void {
  if (key === 'Escape') (target as HTMLElement).blur();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
