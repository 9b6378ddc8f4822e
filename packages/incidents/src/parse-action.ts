import { ok } from '@metropane/base';
import { PAUSE_REASONS } from './incident-parts.ts';
import { AGENCY_ANSWERS, INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
import type { IncidentAction, IncidentActionName } from './incident.ts';
import { bad, MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_NOTE_LENGTH, oneOf, textOf } from './parse-fields.ts';
import type { Given, Parsed } from './parse-fields.ts';
import { SEVERITIES, URGENCIES } from './priority.ts';

const MAX_ACTION_ID_LENGTH = 100;
/** Alarms and reports that one split may name. */
const MAX_CHOSEN = 1_000;
/** The store has its own limit; this one keeps nonsense out of the journal. */
const MAX_ATTACHMENT_BYTES = 1_000_000_000;

/** Checks an action from outside; unknown fields are left out. `bad-action` says what was expected and what came. */
export function parseAction(raw: unknown): Parsed<IncidentAction> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return bad('an action is an object', raw);
  const given = raw as Given;
  const action = oneOf(given.action, INCIDENT_ACTIONS);
  if (action === undefined) return bad(`action is one of ${INCIDENT_ACTIONS.join(', ')}`, given.action);
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
  const text = textOf(given.text, MAX_NOTE_LENGTH);
  if (given.text !== undefined && given.text !== '' && text === undefined) {
    return bad(`text has at most ${MAX_NOTE_LENGTH} characters`, given.text);
  }
  const fields = FIELDS[action](given);
  if (!fields.ok) return fields;
  return ok({
    action,
    expectedRevision,
    ...(actionId === undefined ? {} : { actionId }),
    ...(text === undefined ? {} : { text }),
    ...fields.value,
  });
}

type Fields = Omit<IncidentAction, 'action' | 'actionId' | 'expectedRevision'>;
type FieldsOf = (given: Given) => Parsed<Fields>;

const none: FieldsOf = () => ok({});

/** What each act needs beside a text. */
const FIELDS: Readonly<Record<IncidentActionName, FieldsOf>> = {
  acknowledge: none,
  claim: none,
  reopen: none,
  resume: none,
  note: (given) =>
    textOf(given.text, MAX_NOTE_LENGTH) === undefined ? bad('a note has a text', given.text) : ok({}),
  assign: assigneeOf,
  close: (given) => reasonOf(given, 'closing needs a reason'),
  status(given) {
    const to = oneOf(given.to, INCIDENT_STATES);
    return to === undefined ? bad(`to is one of ${INCIDENT_STATES.join(', ')}`, given.to) : ok({ to });
  },
  escalate(given) {
    if (given.priority === undefined) return ok({});
    const priority = oneOf(given.priority, SEVERITIES);
    return priority === undefined ? bad('priority is 1, 2, 3 or 4', given.priority) : ok({ priority });
  },
  'set-seriousness'(given) {
    const severity = oneOf(given.severity, SEVERITIES);
    if (severity === undefined) return bad('severity is 1, 2, 3 or 4', given.severity);
    const urgency = oneOf(given.urgency, URGENCIES);
    if (urgency === undefined) return bad(`urgency is one of ${URGENCIES.join(', ')}`, given.urgency);
    return ok({ severity, urgency });
  },
  'set-title'(given) {
    const title = textOf(given.title, MAX_NAME_LENGTH);
    return title === undefined
      ? bad(`title has 1 to ${MAX_NAME_LENGTH} characters`, given.title)
      : ok({ title });
  },
  pause(given) {
    const reason = oneOf(given.reason, PAUSE_REASONS);
    return reason === undefined
      ? bad(`reason is one of ${PAUSE_REASONS.join(', ')}`, given.reason)
      : ok({ reason });
  },
  answer(given) {
    const answer = oneOf(given.answer, AGENCY_ANSWERS);
    if (answer === undefined) return bad(`answer is one of ${AGENCY_ANSWERS.join(', ')}`, given.answer);
    return joined(assigneeOf(given), { answer });
  },
  withdraw(given) {
    const reason = reasonOf(given, 'withdrawing needs a reason');
    return reason.ok ? joined(assigneeOf(given), reason.value) : reason;
  },
  'sop-step': stepOf,
  attach: attachmentOf,
  link(given) {
    const kind = oneOf(given.kind, ['related', 'caused-by'] as const);
    if (kind === undefined) return bad('kind is related or caused-by', given.kind);
    return joined(targetOf(given), { kind });
  },
  merge: targetOf,
  split: chosenOf,
  'move-alarm'(given) {
    const alarmId = textOf(given.alarmId, MAX_ID_LENGTH);
    if (alarmId === undefined) return bad(`alarmId has 1 to ${MAX_ID_LENGTH} characters`, given.alarmId);
    return joined(targetOf(given), { alarmId });
  },
};

