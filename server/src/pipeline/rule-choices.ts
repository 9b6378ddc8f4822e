import type { ControlRoom } from '../fold/control-room.ts';

/** Entities of one domain that are told; `total` says how many there are. */
const MOST_ENTITIES = 5_000;

type Name = { vi: string; en: string };

/** What a rule may name in this room at this moment, so that whoever edits one picks instead of typing codes. */
export interface RuleChoices {
  domains: {
    code: string;
    /** Heard, or promised by the pack; by name. */
    metrics: string[];
    entities: EntityChoice[];
    total: number;
  }[];
  /** Levels as of the room's time; a level that holds at no time now is not among them. */
  thresholds: { id: string; levels: { name: string; value: number }[] }[];
  indicators: { id: string; name: Name; unit: string }[];
  sops: { id: string; name: Name; categories: string[] }[];
  positions: { id: string; name: Name }[];
}

export interface EntityChoice {
  id: string;
  name: Name | null;
  ward: { code: string; name: string } | null;
}

export function ruleChoices(room: ControlRoom): RuleChoices {
  const { config, nowMs } = room;
  const { alarms } = config;
  return {
    domains: domainsOf(room),
    thresholds: (alarms?.thresholds ?? []).map(({ id, editions }) => ({
      id,
      levels:
        editions
          .find(({ fromMs, toMs = Number.POSITIVE_INFINITY }) => fromMs <= nowMs && nowMs < toMs)
          ?.levels.map(({ name, value }) => ({ name, value })) ?? [],
    })),
    indicators: config.indicators.map(({ id, name, unit }) => ({ id, name, unit })),
    sops: (alarms?.sops ?? []).map(({ id, name, categories }) => ({ id, name, categories })),
    positions: (alarms?.positions ?? []).map(({ id, name }) => ({ id, name })),
  };
}

interface Heard {
  metrics: Set<string>;
  entities: Map<string, EntityChoice>;
}

function domainsOf(room: ControlRoom): RuleChoices['domains'] {
  const known = new Map<string, Heard>();
  for (const key of Object.keys(room.config.alarms?.places ?? {})) addPlaced(known, room, key);
  const { entities } = room;
  for (let entity = 0; entity < entities.size; entity++) {
    const domain = entities.domains[entities.domainOf[entity]!]!;
    const heard = addPlaced(known, room, `${domain}/${entities.names[entity]!}`);
    for (const series of entities.seriesOf(entity)) heard.metrics.add(entities.metricOf[series]!);
  }
  return [...known]
    .map(([code, heard]) => ({
      code,
      metrics: [...heard.metrics].toSorted(),
      entities: [...heard.entities.values()].toSorted(byId).slice(0, MOST_ENTITIES),
      total: heard.entities.size,
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function addPlaced(known: Map<string, Heard>, { config }: ControlRoom, key: string): Heard {
  const slash = key.indexOf('/');
  const domain = key.slice(0, slash);
  const id = key.slice(slash + 1);
  let heard = known.get(domain);
  if (heard === undefined) known.set(domain, (heard = { metrics: new Set(), entities: new Map() }));
  if (heard.entities.has(id)) return heard;
  const place = config.alarms?.places[key];
  for (const metric of Object.keys(config.alarms?.periods?.[key] ?? {})) heard.metrics.add(metric);
  heard.entities.set(id, {
    id,
    name: place?.name ?? null,
    ward: place?.unit === undefined ? null : { code: place.unit.code, name: place.unit.name },
  });
  return heard;
}

function byId(a: EntityChoice, b: EntityChoice): number {
  return a.id < b.id ? -1 : 1;
}
