import type { JournalEntry } from '@metropane/event-log';
import type { DeliveryEvent } from './delivery-event.ts';

/** A journal entry that somebody outside may have to be told of. */
export interface Occasion {
  seq: number;
  /** Hash of the entry: names the occasion for ever, also in another copy of the data folder. */
  hash: string;
  event: DeliveryEvent;
  /** The word of the entry itself: `opened`, `acknowledge`, `unacknowledged → acknowledged`. */
  detail: string;
  /** Processing time. */
  atMs: number;
  incidentId?: string;
  alarmId?: string;
  /** Only of `cap-issued`. */
  cap?: { identifier: string; xml: string; simulated: boolean };
}

/** Kinds of journal entries that may be occasions. */
export const OCCASION_KINDS = ['derived.alarm', 'derived.incident', 'action', 'cap-issued'] as const;

type Entry = Pick<JournalEntry, 'seq' | 'hash' | 'kind' | 'atMs' | 'body'>;
type Body = Readonly<Record<string, unknown>>;

/** The occasion of an entry; null for kinds that nobody outside is told of. Never throws: an odd body is no occasion. */
export function occasionOf(entry: Entry): Occasion | null {
  const { seq, hash, atMs, kind } = entry;
  if (!OCCASION_KINDS.some((known) => known === kind)) return null;
  const body = bodyOf(entry.body);
  const head = { seq, hash, atMs };
  switch (kind) {
    case 'derived.alarm':
      return alarmOccasion(head, body);
    case 'derived.incident': {
      const { incidentId, event } = body;
      if (typeof incidentId !== 'string' || typeof event !== 'string') return null;
      return {
        ...head,
        event: event === 'opened' ? 'incident-opened' : 'incident-changed',
        detail: event,
        incidentId,
      };
    }
    case 'action': {
      const { incidentId, action } = body;
      const name = isBody(action) ? action['action'] : undefined;
      if (typeof incidentId !== 'string' || typeof name !== 'string') return null;
      return {
        ...head,
        event: name === 'close' ? 'incident-closed' : 'incident-changed',
        detail: name,
        incidentId,
      };
    }
    case 'cap-issued': {
      const { incidentId, identifier, xml, simulated } = body;
      if (typeof incidentId !== 'string' || typeof identifier !== 'string' || typeof xml !== 'string')
        return null;
      const cap = { identifier, xml, simulated: simulated === true };
      return { ...head, event: 'cap-issued', detail: identifier, incidentId, cap };
    }
    default:
      return null;
  }
}

function alarmOccasion(head: Pick<Occasion, 'seq' | 'hash' | 'atMs'>, body: Body): Occasion | null {
  const { alarmId, from, to, isAnnunciated } = body;
  if (typeof alarmId !== 'string' || typeof to !== 'string') return null;
  const isRaised = to === 'unacknowledged' && isAnnunciated === true;
  return {
    ...head,
    event: isRaised ? 'alarm-raised' : 'alarm-changed',
    detail: `${String(from)} → ${to}`,
    alarmId,
  };
}

function bodyOf(text: string): Body {
  try {
    const body: unknown = JSON.parse(text);
    return isBody(body) ? body : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
