import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { shelvedUntilMs } from '../live/alarm-load.ts';
import { useCentre } from '../live/centre-context.ts';
import type { CommandTarget, DeskCommand, NamedCommand } from '../live/desk-command.ts';
import { findPlaces } from '../live/place-search.ts';
import type { FoundPlace } from '../live/place-search.ts';
import { useOutbox } from '../live/use-acting.ts';
import { useSavedViews } from '../live/use-saved-views.ts';
import { CommandLine } from '../panels/desk/command-line.tsx';
import { DESK_KEY_IDS, DESK_KEYS } from '../panels/desk/desk-key-table.ts';
import type { DeskKey, DeskKeyId } from '../panels/desk/desk-key-table.ts';
import { alarmTitle } from '../ui/alarm-words.ts';
import { useLocale } from '../ui/use-locale.ts';
import { DESK_PAGES } from './desk-pages.ts';
import type { Chosen, DeskForm } from './use-desk-commands.ts';
import type { DeskCommands } from './use-desk-keys.ts';
import type { DeskQueueState } from './use-desk-queue.ts';

/** Carries out what was typed, on what the room holds now. */
export function DeskCommandLine({
  state: { room, queue, placeIndex },
  chosen,
  select,
  openForm,
  commands,
  setPlace,
}: {
  state: DeskQueueState;
  chosen: Chosen;
  select: (id: string) => void;
  openForm: (form: DeskForm | null) => void;
  commands: DeskCommands;
  setPlace: (place: FoundPlace) => void;
}) {
  const named = useNamedCommands();
  const [, navigate] = useLocation();
  const findPlace = useCallback((words: string) => findPlaces(placeIndex, words, 1)[0] ?? null, [placeIndex]);
  const { live } = useCentre();
  const outbox = useOutbox();
  const locale = useLocale();
  const targets = useCallback(
    function* allTargets(): Generator<CommandTarget & { text: string }> {
      for (const row of queue.rows) {
        if (row.kind === 'incident')
          yield {
            id: row.id,
            kind: 'incident',
            title: row.incident.title,
            text: row.incident.unit?.name ?? '',
          };
        if (row.kind === 'alarm' || row.kind === 'child')
          yield { id: row.id, kind: 'alarm', title: alarmTitle(row.alarm, locale), text: row.alarm.key };
      }
      // What is filtered out or gathered can be named too.
      for (const alarm of room.alarms.values())
        yield { id: alarm.id, kind: 'alarm', title: alarmTitle(alarm, locale), text: alarm.key };
      for (const { id, title } of room.incidents.values()) yield { id, kind: 'incident', title, text: '' };
    },
    [room, queue, locale],
  );
  const run = (command: Exclude<DeskCommand, { kind: 'none' }>): void => {
    if (command.kind === 'open') return openForm('new');
    if (command.kind === 'place') return setPlace(command.place);
    if (command.kind === 'named') {
      const { kind, value } = command.command;
      return kind === 'page' ? navigate(value) : commands[value as DeskKeyId]();
    }
    const { verb, target, fields } = command;
    select(target.id);
    const revision = (room.alarms.get(target.id) ?? room.incidents.get(target.id))?.revision;
    if (verb === 'go' || revision === undefined) return undefined;
    // The second step is in the form: no single line closes an incident.
    if (verb === 'close') return openForm('close');
    const { durationMs, reason, text } = fields;
    const act = {
      action: verb,
      ...(reason === undefined ? {} : { reason }),
      ...(text === undefined ? {} : verb === 'assign' ? { assignee: text } : { text }),
      ...(durationMs === undefined ? {} : { untilMs: shelvedUntilMs(live.clock.nowMs(), durationMs) }),
    };
    void outbox.add({ kind: target.kind, id: target.id }, act, { title: target.title, revision });
    return undefined;
  };
  return (
    <CommandLine
      {...{ targets, named, findPlace }}
      chosen={targetOf(chosen, (alarm) => alarmTitle(alarm, locale))}
      onRun={run}
    />
  );
}

/** The pages, and what the keys of the table do, by their names in the chosen language. */
function useNamedCommands(): NamedCommand[] {
  const { i18n } = useLingui();
  const { views } = useSavedViews();
  // Made anew each time: the words change with the language, the object that gives them does not.
  return [
    ...DESK_PAGES.map(({ href, words }): NamedCommand => ({
      kind: 'page',
      value: href,
      label: i18n._(words),
    })),
    ...DESK_KEY_IDS.flatMap((id): NamedCommand[] => {
      const row: DeskKey = DESK_KEYS[id];
      return row.isCommand === true ? [{ kind: 'key', value: id, label: i18n._(row.words) }] : [];
    }),
    // Last: a page's own name means the page.
    ...views.map(({ name, href }): NamedCommand => ({ kind: 'page', value: href, label: name })),
  ];
}

function targetOf(
  chosen: Chosen,
  titleOf: (alarm: Extract<Chosen, { kind: 'alarm' }>['alarm']) => string,
): CommandTarget | null {
  if (chosen === null) return null;
  if (chosen.kind === 'incident')
    return { id: chosen.incident.id, kind: 'incident', title: chosen.incident.title };
  return { id: chosen.alarm.id, kind: 'alarm', title: titleOf(chosen.alarm) };
}
