import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { ALARM_ACTIONS, MAX_SHELVE_MS } from './alarm.ts';
import type { AlarmAction, AlarmActionName } from './alarm.ts';

/** Characters: a comment is a few paragraphs, a reason a line or two. */
const MAX_TEXT_LENGTH = 4_000;
const MAX_ACTION_ID_LENGTH = 100;

/**
 * Checks an act from outside; unknown fields are left out. `bad-action` says what was expected and what came.
 * `atMs`: processing time of the act, from which a shelving may last a day.
 */
export function parseAlarmAction(raw: unknown, atMs: number): Result<AlarmAction, 'bad-action'> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return bad('an action is an object', raw);
  const given = raw as Readonly<Record<string, unknown>>;
  const { action, expectedRevision } = given;
  if (!isActionName(action)) return bad(`action is one of ${ALARM_ACTIONS.join(', ')}`, action);
  if (!isWholeNumber(expectedRevision)) return bad('expectedRevision is a whole number', expectedRevision);
  const actionId = alarmActionIdOf(raw);
  if (given.actionId !== undefined && (actionId === undefined || actionId.length > MAX_ACTION_ID_LENGTH))
    return bad(`actionId has 1 to ${MAX_ACTION_ID_LENGTH} characters`, given.actionId);
  const text = textOf(given.text);
  if (given.text !== undefined && given.text !== '' && text === undefined)
    return bad(`text has 1 to ${MAX_TEXT_LENGTH} characters`, given.text);
  const fields = fieldsOf(action, { given, text, atMs });
  if (!fields.ok) return fields;
  return ok({
    action,
    expectedRevision,
    ...(actionId === undefined ? {} : { actionId }),
    ...(text === undefined ? {} : { text }),
    ...fields.value,
  });
}

/** The trimmed `actionId` of an act from outside, if it has one. */
export function alarmActionIdOf(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null || !('actionId' in raw)) return undefined;
  if (typeof raw.actionId !== 'string') return undefined;
  const actionId = raw.actionId.trim();
  return actionId === '' ? undefined : actionId;
}

interface Given {
  given: Readonly<Record<string, unknown>>;
  text: string | undefined;
  atMs: number;
}

function fieldsOf(
  action: AlarmActionName,
  { given, text, atMs }: Given,
): Result<Pick<AlarmAction, 'reason' | 'untilMs'>, 'bad-action'> {
  if (action === 'note') return text === undefined ? bad('a note has a text', given.text) : ok({});
  if (action !== 'shelve' && action !== 'out-of-service' && action !== 'useless') return ok({});
  const reason = textOf(given.reason);
  if (reason === undefined)
    return bad(`${action} needs a reason of 1 to ${MAX_TEXT_LENGTH} characters`, given.reason);
  if (action !== 'shelve') return ok({ reason });
  const { untilMs } = given;
  if (!isWholeNumber(untilMs)) return bad('shelving needs an end, untilMs in whole milliseconds', untilMs);
  if (untilMs <= atMs) return bad(`untilMs lies after now (${atMs})`, untilMs);
  if (untilMs - atMs > MAX_SHELVE_MS)
    return bad(`untilMs lies at most 24 h ahead (${atMs + MAX_SHELVE_MS})`, untilMs);
  return ok({ reason, untilMs });
}

/** Trimmed text of allowed length, else undefined. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length === 0 || text.length > MAX_TEXT_LENGTH ? undefined : text;
}

function isWholeNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isActionName(value: unknown): value is AlarmActionName {
  return (ALARM_ACTIONS as readonly unknown[]).includes(value);
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
