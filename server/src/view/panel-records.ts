import type { HeatRecord, IndicatorRecord, TrendRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import { entityCount } from '../fold/figure-value.ts';
import type { IndicatorConfig } from '../fold/fold-config.ts';
import {
  directIndicator,
  heatRecord,
  type Moment,
  newestHeatValues,
  seriesIndicator,
  trendRecord,
} from './figure-records.ts';

/** An entity counts as online while its newest event is younger than this, or than two periods of its feed where that is longer. */
const ONLINE_MS = 15 * 60_000;

/** Every KPI tile of the configuration, in its order. */
export function indicatorRecords(room: ControlRoom, moment: Moment): IndicatorRecord[] {
  return room.config.indicators.map((config, order) => {
    switch (config.kind) {
      case 'series': {
        const bins = room.figures.bins(`indicator\0${config.id}`);
        return bins === undefined
          ? nothingYet(config, order)
          : seriesIndicator(config, bins, { order, entities: entityCount(room, config) });
      }
      case 'heat-mean': {
        const heat = room.config.heats.find((candidate) => candidate.id === config.heat);
        if (heat === undefined) return nothingYet(config, order);
        return directIndicator(
          config,
          order,
          newestHeatValues(heat, (entity) => heatBins(room, heat.id, entity)),
        );
      }
      case 'incidents-open':
        return directIndicator(config, order, openIncidents(room));
      case 'devices-online':
        return directIndicator(config, order, devicesOnline(room, moment.nowMs));
      case 'no-source':
        return nothingYet(config, order);
    }
  });
}

/** Every chart line. */
export function trendRecords(room: ControlRoom, moment: Moment): TrendRecord[] {
  return room.config.trends.flatMap((config, order) => {
    const bins = room.figures.bins(`trend\0${config.id}`);
    return bins === undefined ? [] : [trendRecord(config, bins, { ...moment, order })];
  });
}

/** Every heat map. */
export function heatRecords(room: ControlRoom, moment: Moment): HeatRecord[] {
  return room.config.heats.map((config) =>
    heatRecord(config, (entity) => heatBins(room, config.id, entity), moment),
  );
}

function heatBins(room: ControlRoom, heat: string, entity: string) {
  return room.figures.bins(`heat\0${heat}\0${entity}`);
}

function nothingYet(config: IndicatorConfig, order: number): IndicatorRecord {
  return directIndicator(config, order, { value: null, eventTimeMs: null, n: 0 });
}

function openIncidents(room: ControlRoom): {
  value: number;
  eventTimeMs: number;
  n: number;
  detail: { vi: string; en: string };
} {
  const byPriority = [0, 0, 0, 0];
  let open = 0;
  for (const incident of room.incidents.values()) {
    if (incident.state === 'closed') continue;
    open += 1;
    byPriority[incident.priority - 1]! += 1;
  }
  const [p1, p2] = byPriority;
  return {
    value: open,
    eventTimeMs: room.nowMs,
    n: open,
    detail: { vi: `${p1} khẩn · ${p2} cao`, en: `${p1} urgent · ${p2} high` },
  };
}

/** Whether an entity counts as online at this moment. */
export function isOnline({ entities, ledger }: ControlRoom, id: number, nowMs: number): boolean {
  const periodMs = ledger.config(entities.feedOf[id]!)?.periodMs ?? 0;
  return nowMs - entities.eventMs[id]! <= Math.max(ONLINE_MS, 2 * periodMs);
}

const NUMBERS = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') };

/** `2.264 / 2.264`, as the reader writes numbers. */
function countsIn(locale: 'vi' | 'en', part: number, whole: number): string {
  const numbers = NUMBERS[locale];
  return `${numbers.format(part)} / ${numbers.format(whole)}`;
}

function devicesOnline(room: ControlRoom, nowMs: number) {
  const { entities } = room;
  let online = 0;
  for (let id = 0; id < entities.size; id++) if (isOnline(room, id, nowMs)) online += 1;
  const total = entities.size;
  return {
    value: total === 0 ? null : (100 * online) / total,
    eventTimeMs: total === 0 ? null : nowMs,
    n: total,
    detail: { vi: countsIn('vi', online, total), en: countsIn('en', online, total) },
  };
}
