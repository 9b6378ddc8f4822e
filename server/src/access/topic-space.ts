/**
 * Sorts MQTT topics into the kinds that rights are given for. A kind says where a message may go, never what is in it:
 * payloads are checked by the decoders. Topics on the prefix that match no shape are `malformed` (refused `unknown-topic`).
 */
export type TopicKind =
  | 'observation'
  | 'entity'
  | 'report'
  | 'case'
  | 'indicator'
  | 'feed-status'
  /** Outside the prefix, but a feed binding listens to it. */
  | 'claimed'
  /** On the prefix with a wrong shape, or no publishable topic at all (wildcards, NUL, empty, too deep). */
  | 'malformed'
  /** Outside the prefix and claimed by nobody. */
  | 'foreign'
  /** `$…`: belongs to the broker. */
  | 'system';

export const TOPIC_KINDS: readonly TopicKind[] = [
  'observation',
  'entity',
  'report',
  'case',
  'indicator',
  'feed-status',
  'claimed',
  'malformed',
  'foreign',
  'system',
];

export interface TopicSpace {
  /** Ends with `/`. */
  readonly prefix: string;
  kindOf(topic: string): TopicKind;
}

/** aedes and its matcher stop at 100 levels; real topics have fewer than ten. */
export const MAX_TOPIC_LEVELS = 100;

const SYSTEM = /^[a-z0-9-]{1,32}$/;
const ENTITY = /^[A-Za-z0-9_.:~-]{1,128}$/;

type Shape = readonly [kind: TopicKind, levels: readonly (RegExp | 'status')[]];
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['obs', ['observation', [SYSTEM, ENTITY]]],
  ['entity', ['entity', [SYSTEM, ENTITY]]],
  ['report', ['report', [ENTITY]]],
  ['case', ['case', [SYSTEM]]],
  ['indicator', ['indicator', [SYSTEM, ENTITY]]],
  ['feed', ['feed-status', [ENTITY, 'status']]],
]);

/**
 * `prefix` ends with `/` (default `city/v1/`); `claims` are the topic filters of the feed bindings (`#` and `+` allowed).
 * A topic on the prefix is judged by its shape first: no binding can widen the city's own topics.
 */
export function makeTopicSpace(prefix = 'city/v1/', claims: readonly string[] = []): TopicSpace {
  return {
    prefix,
    kindOf(topic) {
      if (!isPublishable(topic)) return 'malformed';
      if (topic.startsWith('$')) return 'system';
      if (topic.startsWith(prefix)) {
        const kind = shapeOf(topic.slice(prefix.length));
        if (kind !== undefined) return kind;
      }
      if (claims.some((filter) => topicMatches(filter, topic))) return 'claimed';
      return topic.startsWith(prefix) ? 'malformed' : 'foreign';
    },
  };
}

/** MQTT 3.1.1 §4.7: `+` is one level, `#` the rest and the parent; wildcards never match a leading `$`. */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [at, part] of wanted.entries()) {
    if (part === '#') return true;
    if (at >= levels.length) return false;
    if (part !== '+' && part !== levels[at]) return false;
  }
  return wanted.length === levels.length;
}

function shapeOf(rest: string): TopicKind | undefined {
  const [head = '', ...levels] = rest.split('/');
  const shape = SHAPES.get(head);
  if (shape === undefined) return undefined;
  const [kind, wanted] = shape;
  if (levels.length !== wanted.length) return undefined;
  const fits = wanted.every((part, at) => {
    const level = levels[at] ?? '';
    return part === 'status' ? level === 'status' : part.test(level);
  });
  return fits ? kind : undefined;
}

function isPublishable(topic: string): boolean {
  if (topic.length === 0) return false;
  let levels = 1;
  for (let at = 0; at < topic.length; at += 1) {
    const code = topic.charCodeAt(at);
    if (code === 0x2f) levels += 1;
    // NUL, '#', '+', and U+FFFD: what a topic that is not UTF-8 was decoded to.
    else if (code === 0 || code === 0x23 || code === 0x2b || code === 0xfffd) return false;
  }
  return levels <= MAX_TOPIC_LEVELS;
}
