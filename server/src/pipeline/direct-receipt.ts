import type { DirectFigureReceipt } from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { IndicatorConfig } from '../fold/fold-config.ts';
import { rounded } from '../view/figure-records.ts';
import { isOnline } from '../view/panel-records.ts';
import type { CityKnowledge } from './city-knowledge.ts';
import { isoTime } from './receipt-parts.ts';
import { nameOf } from './series-knowledge.ts';

/** Items listed; `n` counts all. */
const LISTED = 1_000;

/** A tile that is a count of things, with the things. */
export function directReceipt(
  room: ControlRoom,
  known: CityKnowledge,
  config: IndicatorConfig,
): DirectFigureReceipt {
  const { id, name, unit } = config;
  const base = { kind: 'indicator' as const, id, name, unit };
  const asOf = isoTime(room.nowMs);
  switch (config.kind) {
    case 'incidents-open': {
      const items = openIncidents(room);
      const formula = { vi: 'số sự cố chưa đóng', en: 'number of incidents that are not closed' };
      return { ...base, formula, value: items.length, asOf, n: items.length, items: items.slice(0, LISTED) };
    }
    case 'devices-online': {
      const { items, online } = devices(room, known);
      const total = room.entities.size;
      const value = total === 0 ? null : rounded((100 * online) / total);
      const formula = {
        vi: `100 × thiết bị trực tuyến (${online}) / thiết bị đã biết (${total})`,
        en: `100 × entities online (${online}) / entities known (${total})`,
      };
      return { ...base, formula, value, asOf, n: total, items };
    }
    default: {
      const formula = { vi: 'chưa có nguồn nào gửi số này', en: 'no feed delivers this figure' };
      return { ...base, formula, value: null, asOf: null, n: 0, items: [] };
    }
  }
}

function openIncidents({ incidents }: ControlRoom): Record<string, unknown>[] {
  return [...incidents.values()]
    .filter(({ state }) => state !== 'closed')
    .map(({ id, title, priority, state, knownAtMs }) => ({
      id,
      title,
      priority,
      state,
      knownAt: isoTime(knownAtMs),
    }));
}

/** Those that are not online first: they are what is asked for. */
function devices(
  room: ControlRoom,
  known: CityKnowledge,
): { online: number; items: Record<string, unknown>[] } {
  const { entities, nowMs } = room;
  const offline: number[] = [];
  const online: number[] = [];
  for (let id = 0; id < entities.size; id++) (isOnline(room, id, nowMs) ? online : offline).push(id);
  const item = (id: number, isUp: boolean): Record<string, unknown> => {
    const at = { domain: entities.domains[entities.domainOf[id]!]!, entity: entities.names[id]! };
    const lastMs = entities.eventMs[id]!;
    return {
      ...at,
      name: nameOf(room, known, at),
      online: isUp,
      t: Number.isFinite(lastMs) ? isoTime(lastMs) : null,
    };
  };
  const items = [
    ...offline.slice(0, LISTED).map((id) => item(id, false)),
    ...online.slice(0, Math.max(0, LISTED - offline.length)).map((id) => item(id, true)),
  ];
  return { online: online.length, items };
}
