import { useMemo } from 'react';
import { LEGAL_ACTIONS } from '@metropane/incidents';
import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import type { Outbox } from '../live/outbox.ts';
import type { QueueEntry } from '../live/desk-queue.ts';
import { useOutbox } from '../live/use-acting.ts';
import type { AlarmForm } from '../panels/desk/alarm-forms.tsx';
import type { IncidentForm } from '../panels/desk/incident-forms.tsx';
import { currentStep } from '../panels/desk/sop-list.tsx';
import { isCalling } from '../ui/alarm-words.ts';
import { alarmSound } from './alarm-sound.ts';
import type { DeskQueueState } from './use-desk-queue.ts';
import { focusOn } from './use-desk-keys.ts';
import type { DeskCommands } from './use-desk-keys.ts';

/** Form that is open in the detail, or one that stands in its place. */
export type DeskForm = IncidentForm | AlarmForm | 'new';

/** What the desk has chosen. */
export type Chosen =
  | { kind: 'incident'; incident: IncidentRecord }
  | { kind: 'alarm'; alarm: AlarmRecord }
  | null;

export interface DeskCommandsInput {
  state: DeskQueueState;
  chosen: Chosen;
  marked: ReadonlySet<string>;
  setMarked: (marked: ReadonlySet<string>) => void;
  /** Ids of the rows in view now. */
  seen: { readonly current: ReadonlySet<string> };
  select: (id: string) => void;
  openForm: (form: DeskForm | null) => void;
  openPage: (incidentId: string) => void;
  openHelp: () => void;
  /** The map in a window of its own. */
  openWindow: () => void;
  titleOf: (alarm: AlarmRecord) => string;
}

const UNDO_MS = 5_000;

/** What the keys of the desk do to what is chosen. Each checks that its act is legal now. */
export function useDeskCommands(input: DeskCommandsInput): DeskCommands {
  const outbox = useOutbox();
  const { state, chosen, marked, setMarked, seen, select, openForm, openPage } = input;
  const { openHelp, openWindow, titleOf } = input;
  return useMemo((): DeskCommands => {
    const given = { state, chosen, marked, setMarked, seen, select, openForm, openPage };
    const all = { ...given, openHelp, openWindow, titleOf };
    return { ...ways(all), ...acknowledgements(all, outbox), ...acts(all, outbox) };
  }, [
    state,
    chosen,
    marked,
    setMarked,
    seen,
    select,
    openForm,
    openPage,
    openHelp,
    openWindow,
    titleOf,
    outbox,
  ]);
}

type Ways =
  | ('down' | 'up' | 'unfold' | 'gather' | 'next' | 'sop' | 'note' | 'find')
  | ('toMap' | 'toWall' | 'toPage' | 'openNew' | 'mute' | 'layers' | 'tilt' | 'window' | 'help');

/** Going somewhere; nothing of it tells the centre anything. */
function ways({
  state,
  chosen,
  select,
  openForm,
  openPage,
  openHelp,
  openWindow,
}: DeskCommandsInput): Pick<DeskCommands, Ways> {
  const fold = (isOpen: boolean): void => {
    if (chosen?.kind === 'incident') state.toggle(chosen.incident.id, isOpen);
  };
  return {
    down: () => moveIn(state, chosenId(chosen), { step: 1, select }),
    up: () => moveIn(state, chosenId(chosen), { step: -1, select }),
    unfold: () => fold(true),
    gather: () => fold(false),
    sop: focusOn('sop'),
    note: focusOn('note'),
    find: focusOn('queue-search'),
    toWall: () => document.getElementById('send-to-wall')?.click(),
    window: openWindow,
    next: () => {
      const entry = nextWaiting(state.queue.waiting, chosenId(chosen));
      if (entry !== null) select(entry.id);
    },
    toMap: () => document.querySelector<HTMLElement>('.desk-map .maplibregl-canvas')?.focus(),
    toPage: () => {
      const id = chosen?.kind === 'alarm' ? chosen.alarm.incidentId : chosenId(chosen);
      if (id !== undefined && id !== null) openPage(id);
    },
    openNew: () => openForm('new'),
    layers: () => document.getElementById('map-layers-button')?.click(),
    tilt: () => document.getElementById('map-tilt-button')?.click(),
    mute: () => alarmSound.setMuted(!alarmSound.state.getState().isMuted),
    help: openHelp,
  };
}

