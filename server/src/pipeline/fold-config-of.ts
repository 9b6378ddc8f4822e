import type { CityPack, Indicator, Panel } from '@metropane/city-pack';
import type { FeedBinding } from '@metropane/feeds';
import { alarmConfigOf } from './alarm-config-of.ts';
import type {
  FeedConfig,
  FoldConfig,
  HeatConfig,
  IndicatorConfig,
  Level,
  TrendConfig,
} from '../fold/fold-config.ts';

/** Traffic classes of the map's legend, as shares of free flow. */
const CORRIDOR_LEVELS = [
  { priority: 3, share: 0.7 },
  { priority: 2, share: 0.45 },
  { priority: 1, share: 0.25 },
] as const;
/** A bus within 5 min of its timetable is on time; 1 min early at most. */
const ON_TIME_S: [number, number] = [-60, 300];
const TREND_PERIOD_MS = 300_000;

/** What the fold must know of feeds and city, as the plain value that is journalled. `simulated`: ids of feeds that are marked. */
export function foldConfigOf(
  pack: CityPack,
  bindings: FeedBinding[],
  simulated: ReadonlySet<string>,
): FoldConfig {
  return {
    zone: pack.zone,
    feeds: bindings.map((binding) => feedConfig(binding, simulated.has(binding.id))),
    layers: [
      { id: 'traffic', metrics: ['speedKmh'] },
      { id: 'transit', metrics: ['speedKmh', 'headingDeg', 'delayS'] },
      ...stationLayers(pack),
    ],
    indicators: pack.indicators.map((indicator) => indicatorConfig(indicator, pack.panels)),
    trends: pack.panels.flatMap((panel) => trendsOf(panel, pack)),
    heats: pack.panels.flatMap((panel) => heatsOf(panel, pack)),
    alarms: alarmConfigOf(pack),
    walls: {
      scenes: pack.scenes.map(({ id }) => id),
      rooms: pack.walls.map(({ room, playlist }) => ({
        id: room,
        playlist: [...playlist],
        dwellMs: Object.fromEntries(pack.scenes.map(({ id, dwellS }) => [id, dwellS * 1_000])),
      })),
    },
  };
}

function feedConfig(binding: FeedBinding, simulated: boolean): FeedConfig {
  const { id, format, watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs } = binding;
  return {
    id,
    format,
    watermarkPer,
    outOfOrdernessMs,
    allowedLatenessMs,
    idleAfterMs,
    dedupMs,
    simulated,
    // The demo city speaks many times a second; of other feeds the period is not known before their entities say so.
    periodMs: simulated ? 5_000 : null,
  };
}

function stationLayers(pack: CityPack): FoldConfig['layers'] {
  const metricsOf = new Map<string, Set<string>>();
  for (const station of pack.stations) {
    if (station.domain === 'traffic' || station.domain === 'transit') continue;
    const metrics = metricsOf.get(station.domain) ?? new Set<string>();
    for (const metric of Object.keys(station.metrics)) metrics.add(metric);
    metricsOf.set(station.domain, metrics);
  }
  return [...metricsOf].map(([id, metrics]) => ({ id, metrics: [...metrics] }));
}

function indicatorConfig(indicator: Indicator, panels: readonly Panel[]): IndicatorConfig {
  const { id, name, unit, decimals, periodMs, source } = indicator;
  const op = indicator.direction === 'lowIsBad' ? 'le' : 'ge';
  const levels: Level[] = indicator.levels.map((level) => ({
    priority: level.priority,
    op,
    value: level.at,
  }));
  const base = { id, name, unit, decimals, periodMs, levels };
  if (source.kind === 'builtin') {
    return {
      ...base,
      kind: source.figure === 'openIncidents' ? 'incidents-open' : 'devices-online',
      aggregate: 'last',
    };
  }
  const heat = panels.find((panel) => panel.kind === 'heat' && panel.metric === source.metric);
  if (unit === 'VN_AQI' && heat !== undefined)
    return { ...base, kind: 'heat-mean', heat: heat.id, aggregate: 'mean' };
  const { domain, metric, entities, aggregate } = source;
  return {
    ...base,
    kind: 'series',
    source: { domain, metric, ...(entities === undefined ? {} : { entities: [...entities] }) },
    ...aggregateOf(aggregate, indicator.window),
  };
}

function aggregateOf(
  aggregate: Extract<Indicator['source'], { kind: 'observed' }>['aggregate'],
  window: string,
): Pick<IndicatorConfig, 'aggregate' | 'band' | 'spanMs'> {
  switch (aggregate) {
    case 'onTimeShare':
      return { aggregate: 'within', band: ON_TIME_S };
    case 'sum':
    case 'count':
      return { aggregate: 'sum', spanMs: window === 'PT1H' ? 3_600_000 : 300_000 };
    default:
      return { aggregate };
  }
}

function trendsOf(panel: Panel, pack: CityPack): TrendConfig[] {
  if (panel.kind === 'corridors') {
    return panel.corridors.map((corridor) => ({
      id: corridor.id,
      panel: panel.id,
      name: { vi: corridor.name, en: corridor.name },
      unit: 'km/h',
      decimals: 0,
      source: { domain: 'traffic', metric: 'speedKmh', entities: [...corridor.segments] },
      aggregate: 'mean',
      periodMs: TREND_PERIOD_MS,
      levels: CORRIDOR_LEVELS.map(({ priority, share }) => ({
        priority,
        op: 'le',
        value: Math.round(share * corridor.freeFlowKmh),
      })),
    }));
  }
  if (panel.kind !== 'level') return [];
  const editions = pack.thresholds.find((threshold) => threshold.id === panel.threshold)?.editions ?? [];
  return [
    {
      id: panel.entity,
      panel: panel.id,
      name: panel.name,
      unit: 'm',
      decimals: 2,
      source: { domain: panel.domain, metric: panel.metric, entities: [panel.entity] },
      aggregate: 'last',
      periodMs: TREND_PERIOD_MS,
      levels: (editions.at(-1)?.levels ?? []).map(({ name, value, priority }) => ({
        priority,
        op: 'ge',
        value,
        name: { vi: name, en: name },
      })),
    },
  ];
}

function heatsOf(panel: Panel, pack: CityPack): HeatConfig[] {
  if (panel.kind !== 'heat') return [];
  const rows = panel.entities.flatMap((entity) => {
    const station = pack.stations.find(
      (candidate) => candidate.domain === panel.domain && candidate.entity === entity,
    );
    return station === undefined ? [] : [{ entity, name: station.name }];
  });
  const isAqi = panel.metric === 'pm25UgM3';
  return [
    {
      id: panel.id,
      name: panel.name,
      unit: isAqi ? 'VN_AQI' : '',
      domain: panel.domain,
      metric: panel.metric,
      ...(isAqi ? { transform: 'vn-aqi-pm25' as const } : {}),
      rows,
      periodMs: 3_600_000,
    },
  ];
}
