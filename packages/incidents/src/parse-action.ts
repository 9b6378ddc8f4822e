import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
import type { IncidentAction, IncidentActionName, IncidentState, Priority } from './incident.ts';

/** Characters: a note is a few paragraphs, a name a line. */
export const MAX_NOTE_LENGTH = 4_000;
export const MAX_NAME_LENGTH = 200;
const MAX_ACTION_ID_LENGTH = 100;

/** Checks an action from outside; unknown fields are left out. `bad-action` says what was expected and what came. */
export function parseAction(raw: unknown): Result<IncidentAction, 'bad-action'> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return bad('an action is an object', raw);
  const given = raw as Readonly<Record<string, unknown>>;
  const action = given.action;
  if (!isActionName(action)) return bad(`action is one of ${INCIDENT_ACTIONS.join(', ')}`, action);
  const expectedRevision = given.expectedRevision;
  if (
    typeof expectedRevision !== 'number' ||
    !Number.isSafeInteger(expectedRevision) ||
    expectedRevision < 0
  ) {
    return bad('expectedRevision is a whole number', expectedRevision);
  }
  const actionId = textOf(given.actionId, MAX_ACTION_ID_LENGTH);
  if (given.actionId !== undefined && actionId === undefined) {
    return bad(`actionId has 1 to ${MAX_ACTION_ID_LENGTH} characters`, given.actionId);
  }
  const fields = actionFields(action, given);
  if (!fields.ok) return fields;
  return ok({ action, expectedRevision, ...(actionId === undefined ? {} : { actionId }), ...fields.value });
}

type Fields = Pick<IncidentAction, 'assignee' | 'text' | 'to' | 'reason' | 'priority'>;

function actionFields(
  action: IncidentActionName,
  given: Readonly<Record<string, unknown>>,
): Result<Fields, 'bad-action'> {
  const text = textOf(given.text, MAX_NOTE_LENGTH);
  if (given.text !== undefined && given.text !== '' && text === undefined) {
    return bad(`text has at most ${MAX_NOTE_LENGTH} characters`, given.text);
  }
  const said: Fields = text === undefined ? {} : { text };
  switch (action) {
    case 'note':
      return text === undefined ? bad('a note has a text', given.text) : ok(said);
    case 'assign': {
      const assignee = textOf(given.assignee, MAX_NAME_LENGTH);
      if (assignee === undefined) {
        return bad(`assignee has 1 to ${MAX_NAME_LENGTH} characters`, given.assignee);
      }
      return ok({ ...said, assignee });
    }
    case 'close': {
      const reason = textOf(given.reason, MAX_NOTE_LENGTH);
      if (reason === undefined) return bad('closing needs a reason', given.reason);
      return ok({ ...said, reason });
    }
    case 'status':
      if (!isState(given.to)) return bad(`to is one of ${INCIDENT_STATES.join(', ')}`, given.to);
      return ok({ ...said, to: given.to });
    case 'escalate':
      if (given.priority === undefined) return ok(said);
      if (!isPriority(given.priority)) return bad('priority is 1, 2, 3 or 4', given.priority);
      return ok({ ...said, priority: given.priority });
    default:
      return ok(said);
  }
}

/** Trimmed text of 1 to `limit` characters, else undefined. */
function textOf(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length === 0 || text.length > limit ? undefined : text;
}

function isActionName(value: unknown): value is IncidentActionName {
  return (INCIDENT_ACTIONS as readonly unknown[]).includes(value);
}

function isState(value: unknown): value is IncidentState {
  return (INCIDENT_STATES as readonly unknown[]).includes(value);
}

function isPriority(value: unknown): value is Priority {
  return value === 1 || value === 2 || value === 3 || value === 4;
}

function bad(expected: string, came: unknown): Result<never, 'bad-action'> {
  return err('bad-action', `${expected}; came ${shown(came)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : 'an object';
}