type Acknowledgements = 'acknowledge' | 'acknowledgeMany' | 'mark' | 'undo';

function acknowledgements(
  { state: { room }, chosen, marked, setMarked, seen, titleOf }: DeskCommandsInput,
  outbox: Outbox,
): Pick<DeskCommands, Acknowledgements> {
  const acknowledge = (id: string, undo: { undoMs?: number; batch?: string } = {}): void => {
    const [alarm, incident] = [room.alarms.get(id), room.incidents.get(id)];
    if (isBusy(outbox, id, 'acknowledge')) return;
    if (alarm !== undefined && isCalling(alarm)) {
      const basis = { title: titleOf(alarm), revision: alarm.revision, ...undo };
      void outbox.add({ kind: 'alarm', id }, { action: 'acknowledge' }, basis);
    } else if (incident?.state === 'new') {
      const basis = { title: incident.title, revision: incident.revision, ...undo };
      void outbox.add({ kind: 'incident', id }, { action: 'acknowledge' }, basis);
    }
  };
  return {
    acknowledge: () => {
      const id = chosenId(chosen);
      if (id !== null) acknowledge(id);
    },
    acknowledgeMany: () => {
      const undo = { undoMs: UNDO_MS, batch: crypto.randomUUID() };
      for (const id of marked.size > 0 ? marked : seen.current) acknowledge(id, undo);
      setMarked(new Set());
    },
    mark: () => {
      const id = chosenId(chosen);
      if (id === null) return;
      const next = new Set(marked);
      if (!next.delete(id)) next.add(id);
      setMarked(next);
    },
    undo: () => {
      const undoable = outbox.state.getState().entries.findLast(({ phase }) => phase === 'undoable');
      if (undoable?.batch !== undefined) outbox.undo(undoable.batch);
    },
  };
}

type Acts = 'claim' | 'assign' | 'shelve' | 'stepDone' | 'close';

function acts({ chosen, openForm }: DeskCommandsInput, outbox: Outbox): Pick<DeskCommands, Acts> {
  const act = (action: string, fields: object = {}): void => {
    if (chosen?.kind !== 'incident') return;
    const { id, title, revision, state } = chosen.incident;
    if (!(LEGAL_ACTIONS[state] as readonly string[]).includes(action) || isBusy(outbox, id, action)) return;
    void outbox.add({ kind: 'incident', id }, { action, ...fields }, { title, revision });
  };
  const incidentForm = (form: IncidentForm): void => {
    if (chosen?.kind === 'incident' && LEGAL_ACTIONS[chosen.incident.state].includes(form)) openForm(form);
  };
  return {
    claim: () => act('claim'),
    assign: () => incidentForm('assign'),
    shelve: () => {
      if (chosen?.kind === 'alarm') openForm('shelve');
    },
    stepDone: () => {
      const step = chosen?.kind === 'incident' ? currentStep(chosen.incident.sop) : null;
      if (step !== null) act('sop-step', { step: step.id, outcome: 'done' });
    },
    close: () => incidentForm('close'),
  };
}

export function chosenId(chosen: Chosen): string | null {
  if (chosen === null) return null;
  return chosen.kind === 'incident' ? chosen.incident.id : chosen.alarm.id;
}

/** The same act is on its way: a second press of a key must not send it twice. */
function isBusy(outbox: Outbox, id: string, action: string): boolean {
  return outbox.state
    .getState()
    .entries.some(
      ({ target, act, phase }) =>
        target.id === id && act.action === action && phase !== 'refused' && phase !== 'conflict',
    );
}

function moveIn(
  { queue }: DeskQueueState,
  fromId: string | null,
  { step, select }: { step: 1 | -1; select: (id: string) => void },
): void {
  const ids = queue.rows.flatMap((row) => ('id' in row ? [row.id] : []));
  const at = fromId === null ? -1 : ids.indexOf(fromId);
  const to = at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
  const id = ids[to];
  if (id !== undefined) select(id);
}

/** The next that waits after the chosen one, round the end; null when nothing waits. */
export function nextWaiting(waiting: readonly QueueEntry[], chosen: string | null): QueueEntry | null {
  const at = waiting.findIndex(({ id }) => id === chosen);
  return waiting[(at + 1) % waiting.length] ?? null;
}
