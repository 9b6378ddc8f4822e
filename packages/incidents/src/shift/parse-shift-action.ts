import { ok } from '@metropane/base';
import { bad, MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_NOTE_LENGTH, textOf } from '../parse-fields.ts';
import type { Given, Parsed } from '../parse-fields.ts';
import { SHIFT_ACTIONS } from './shift.ts';
import type { ShiftAction, ShiftActionName } from './shift.ts';

/** A stretch of duty is at most a day: what is longer is a slip of the keyboard. */
export const MAX_ROSTER_MS = 24 * 3_600_000;

/** Checks an act from outside; unknown fields are left out. `bad-action` says what was expected and what came. */
export function parseShiftAction(raw: unknown): Parsed<ShiftAction> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return bad('an action is an object', raw);
  const given = raw as Given;
  const { action, expectedRevision, actionId } = given;
  if (!isActionName(action)) return bad(`action is one of ${SHIFT_ACTIONS.join(', ')}`, action);
  const position = textOf(given['position'], MAX_ID_LENGTH);
  if (position === undefined) return bad('position is the id of a duty position', given['position']);
  if (!isTime(expectedRevision)) return bad('expectedRevision is a whole number', expectedRevision);
  const id = textOf(actionId, MAX_ID_LENGTH);
  if (actionId !== undefined && id === undefined)
    return bad(`actionId has 1 to ${MAX_ID_LENGTH} characters`, actionId);
  const fields = fieldsOf(action, given);
  if (!fields.ok) return fields;
  return ok({
    action,
    position,
    expectedRevision,
    ...(id === undefined ? {} : { actionId: id }),
    ...fields.value,
  });
}

type Fields = Omit<ShiftAction, 'action' | 'position' | 'expectedRevision' | 'actionId'>;

function fieldsOf(action: ShiftActionName, given: Given): Parsed<Fields> {
  switch (action) {
    case 'plan':
      return planOf(given);
    case 'unplan':
      return required('rosterId', given, MAX_ID_LENGTH);
    case 'claim':
      return optional('reason', given, MAX_NOTE_LENGTH);
    case 'release':
      return optional('reason', given, MAX_NOTE_LENGTH);
    case 'note':
      return required('text', given, MAX_NOTE_LENGTH);
    case 'begin':
      return optional('to', given, MAX_NAME_LENGTH);
    case 'cancel':
      return required('reason', given, MAX_NOTE_LENGTH);
    case 'sign-give':
    case 'sign-take': {
      const hash = required('briefHash', given, MAX_ID_LENGTH);
      const text = optional('text', given, MAX_NOTE_LENGTH);
      if (!hash.ok) return hash;
      return text.ok ? ok({ ...hash.value, ...text.value }) : text;
    }
  }
}

function planOf(given: Given): Parsed<Fields> {
  const person = required('person', given, MAX_NAME_LENGTH);
  if (!person.ok) return person;
  const { fromMs, toMs } = given;
  if (!isTime(fromMs)) return bad('fromMs is a time in whole milliseconds', fromMs);
  if (!isTime(toMs)) return bad('toMs is a time in whole milliseconds', toMs);
  if (toMs <= fromMs || toMs - fromMs > MAX_ROSTER_MS)
    return bad('a stretch of duty ends after it begins, at most 24 hours later', toMs - fromMs);
  return ok({ ...person.value, fromMs, toMs });
}

type TextField = 'rosterId' | 'text' | 'reason' | 'person' | 'to' | 'briefHash';

function required(name: TextField, given: Given, limit: number): Parsed<Fields> {
  const text = textOf(given[name], limit);
  if (text === undefined) return bad(`${name} has 1 to ${limit} characters`, given[name]);
  return ok({ [name]: text });
}

function optional(name: TextField, given: Given, limit: number): Parsed<Fields> {
  const value = given[name];
  if (value === undefined || value === '') return ok({});
  return required(name, given, limit);
}

function isActionName(value: unknown): value is ShiftActionName {
  return (SHIFT_ACTIONS as readonly unknown[]).includes(value);
}

/** Also a revision: a whole number from 0. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
