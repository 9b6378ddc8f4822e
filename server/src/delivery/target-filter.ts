import type { Target } from './delivery-config.ts';
import { USUAL_EVENTS } from './delivery-event.ts';
import type { Subject } from './compose.ts';
import { isSimulated } from './compose.ts';
import type { Occasion } from './occasion.ts';

/** The least urgent is assumed where nothing is known: it is told to those who want everything. */
const UNKNOWN_PRIORITY = 4;

/** Whether a target is told of an occasion. */
export function wants({ only }: Pick<Target, 'only'>, occasion: Occasion, subject: Subject): boolean {
  const { incident, alarm } = subject;
  const category = alarm?.category ?? incident?.category;
  const position = alarm?.position ?? incident?.position;
  if (!only.simulated && isSimulated(occasion, subject)) return false;
  if (!(only.events ?? USUAL_EVENTS).includes(occasion.event)) return false;
  if (priorityOf(subject) > only.priority) return false;
  if (only.categories !== undefined && !(category !== undefined && only.categories.includes(category)))
    return false;
  if (only.positions !== undefined && !(position !== undefined && only.positions.includes(position)))
    return false;
  return only.agencies === undefined || agenciesOf(subject).some((agency) => only.agencies!.includes(agency));
}

export function priorityOf({ incident, alarm }: Subject): number {
  return alarm?.priority ?? incident?.priority ?? UNKNOWN_PRIORITY;
}

function agenciesOf({ incident }: Subject): string[] {
  const asked = (incident?.assignments ?? [])
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ assignee }) => assignee);
  return incident?.assignedTo === undefined ? asked : [...asked, incident.assignedTo];
}
