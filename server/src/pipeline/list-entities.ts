import type { ControlRoom } from '../fold/control-room.ts';
import type { PipelineCall } from './messages.ts';

type Query = Extract<PipelineCall, { name: 'entities' }>;

/** Entities with their newest values and ages, in the order in which they were first heard; the cursor is a position in it. */
export function listEntities(room: ControlRoom, query: Query): { items: unknown[]; nextCursor?: string } {
  const { entities } = room;
  const wanted = query.q === undefined ? undefined : searchText(query.q);
  const filter = { ...query, wanted };
  const items: unknown[] = [];
  for (let id = query.after ?? 0; id < entities.size; id++) {
    if (!matches(room, id, filter)) continue;
    if (items.length === query.limit) return { items, nextCursor: String(id) };
    items.push(entityJson(room, id));
  }
  return { items };
}

function matches(
  room: ControlRoom,
  id: number,
  { domain, bbox, wanted }: Pick<Query, 'domain' | 'bbox'> & { wanted: string | undefined },
): boolean {
  const { entities } = room;
  if (domain !== undefined && entities.domains[entities.domainOf[id]!] !== domain) return false;
  if (wanted !== undefined && !isNamed(room, id, wanted)) return false;
  if (bbox === undefined) return true;
  const [west, south, east, north] = bbox;
  const lon = entities.lon[id]!;
  const lat = entities.lat[id]!;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** Whether the id or a name in the description contains the text. */
function isNamed({ entities, descriptions }: ControlRoom, id: number, wanted: string): boolean {
  const entity = entities.names[id]!;
  if (searchText(entity).includes(wanted)) return true;
  const description = descriptions.get(`${entities.domains[entities.domainOf[id]!]!}\0${entity}`);
  if (description === undefined) return false;
  const { name } = JSON.parse(description) as { name?: Record<string, unknown> };
  return Object.values(name ?? {}).some(
    (text) => typeof text === 'string' && searchText(text).includes(wanted),
  );
}

/** As people type on a keyboard without Vietnamese marks: `Đống Đa` is found by `dong da`. */
export function searchText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase();
}

function entityJson(room: ControlRoom, id: number): Record<string, unknown> {
  const { entities } = room;
  const domain = entities.domains[entities.domainOf[id]!]!;
  const description = room.descriptions.get(`${domain}\0${entities.names[id]!}`);
  const eventMs = entities.eventMs[id]!;
  return {
    domain,
    entity: entities.names[id],
    feed: entities.feedOf[id],
    ...(Number.isNaN(entities.lon[id]!) ? {} : { loc: [entities.lon[id], entities.lat[id]] }),
    t: Number.isFinite(eventMs) ? new Date(eventMs).toISOString() : null,
    ageMs: Number.isFinite(eventMs) ? Math.max(0, room.nowMs - eventMs) : null,
    values: Object.fromEntries(
      entities
        .seriesOf(id)
        .filter((series) => !Number.isNaN(entities.latestValue[series]!))
        .map((series) => [
          entities.metricOf[series],
          {
            value: entities.latestValue[series],
            t: new Date(entities.latestMs[series]!).toISOString(),
            ...liveFiveMinutes(room, series),
          },
        ]),
    ),
    ...(description === undefined ? {} : { description: JSON.parse(description) }),
  };
}

/** The newest 5 minutes of a series that keeps live quantiles: at most 2 % off until history has the exact ones. */
function liveFiveMinutes({ windows }: ControlRoom, series: number): Record<string, unknown> {
  const pane = windows.latestPane(series, 'PT5M');
  if (pane === undefined || pane.p50 === null) return {};
  const { startMs, n, mean, min, max, p50, p95, isFinal } = pane;
  return { PT5M: { start: new Date(startMs).toISOString(), n, mean, min, max, p50, p95, final: isFinal } };
}
