import { useCallback } from 'react';
import { shelvedUntilMs } from '../live/alarm-load.ts';
import { useCentre } from '../live/centre-context.ts';
import type { CommandTarget, DeskCommand } from '../live/desk-command.ts';
import { useOutbox } from '../live/use-acting.ts';
import { CommandLine } from '../panels/desk/command-line.tsx';
import { alarmTitle } from '../ui/alarm-words.ts';
import { useLocale } from '../ui/use-locale.ts';
import type { Chosen, DeskForm } from './use-desk-commands.ts';
import type { DeskQueueState } from './use-desk-queue.ts';

/** Carries out what was typed, on what the room holds now. */
export function DeskCommandLine({
  state: { room, queue },
  chosen,
  select,
  openForm,
}: {
  state: DeskQueueState;
  chosen: Chosen;
  select: (id: string) => void;
  openForm: (form: DeskForm | null) => void;
}) {
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
      targets={targets}
      chosen={targetOf(chosen, (alarm) => alarmTitle(alarm, locale))}
      onRun={run}
    />
  );
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
