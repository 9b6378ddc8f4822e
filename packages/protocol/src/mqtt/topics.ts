/**
 * The topics under the prefix (CONTRACT "MQTT in"), both ways: sources build them, the broker and bindings read them.
 * Reading is strict: what is not exactly of one form is `undefined`, and refused as `unknown-topic` by whoever asked.
 */

/** Default prefix; configurable per centre. Ends with a slash. */
export const DEFAULT_PREFIX = 'city/v1/';

/** `{domain}` and `{system}`. */
const DOMAIN = /^[a-z0-9-]{1,32}$/;
/** `{entity}` and every other name that is a level: sources, feeds, indicator codes. Bindings map other characters to `:`. */
const NAME = /^[A-Za-z0-9_.:~-]{1,128}$/;
const PREFIX = /^(?:[A-Za-z0-9_.:~-]{1,64}\/){1,8}$/;

/** What a topic says about the payload. */
export type Topic =
  | { kind: 'obs'; domain: string; entity: string }
  | { kind: 'entity'; domain: string; entity: string }
  | { kind: 'report'; source: string }
  | { kind: 'case'; system: string }
  | { kind: 'indicator'; system: string; code: string }
  | { kind: 'feed-status'; feed: string };

/** True for something that may stand before all topics: 1 to 8 levels, no wildcards, a slash at the end. */
export function isTopicPrefix(prefix: string): boolean {
  return PREFIX.test(prefix);
}

/** True for a domain or system code: `[a-z0-9-]{1,32}`. */
export function isDomainCode(text: string): boolean {
  return DOMAIN.test(text);
}

/** True for an entity id as it may stand in a topic: `[A-Za-z0-9_.:~-]{1,128}`. */
export function isEntityId(text: string): boolean {
  return NAME.test(text);
}

/** A foreign id as an entity id: every other character becomes `:`, cut at 128; empty stays empty (and is no id). */
export function toEntityId(foreign: string): string {
  return foreign.replaceAll(/[^A-Za-z0-9_.:~-]/g, ':').slice(0, 128);
}

/** The topic as text. The parts are taken as they are: check foreign ids with `isEntityId` first. [P15] */
export function formatTopic(topic: Topic, prefix = DEFAULT_PREFIX): string {
  switch (topic.kind) {
    case 'obs':
    case 'entity':
      return `${prefix}${topic.kind}/${topic.domain}/${topic.entity}`;
    case 'report':
      return `${prefix}report/${topic.source}`;
    case 'case':
      return `${prefix}case/${topic.system}`;
    case 'indicator':
      return `${prefix}indicator/${topic.system}/${topic.code}`;
    case 'feed-status':
      return `${prefix}feed/${topic.feed}/status`;
  }
}

/** Reads a topic under `prefix`; undefined when it is none of the known forms. The inverse of `formatTopic`. [P15] */
export function parseTopic(text: string, prefix = DEFAULT_PREFIX): Topic | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const levels = text.slice(prefix.length).split('/');
  const [kind, a, b] = levels;
  if (a === undefined || levels.length > 3) return undefined;
  if (levels.length === 2) {
    if (kind === 'report' && NAME.test(a)) return { kind, source: a };
    if (kind === 'case' && DOMAIN.test(a)) return { kind, system: a };
    return undefined;
  }
  if (b === undefined) return undefined;
  if ((kind === 'obs' || kind === 'entity') && DOMAIN.test(a) && NAME.test(b)) {
    return { kind, domain: a, entity: b };
  }
  if (kind === 'indicator' && DOMAIN.test(a) && NAME.test(b)) return { kind, system: a, code: b };
  if (kind === 'feed' && b === 'status' && NAME.test(a)) return { kind: 'feed-status', feed: a };
  return undefined;
}
