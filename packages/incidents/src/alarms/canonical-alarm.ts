import type { CanonicalWriter } from '@metropane/base';
import type { Alarm } from './alarm.ts';
import type { Tag } from './alarm-tag.ts';

type Fields<T> = readonly (keyof T)[];

/** Every field must be named, or this does not compile: a state hash that misses one calls two rooms equal that are not. */
function fieldsOf<T>(fields: Readonly<Record<keyof Required<T>, true>>): Fields<T> {
  return Object.keys(fields).sort() as (keyof T)[];
}

const TAG_FIELDS = fieldsOf<Omit<Tag, 'alarm'>>({
  name: true,
  seq: true,
  base: true,
  n: true,
  respondWithinMs: true,
  isCause: true,
  hasCalled: true,
  isMuted: true,
  shelved: true,
  suppressed: true,
  outOfService: true,
  activatedAtMs: true,
  chatterFromMs: true,
  called: true,
  lastOnset: true,
});
const ALARM_FIELDS = fieldsOf<Alarm>({
  id: true,
  revision: true,
  ruleId: true,
  ruleRevision: true,
  key: true,
  domain: true,
  entity: true,
  category: true,
  priority: true,
  state: true,
  isActive: true,
  isAcknowledged: true,
  isLatching: true,
  isAnnunciated: true,
  onsetMs: true,
  raisedAtMs: true,
  changedAtMs: true,
  returnedMs: true,
  acknowledgedAtMs: true,
  acknowledgedBy: true,
  comment: true,
  respondByMs: true,
  trigger: true,
  latest: true,
  activations: true,
  isChattering: true,
  shelved: true,
  suppressed: true,
  outOfService: true,
  useless: true,
  incidentId: true,
  loc: true,
  unit: true,
  position: true,
  simulated: true,
});

/**
 * Writes a tag with its alarm the same way whether it was folded live or restored from a checkpoint. One string per tag: thirty small ones
 * cost ten times as much.
 */
export function writeTag(writer: CanonicalWriter, tag: Tag): void {
  const alarm = tag.alarm === null ? null : valuesOf(tag.alarm, ALARM_FIELDS);
  writer.string(JSON.stringify([alarm, valuesOf(tag, TAG_FIELDS)]));
}

/** Writes any JSON value: fields in code-unit order, and one that is undefined like one that is absent. */
export function writeValue(writer: CanonicalWriter, value: unknown): void {
  writer.string(JSON.stringify(ordered(value)));
}

/** Named fields by position; one that is absent is null, as nothing here is null and absent by turns. */
function valuesOf<T extends object>(of: T, fields: Fields<T>): unknown[] {
  return fields.map((field) => ordered(of[field]));
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(ordered);
  const fields = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(fields)
    .filter((name) => fields[name] !== undefined)
    .sort();
  return names.map((name) => [name, ordered(fields[name])]);
}
