import type { CityPack } from '@metropane/city-pack';
import { EVENT_SLOT_MS, LONGEST_EVENT_MS } from './city-event.ts';
import type { CityEvent, EventWorld } from './city-event.ts';
import { nearestSegment } from './road-effects.ts';
import { quantise } from './system.ts';
import { waterStations } from './tide.ts';

/** Below 10 cm the ministry speaks of ponding; reports come a little above it, and again when a car cannot pass. */
const REPORTED_CM = 12;
const IMPASSABLE_CM = 30;

interface Ground {
  readonly pack: CityPack;
  readonly world: EventWorld;
}

/** Floods and high tide that begin in a slot: told when a sensor passes a mark, and never without its reading. */
export function drawWaterEvents(slot: number, { pack, world }: Ground): CityEvent[] {
  const fromMs = slot * EVENT_SLOT_MS;
  const toMs = fromMs + EVENT_SLOT_MS;
  const events: CityEvent[] = [];
  world.floods.stations.forEach((station, index) => {
    const before = world.floods.depthCm(index, fromMs);
    const after = world.floods.depthCm(index, toMs);
    const mark = [IMPASSABLE_CM, REPORTED_CM].find((cm) => before < cm && after >= cm);
    if (mark === undefined) return;
    const segment = nearestSegment(pack, station.loc, 450);
    const metres = (quantise(after, 0) / 100).toFixed(2).replace('.', ',');
    events.push({
      id: `${slot.toString(36)}-flood-${station.entity}`,
      category: 'flood',
      severity: mark === IMPASSABLE_CM ? 2 : 3,
      startMs: fromMs + Math.floor(((mark - before) / (after - before)) * EVENT_SLOT_MS),
      endMs: fromMs + LONGEST_EVENT_MS / 2,
      loc: station.loc,
      title: `Ngập ${metres} m – ${station.name.vi}`,
      description: 'Cảm biến ngập vượt ngưỡng, xe máy khó lưu thông.',
      sources: ['camera', '1022'],
      entity: station.entity,
      ...(segment === undefined
        ? {}
        : { blocks: { segment, upstream: 1 as const, speedLeft: mark === IMPASSABLE_CM ? 0.25 : 0.5 } }),
    });
  });
  const tide = tideEvent(slot, { pack, world });
  return tide === undefined ? events : [...events, tide];
}

function tideEvent(slot: number, { pack, world }: Ground): CityEvent | undefined {
  const threshold = pack.thresholds.find((one) => one.domain === 'river');
  const station = waterStations(pack).find((one) => one.entity === threshold?.entity);
  const levels = threshold?.editions.at(-1)?.levels ?? [];
  if (station === undefined) return undefined;
  const fromMs = slot * EVENT_SLOT_MS;
  const before = world.tide.referenceM(fromMs);
  const after = world.tide.referenceM(fromMs + EVENT_SLOT_MS);
  const level = levels.findLast((one) => before < one.value && after >= one.value);
  if (level === undefined) return undefined;
  return {
    id: `${slot.toString(36)}-tide-${station.entity}`,
    category: 'tide',
    severity: level.priority <= 2 ? 2 : 3,
    startMs: fromMs + Math.floor(((level.value - before) / (after - before)) * EVENT_SLOT_MS),
    endMs: fromMs + LONGEST_EVENT_MS / 2,
    loc: station.loc,
    title: `Triều vượt ${level.name} – trạm ${station.name.vi}`,
    description: `Mực nước đạt ${level.value.toFixed(2).replace('.', ',')} m và còn lên.`,
    sources: ['kttv'],
    entity: station.entity,
  };
}
