import { err, ok } from '@metropane/base';
import type { CaseEvent, CaseFee } from '@metropane/city';

import {
  type Checked,
  isDomain,
  isJsonObject,
  type JsonObject,
  readId,
  readNumber,
  readTime,
  shown,
  typeName,
} from './json-field.ts';
import { parseRfc3339 } from './rfc3339.ts';

const KNOWN = new Set([
  ...[
    'system',
    'id',
    't',
    'state',
    'procedure',
    'agency',
    'unit',
    'dueAt',
    'channel',
    'fee',
    'digitised',
    'satisfaction',
  ],
]);
const WORDS = ['procedure', 'agency', 'unit', 'channel'] as const;

/** One case event of the contract. `system` comes from the topic, else from the item; fields beyond the contract go to `sealed`. */
export function toCaseEvent(
  item: unknown,
  topicSystem: string | undefined,
  arrivalMs: number,
): Checked<CaseEvent> {
  if (!isJsonObject(item)) return err('schema', `expected a case object, got ${typeName(item)}`);
  const system = topicSystem ?? item['system'];
  if (system === undefined || system === null) return err('unknown-topic', 'system is missing');
  if (typeof system !== 'string' || !isDomain(system)) return err('schema', `system: got ${shown(system)}`);
  const id = readId(item['id'], 'id');
  if (!id.ok) return id;
  if (id.value === undefined) return err('schema', 'id is missing');
  const state = readId(item['state'], 'state');
  if (!state.ok) return state;
  if (state.value === undefined) return err('schema', 'state is missing');
  const time = readTime(item['t'], arrivalMs);
  if (!time.ok) return time;
  return withOptional({ system, id: id.value, tMs: time.value, arrivalMs, state: state.value }, item);
}

function withOptional(event: CaseEvent, item: JsonObject): Checked<CaseEvent> {
  for (const name of WORDS) {
    const word = readId(item[name] ?? undefined, name);
    if (!word.ok) return word;
    if (word.value !== undefined) event[name] = word.value;
  }
  const due = item['dueAt'] ?? undefined;
  if (due !== undefined) {
    const dueAtMs = typeof due === 'number' ? due : typeof due === 'string' ? parseRfc3339(due) : Number.NaN;
    if (!Number.isFinite(dueAtMs))
      return err('schema', `dueAt: expected RFC 3339 or epoch milliseconds, got ${shown(due)}`);
    event.dueAtMs = dueAtMs;
  }
  const fee = readFee(item['fee']);
  if (!fee.ok) return fee;
  if (fee.value !== undefined) event.fee = fee.value;
  const digitised = item['digitised'] ?? undefined;
  if (digitised !== undefined && typeof digitised !== 'boolean')
    return err('schema', 'digitised: expected true or false');
  if (digitised !== undefined) event.digitised = digitised;
  const satisfaction = item['satisfaction'] ?? undefined;
  if (satisfaction !== undefined && !isRating(satisfaction))
    return err('schema', `satisfaction: expected 1 to 5, got ${shown(satisfaction)}`);
  if (satisfaction !== undefined) event.satisfaction = satisfaction;
  const rest = Object.entries(item).filter(([name]) => !KNOWN.has(name));
  if (rest.length > 0) event.sealed = Object.fromEntries(rest);
  return ok(event);
}

function readFee(fee: unknown): Checked<CaseFee | undefined> {
  if (fee === undefined || fee === null) return ok(undefined);
  if (!isJsonObject(fee)) return err('schema', `fee: expected {owedVnd, paidOnline}, got ${typeName(fee)}`);
  const owedVnd = readNumber(fee['owedVnd'], 'fee.owedVnd');
  if (!owedVnd.ok) return owedVnd;
  const { paidOnline } = fee;
  if (owedVnd.value === undefined || owedVnd.value < 0 || typeof paidOnline !== 'boolean') {
    return err('schema', 'fee: expected owedVnd >= 0 and paidOnline true or false');
  }
  return ok({ owedVnd: owedVnd.value, paidOnline });
}

function isRating(value: unknown): value is 1 | 2 | 3 | 4 | 5 {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 5;
}
