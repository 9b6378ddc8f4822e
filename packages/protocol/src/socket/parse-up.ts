import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { parseChannel } from '@metropane/live-state';
import type { Channel } from '@metropane/live-state';
import { ACTION_NUMBERS, ACTION_TEXTS } from './messages.ts';
import type { ActionMessage, CreditMessage, HelloMessage, PresenceMessage } from './messages.ts';

/**
 * Checks of what a client sends, by hand: a validator library costs more than all of fan-out at a thousand clients.
 * Every text and list has a limit; unknown fields are left out; nothing of the input is kept by reference. [P14]
 */

/** More channels than any screen needs: the cells of a window of every layer. A larger window is a whole layer. [P14] */
export const MAX_CHANNELS = 512;
const MAX_NAME = 64;
const MAX_ACTION_TEXT = 4_000;
const REALM = /^(?:live|exercise:[a-z0-9-]{1,32})$/;
const ROOM = /^[A-Za-z0-9_-]{1,64}$/;
const INCIDENT_ID = /^SC-[0-9]{6,12}$/;
const ALARM_ID = /^[0-9a-f]{32}$/;

type Parsed<T> = Result<T, 'bad-message' | 'too-many-channels'>;
/** A hello whose channels are known to be channel names. */
export type ParsedHello = Omit<HelloMessage, 'channels'> & { channels: Channel[] };

/** A `hello`. The protocol number is read but not compared: the server answers another version with its own error. */
export function parseHello(raw: unknown): Parsed<ParsedHello> {
  const given = fieldsOf(raw);
  if (given === undefined) return bad('hello is an object', raw);
  const { protocol, realm, resume, room, screen } = given;
  if (!isCount(protocol)) return bad('protocol is a whole number', protocol);
  if (typeof realm !== 'string' || !REALM.test(realm)) return bad('realm is live or exercise:<id>', realm);
  const channels = parseChannels(given.channels ?? []);
  if (!channels.ok) return channels;
  const hello: ParsedHello = { protocol, realm, channels: channels.value };
  if (resume !== undefined) {
    const point = fieldsOf(resume);
    if (point === undefined || !isCount(point.epoch) || !isCount(point.seq)) {
      return bad('resume is {epoch, seq}', resume);
    }
    hello.resume = { epoch: point.epoch, seq: point.seq };
  }
  for (const [name, value] of [
    ['room', room],
    ['screen', screen],
  ] as const) {
    if (value === undefined) continue;
    if (typeof value !== 'string' || !ROOM.test(value)) {
      return bad(`${name} is 1 to ${MAX_NAME} letters, digits, _ or -`, value);
    }
    hello[name] = value;
  }
  return ok(hello);
}

/** An `interest`: distinct channels, at most `MAX_CHANNELS`. */
export function parseInterest(raw: unknown): Parsed<{ channels: Channel[] }> {
  const given = fieldsOf(raw);
  if (given === undefined) return bad('interest is an object', raw);
  const channels = parseChannels(given.channels);
  return channels.ok ? ok({ channels: channels.value }) : channels;
}

/** A `credit`. */
export function parseCredit(raw: unknown): Parsed<CreditMessage> {
  const given = fieldsOf(raw);
  if (given === undefined || !isCount(given.upTo)) return bad('credit is {upTo}', raw);
  const credit: CreditMessage = { upTo: given.upTo };
  if (given.paintedMs !== undefined) {
    if (!isTime(given.paintedMs)) return bad('paintedMs is a time in milliseconds', given.paintedMs);
    credit.paintedMs = given.paintedMs;
  }
  if (given.shown !== undefined) {
    const shown = fieldsOf(given.shown);
    if (shown === undefined || !isCount(shown.seq) || !isTime(shown.atMs))
      return bad('shown is {seq, atMs}', given.shown);
    credit.shown = { seq: shown.seq, atMs: shown.atMs };
  }
  return ok(credit);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A `presence`. */
export function parsePresence(raw: unknown): Parsed<PresenceMessage> {
  const given = fieldsOf(raw);
  if (given === undefined) return bad('presence is {incidentId, isTyping}', raw);
  const { incidentId, isTyping } = given;
  if (incidentId !== null && (typeof incidentId !== 'string' || !INCIDENT_ID.test(incidentId))) {
    return bad('incidentId looks like SC-000412, or is null', incidentId);
  }
  if (typeof isTyping !== 'boolean') return bad('isTyping is true or false', isTyping);
  return ok({ incidentId, isTyping });
}

/** An `action`: types and sizes only; what an act needs is decided by what is acted on. */
export function parseActionMessage(raw: unknown): Parsed<ActionMessage> {
  const given = fieldsOf(raw);
  if (given === undefined) return bad('action is an object', raw);
  const { incidentId, alarmId, action, expectedRevision } = given;
  if (incidentId !== undefined && (typeof incidentId !== 'string' || !INCIDENT_ID.test(incidentId))) {
    return bad('incidentId looks like SC-000412', incidentId);
  }
  if (alarmId !== undefined && (typeof alarmId !== 'string' || !ALARM_ID.test(alarmId))) {
    return bad('alarmId has 32 hexadecimal digits', alarmId);
  }
  if (incidentId === undefined && alarmId === undefined)
    return bad('an action names an incidentId or alarmId', raw);
  if (typeof action !== 'string' || action.length === 0 || action.length > MAX_NAME) {
    return bad('action is a name', action);
  }
  if (!isCount(expectedRevision)) return bad('expectedRevision is a whole number', expectedRevision);
  const message: ActionMessage = { action, expectedRevision };
  if (incidentId !== undefined) message.incidentId = incidentId;
  if (alarmId !== undefined) message.alarmId = alarmId;
  for (const name of ACTION_TEXTS) {
    const value = given[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > MAX_ACTION_TEXT) {
      return bad(`${name} is a text of at most ${MAX_ACTION_TEXT} characters`, value);
    }
    message[name] = value;
  }
  for (const name of ACTION_NUMBERS) {
    const value = given[name];
    if (value === undefined) continue;
    if (!isCount(value)) return bad(`${name} is a whole number`, value);
    message[name] = value;
  }
  return ok(message);
}

function parseChannels(raw: unknown): Parsed<Channel[]> {
  if (!Array.isArray(raw)) return bad(`channels is a list of at most ${MAX_CHANNELS} names`, raw);
  if (raw.length > MAX_CHANNELS) {
    const message = `at most ${MAX_CHANNELS} channels are watched; came ${raw.length}: watch whole layers instead`;
    return err('too-many-channels', message);
  }
  const channels = new Set<Channel>();
  for (const name of raw as readonly unknown[]) {
    if (typeof name !== 'string' || name.length > MAX_NAME || parseChannel(name) === undefined) {
      return bad('a channel is records:<table>, layer:<id>, layer:<id>@15/<x>/<y> or layer:<id>@none', name);
    }
    channels.add(name as Channel);
  }
  return ok([...channels]);
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  return raw as Readonly<Record<string, unknown>>;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function bad(expected: string, came: unknown): Parsed<never> {
  return err('bad-message', `${expected}; came ${shown(came)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null) return 'null';
  return Array.isArray(value) ? `a list of ${value.length}` : typeof value;
}
