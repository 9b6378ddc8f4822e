import { ok } from '@metropane/base';
import { defaultSeverity } from '@metropane/city';
import type { IncidentStore } from './incident-store.ts';
import type { ActContext, Incident } from './incident.ts';
import { freshKept } from './kept-incident.ts';
import { bad, MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_NOTE_LENGTH, oneOf, textOf } from './parse-fields.ts';
import type { Given, Parsed } from './parse-fields.ts';
import { SEVERITIES, toPriority, URGENCIES } from './priority.ts';
import type { Severity, Urgency } from './priority.ts';
import { begin } from './settings.ts';
import type { IncidentSettings } from './settings.ts';

/** An incident as a person at the desk opens it. */
export interface NewIncident {
  /** Chosen by the sender: told twice, it is opened once. */
  requestId?: string;
  title: string;
  category: string;
  description?: string;
  severity?: Severity;
  urgency?: Urgency;
  loc?: readonly [number, number];
  entity?: string;
  unit?: { code: string; name: string };
  position?: string;
  simulated?: boolean;
}

/** Checks a request from outside; `unit`, `position` and `simulated` are the server's to add and are left out. */
export function parseNewIncident(raw: unknown): Parsed<NewIncident> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return bad('a new incident is an object', raw);
  const given = raw as Given;
  const title = textOf(given.title, MAX_NAME_LENGTH);
  if (title === undefined) return bad(`title has 1 to ${MAX_NAME_LENGTH} characters`, given.title);
  const category = textOf(given.category, MAX_NAME_LENGTH);
  if (category === undefined) return bad(`category has 1 to ${MAX_NAME_LENGTH} characters`, given.category);
  const texts = textsOf(given);
  if (!texts.ok) return texts;
  const severity = oneOf(given.severity, SEVERITIES);
  if (given.severity !== undefined && severity === undefined)
    return bad('severity is 1, 2, 3 or 4', given.severity);
  const urgency = oneOf(given.urgency, URGENCIES);
  if (given.urgency !== undefined && urgency === undefined) {
    return bad(`urgency is one of ${URGENCIES.join(', ')}`, given.urgency);
  }
  const loc = placeOf(given.loc);
  if (given.loc !== undefined && loc === undefined) return bad('loc is [longitude, latitude]', given.loc);
  return ok({
    title,
    category,
    ...texts.value,
    ...(severity === undefined ? {} : { severity }),
    ...(urgency === undefined ? {} : { urgency }),
    ...(loc === undefined ? {} : { loc }),
  });
}

/** An incident that a person opens; `isRepeat` when the same request opened it before. */
export function openByHand(
  { store, settings }: { store: IncidentStore; settings: IncidentSettings },
  request: NewIncident,
  ctx: ActContext,
): Incident {
  const known = request.requestId === undefined ? undefined : store.ofRequest(request.requestId);
  if (known !== undefined) return known.incident;
  const { requestId, simulated = false, position, ...fields } = request;
  const severity = request.severity ?? defaultSeverity(request.category);
  const incident = begin(
    {
      ...fields,
      id: store.nextId(),
      revision: 1,
      priority: toPriority(severity, request.urgency),
      severity,
      state: 'new',
      source: 'by-hand',
      reports: 0,
      openedAtMs: ctx.atMs,
      knownAtMs: ctx.atMs,
      updatedAtMs: ctx.atMs,
      simulated,
      ...(position === undefined ? {} : { position }),
    },
    settings,
  );
  const { atMs, actor, journalSeq } = ctx;
  const why = { kind: 'by-hand' as const };
  const kept = freshKept(incident, { atMs, kind: 'opened', actor, text: request.title, journalSeq, why });
  kept.requestId = requestId;
  store.add(kept);
  store.tell(kept, { kind: 'opened', atMs, why });
  return incident;
}

function textsOf(given: Given): Parsed<Pick<NewIncident, 'requestId' | 'description' | 'entity'>> {
  const texts: { requestId?: string; description?: string; entity?: string } = {};
  const limits = { requestId: MAX_ID_LENGTH, description: MAX_NOTE_LENGTH, entity: MAX_ID_LENGTH } as const;
  for (const [name, limit] of Object.entries(limits) as [keyof typeof limits, number][]) {
    if (given[name] === undefined) continue;
    const text = textOf(given[name], limit);
    if (text === undefined) return bad(`${name} has 1 to ${limit} characters`, given[name]);
    texts[name] = text;
  }
  return ok(texts);
}

function placeOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [lon, lat] = value as unknown[];
  if (typeof lon !== 'number' || typeof lat !== 'number') return undefined;
  const isOnEarth = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return isOnEarth ? [lon, lat] : undefined;
}
