/** What the command line of the desk understands, and what Enter will do. Vietnamese with or without marks, or English. */
import { MAX_SHELVE_MS } from '@metropane/incidents';
import type { FoundPlace } from './place-search.ts';
import { searchKey } from './search-key.ts';

export type CommandVerb = 'acknowledge' | 'claim' | 'shelve' | 'assign' | 'note' | 'close' | 'open' | 'go';

/** Something in the room that a command may name. */
export interface CommandTarget {
  id: string;
  kind: 'incident' | 'alarm';
  title: string;
}

/** Something that is called by its name alone. */
export interface NamedCommand {
  kind: 'page' | 'key';
  /** Address of a page, id of a key. */
  value: string;
  /** As a person reads it. */
  label: string;
}

/** What a line may name beside the verbs. */
export interface CommandContext {
  find: (words: string) => CommandTarget | null;
  chosen: CommandTarget | null;
  named?: readonly NamedCommand[];
  /** The best match on the map, without marks. */
  findPlace?: (words: string) => FoundPlace | null;
}

export type DeskCommand =
  | { kind: 'act'; verb: Exclude<CommandVerb, 'open'>; target: CommandTarget; fields: CommandFields }
  | { kind: 'open' }
  /** A page, or what a key of the desk does. */
  | { kind: 'named'; command: NamedCommand }
  | { kind: 'place'; place: FoundPlace }
  /** Nothing happens on Enter, and why. */
  | { kind: 'none'; why: CommandLack };
export interface CommandFields {
  durationMs?: number;
  reason?: string;
  text?: string;
}
export type CommandLack = 'empty' | 'target' | 'duration' | 'too-long' | 'reason' | 'text' | 'not-an-alarm';

const VERBS: readonly [CommandVerb, readonly string[]][] = [
  ['acknowledge', ['xac nhan', 'xn', 'acknowledge', 'ack']],
  ['claim', ['nhan viec', 'claim']],
  ['shelve', ['gac', 'shelve']],
  ['assign', ['giao', 'assign']],
  ['note', ['ghi chu', 'note']],
  ['close', ['dong', 'close']],
  ['open', ['mo su co', 'new incident']],
  ['go', ['den', 'tim', 'go', 'find']],
];
const REASON = /\s(?:vì|vi|because|for)\s+(.+)$/iu;
const DURATION = /(?:^|\s)(\d{1,4})\s*(p|ph|phút|phut|m|min|h|giờ|gio)(?=\s|$)/iu;
const HOUR_MS = 3_600_000;
/** Fewer letters begin too many things. */
const LEAST_BEGUN = 3;

/** `find` gives the best match of some words among what is open, `chosen` is what is selected now. */
export function parseCommand(text: string, context: CommandContext): DeskCommand {
  const { chosen } = context;
  const trimmed = text.trim();
  if (trimmed === '') return none('empty');
  const called = named(trimmed, context, (label, words) => label === words);
  if (called !== null) return called;
  const { verb, rest } = verbOf(trimmed);
  if (verb === 'open') return { kind: 'open' };
  if (verb === null || verb === 'go') return goTo(rest, context);
  // Their words are the text, not a name to look for.
  if (verb === 'note' || verb === 'assign') {
    if (chosen === null) return none('target');
    return rest === '' ? none('text') : { kind: 'act', verb, target: chosen, fields: { text: rest } };
  }
  return withTarget(verb, rest, context);
}

/** To what is open, else to a page or command that begins so, else to a place of the city. */
function goTo(words: string, context: CommandContext): DeskCommand {
  const target = context.find(words);
  if (target !== null) return { kind: 'act', verb: 'go', target, fields: {} };
  const begun = named(words, context, (label, key) => key.length >= LEAST_BEGUN && label.startsWith(key));
  if (begun !== null) return begun;
  const place = context.findPlace?.(words) ?? null;
  return place === null ? none('target') : { kind: 'place', place };
}

function named(
  words: string,
  { named: all = [] }: CommandContext,
  isMeant: (label: string, words: string) => boolean,
): DeskCommand | null {
  const key = searchKey(words);
  const command = all.find(({ label }) => isMeant(searchKey(label), key));
  return command === undefined ? null : { kind: 'named', command };
}

function withTarget(
  verb: Exclude<CommandVerb, 'open' | 'go' | 'note' | 'assign'>,
  rest: string,
  { find, chosen }: CommandContext,
): DeskCommand {
  const reason = REASON.exec(` ${rest}`)?.[1];
  const named = ` ${rest}`.replace(REASON, '').trim();
  const duration = DURATION.exec(named);
  const words = named.replace(DURATION, ' ').trim();
  const target = words === '' ? chosen : find(words);
  if (target === null) return none('target');
  if (verb !== 'shelve') return { kind: 'act', verb, target, fields: reason === undefined ? {} : { reason } };
  if (target.kind !== 'alarm') return none('not-an-alarm');
  if (duration === null) return none('duration');
  const durationMs = Number(duration[1]) * (/^(h|gi)/i.test(duration[2]!) ? HOUR_MS : 60_000);
  if (durationMs > MAX_SHELVE_MS || durationMs === 0) return none('too-long');
  if (reason === undefined) return none('reason');
  return { kind: 'act', verb, target, fields: { durationMs, reason } };
}

function verbOf(text: string): { verb: CommandVerb | null; rest: string } {
  const words = text.split(/\s+/);
  for (const [verb, names] of VERBS) {
    for (const name of names) {
      const length = name.split(' ').length;
      if (searchKey(words.slice(0, length).join(' ')) === name)
        return { verb, rest: words.slice(length).join(' ') };
    }
  }
  return { verb: null, rest: text };
}

function none(why: CommandLack): DeskCommand {
  return { kind: 'none', why };
}

/** The first of the targets whose id or title has every word. */
export function findTarget(
  words: string,
  targets: Iterable<CommandTarget & { text: string }>,
): CommandTarget | null {
  const wanted = searchKey(words)
    .split(' ')
    .filter((word) => word !== '');
  if (wanted.length === 0) return null;
  for (const { id, kind, title, text } of targets) {
    const key = searchKey(`${id} ${title} ${text}`);
    if (wanted.every((word) => key.includes(word))) return { id, kind, title };
  }
  return null;
}