function assigneeOf(given: Given): Parsed<Fields> {
  const assignee = textOf(given.assignee, MAX_NAME_LENGTH);
  if (assignee === undefined) return bad(`assignee has 1 to ${MAX_NAME_LENGTH} characters`, given.assignee);
  if (given.post === undefined) return ok({ assignee });
  const post = textOf(given.post, MAX_NAME_LENGTH);
  return post === undefined
    ? bad(`post has 1 to ${MAX_NAME_LENGTH} characters`, given.post)
    : ok({ assignee, post });
}

function reasonOf(given: Given, expected: string): Parsed<Fields> {
  const reason = textOf(given.reason, MAX_NOTE_LENGTH);
  return reason === undefined ? bad(expected, given.reason) : ok({ reason });
}

function targetOf(given: Given): Parsed<Fields> {
  const target = textOf(given.target, MAX_ID_LENGTH);
  return target === undefined ? bad('target is the id of another incident', given.target) : ok({ target });
}

function stepOf(given: Given): Parsed<Fields> {
  const step = textOf(given.step, MAX_ID_LENGTH);
  if (step === undefined) return bad('step is the id of a step', given.step);
  const outcome = oneOf(given.outcome, ['done', 'skip'] as const);
  if (outcome === undefined) return bad('outcome is done or skip', given.outcome);
  if (outcome === 'done') return ok({ step, outcome });
  return joined(reasonOf(given, 'skipping a step needs a reason'), { step, outcome });
}

function attachmentOf({ attachment }: Given): Parsed<Fields> {
  if (typeof attachment !== 'object' || attachment === null) {
    return bad('attachment is {id, name, type, bytes, sha256}', attachment);
  }
  const given = attachment as Given;
  const id = textOf(given.id, MAX_ID_LENGTH);
  const name = textOf(given.name, MAX_NAME_LENGTH);
  const type = textOf(given.type, MAX_NAME_LENGTH);
  if (id === undefined || name === undefined || type === undefined) {
    return bad('attachment has id, name and type', attachment);
  }
  const { bytes, sha256 } = given;
  if (
    typeof bytes !== 'number' ||
    !Number.isSafeInteger(bytes) ||
    bytes < 1 ||
    bytes > MAX_ATTACHMENT_BYTES
  ) {
    return bad(`bytes is 1 to ${MAX_ATTACHMENT_BYTES}`, bytes);
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    return bad('sha256 is 64 hex digits', sha256);
  return ok({ attachment: { id, name, type, bytes, sha256 } });
}

function chosenOf(given: Given): Parsed<Fields> {
  const alarms = listOf(given.alarms, (each) => textOf(each, MAX_ID_LENGTH));
  if (alarms === undefined) return bad(`alarms are at most ${MAX_CHOSEN} ids`, given.alarms);
  const reports = listOf(given.reports, reportOf);
  if (reports === undefined) return bad(`reports are at most ${MAX_CHOSEN} {source, id}`, given.reports);
  if (alarms.length + reports.length === 0) return bad('a split names alarms or reports', undefined);
  if (given.title === undefined) return ok({ alarms, reports });
  const title = textOf(given.title, MAX_NAME_LENGTH);
  return title === undefined
    ? bad(`title has 1 to ${MAX_NAME_LENGTH} characters`, given.title)
    : ok({ alarms, reports, title });
}

function reportOf(value: unknown): { source: string; id: string } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { source, id } = value as Given;
  return typeof source === 'string' && typeof id === 'string' ? { source, id } : undefined;
}

/** Absent = empty; undefined when it is no list, too long, or an element is wrong. */
function listOf<T>(value: unknown, each: (one: unknown) => T | undefined): T[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_CHOSEN) return undefined;
  const list = value.map((one: unknown) => each(one));
  return list.some((one) => one === undefined) ? undefined : (list as T[]);
}

function joined(fields: Parsed<Fields>, more: Fields): Parsed<Fields> {
  return fields.ok ? ok({ ...fields.value, ...more }) : fields;
}
