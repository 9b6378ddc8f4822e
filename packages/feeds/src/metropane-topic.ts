import { err, ok } from '@metropane/base';

import { makeRowPlace, type RowPlace } from '@metropane/city';

import { type Checked, isDomain, isEntityId, shown } from './json-field.ts';

/** Where a message of the contract goes, read from its topic. */
export type MetropaneRoute =
  | { kind: 'observation'; domain: string; entity: string; place: RowPlace }
  | { kind: 'entity'; domain: string; entity: string }
  | { kind: 'report'; source: string }
  | { kind: 'case'; system: string }
  | { kind: 'indicator'; system: string; code: string }
  | { kind: 'status'; feed: string };

/** Reads `topic` under `prefix` (with its final slash). A missing level is `unknown-topic`, a level of a wrong form `schema`. */
export function readMetropaneTopic(topic: string, prefix: string): Checked<MetropaneRoute> {
  if (!topic.startsWith(prefix)) return err('unknown-topic', `not under ${prefix}: ${shown(topic)}`);
  const levels = topic.slice(prefix.length).split('/');
  const [kind, first, second, third] = levels;
  if (kind === 'feed') return readStatusTopic(levels, topic);
  const expected = kind === 'report' || kind === 'case' ? 2 : 3;
  if (!['obs', 'entity', 'report', 'case', 'indicator'].includes(kind ?? '') || third !== undefined) {
    return err('unknown-topic', `no such topic: ${shown(topic)}`);
  }
  if (levels.length !== expected || !first || (expected === 3 && !second)) {
    return err('unknown-topic', `${kind}: expected ${expected - 1} more levels in ${shown(topic)}`);
  }
  if (kind === 'report') return isEntityId(first) ? ok({ kind, source: first }) : badLevel('source', first);
  if (!isDomain(first)) return badLevel(kind === 'obs' || kind === 'entity' ? 'domain' : 'system', first);
  if (kind === 'case') return ok({ kind, system: first });
  if (!isEntityId(second!)) return badLevel(kind === 'indicator' ? 'code' : 'entity', second!);
  if (kind === 'indicator') return ok({ kind, system: first, code: second! });
  const target = { domain: first, entity: second! };
  if (kind === 'entity') return ok({ kind, ...target });
  return ok({ kind: 'observation', ...target, place: makeRowPlace(first, second!) });
}

function readStatusTopic(levels: readonly string[], topic: string): Checked<MetropaneRoute> {
  if (levels.length !== 3 || levels[2] !== 'status' || !levels[1])
    return err('unknown-topic', `no such topic: ${shown(topic)}`);
  return isEntityId(levels[1]) ? ok({ kind: 'status', feed: levels[1] }) : badLevel('feed', levels[1]);
}

function badLevel(name: string, level: string): Checked<never> {
  return err('schema', `the topic's ${name} has characters that are not allowed: ${shown(level)}`);
}
