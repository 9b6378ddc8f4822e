import type { AlarmConfig, FoldConfig } from '../../fold/fold-config.ts';
import type { WindowRow } from '../../history/history-query.ts';
import { anchorsOf, networkAround, type Places, spaceAround } from '../../insight/neighbourhood.ts';
import type { NetworkNeighbour, SpaceNeighbour, Subject } from '../../insight/neighbourhood.ts';
import { bySurprise, type Surprise, surpriseOf, type Values } from '../../insight/surprise.ts';
import { PipelineRefusal } from '../../pipeline/pipeline-refusal.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import { sameHourBefore } from './civil-weeks.ts';

const STEP_MS = 5 * 60_000;
const STEPS_ASIDE = 6;
/** Half an hour on both sides of the window in which it began. */
const STEPS = 2 * STEPS_ASIDE + 1;
export const WEEKS = 8;
const MOST_KEYS = 16;
const MOST_NEAR_OF_DOMAIN = 2;
const MOST_METRICS = 2;

/** Why this series is looked at. */
export type SeriesRelation =
  | { kind: 'anchor' }
  | { kind: 'network'; over: NetworkNeighbour['kind']; side: NetworkNeighbour['side']; hops: number }
  | { kind: 'near' };

export interface SeriesAround {
  domain: string;
  entity: string;
  metric: string;
  name: { vi: string; en: string };
  distanceM: number | null;
  relation: SeriesRelation;
  values: Values;
  surprise: Surprise;
}

export interface Around {
  span: { fromMs: number; toMs: number; stepMs: number; weeks: number };
  series: SeriesAround[];
  /** Code of history's refusal; the series are then not known. */
  problem: string | null;
  anchors: string[];
  network: NetworkNeighbour[];
  near: SpaceNeighbour[];
}

/** What was measured around an incident, most surprising first, and why each of it is looked at. */
export async function seriesAround(
  subject: Subject & { openedAtMs: number },
  room: Room,
  deps: Pick<ApiDeps, 'foldConfig' | 'zoneOfFeed'>,
): Promise<Around> {
  const config = deps.foldConfig();
  const places = config.alarms?.places ?? {};
  const anchors = anchorsOf(subject, places);
  const network = networkAround(anchors, config.alarms?.topology ?? []);
  const near = spaceAround(subject.loc, places);
  const fromMs = (Math.floor(subject.openedAtMs / STEP_MS) - STEPS_ASIDE) * STEP_MS;
  const span = { fromMs, toMs: fromMs + STEPS * STEP_MS, stepMs: STEP_MS, weeks: WEEKS };
  const around = { span, anchors, network, near };
  const wanted = wantedSeries({ anchors, network, near }, config);
  const ask = asker(room, deps, config.zone);
  try {
    const starts = sameHourBefore(fromMs, WEEKS, config.zone);
    const series = await Promise.all(
      wanted.map((each) => judged(each, { fromMs, starts, ask, places, near })),
    );
    return { ...around, series: series.sort((a, b) => bySurprise(a.surprise, b.surprise)), problem: null };
  } catch (error) {
    if (!(error instanceof PipelineRefusal)) throw error;
    return { ...around, series: [], problem: error.code };
  }
}

interface Wanted {
  key: string;
  domain: string;
  entity: string;
  metric: string;
  relation: SeriesRelation;
}
type Ask = (series: Wanted, fromMs: number) => Promise<Values>;

async function judged(
  wanted: Wanted,
  of: {
    fromMs: number;
    starts: readonly number[];
    ask: Ask;
    places: Places;
    near: readonly SpaceNeighbour[];
  },
): Promise<SeriesAround> {
  const { key, domain, entity, metric, relation } = wanted;
  const [values, ...weeks] = await Promise.all(
    [of.fromMs, ...of.starts].map((start) => of.ask(wanted, start)),
  );
  return {
    ...{ domain, entity, metric, relation },
    name: of.places[key]?.name ?? { vi: entity, en: entity },
    distanceM: of.near.find((each) => each.key === key)?.distanceM ?? null,
    values: values!,
    surprise: surpriseOf({ values: values!, weeks }),
  };
}

/** Settled means of the windows from `fromMs` on; history answers questions that differ in their entity together. */
function asker(room: Room, { zoneOfFeed }: Pick<ApiDeps, 'zoneOfFeed'>, zone: string): Ask {
  return async ({ domain, entity, metric }, fromMs) => {
    const toMs = fromMs + STEPS * STEP_MS;
    const query = { domain, entity, metric, window: 'PT5M' as const, fromMs, toMs, zone, zoneOfFeed };
    const rows = await room.history.windows({ ...query, maxRows: STEPS }).then(
      (answer) => answer.rows,
      (error: unknown): WindowRow[] => {
        // A week that has expired has no values; it does not take the others with it.
        if (error instanceof PipelineRefusal && error.code === 'history-expired') return [];
        throw error;
      },
    );
    const values = Array<number | null>(STEPS).fill(null);
    for (const { startMs, mean } of rows) values[(startMs - fromMs) / STEP_MS] = mean;
    return values;
  };
}

/** Its own things, those on its networks, and the nearest of each kind. */
function wantedSeries(
  { anchors, network, near }: Pick<Around, 'anchors' | 'network' | 'near'>,
  config: FoldConfig,
): Wanted[] {
  const relations = new Map<string, SeriesRelation>();
  const offer = (key: string, relation: SeriesRelation): void => {
    if (relations.size < MOST_KEYS && !relations.has(key)) relations.set(key, relation);
  };
  for (const key of anchors) offer(key, { kind: 'anchor' });
  for (const { key, kind, side, hops } of network) {
    if (hops === 1) offer(key, { kind: 'network', over: kind, side, hops });
  }
  const ofDomain = new Map<string, number>();
  for (const { key } of near) {
    const [domain = ''] = key.split('/');
    const n = ofDomain.get(domain) ?? 0;
    if (n >= MOST_NEAR_OF_DOMAIN) continue;
    ofDomain.set(domain, n + 1);
    offer(key, { kind: 'near' });
  }
  return [...relations].flatMap(([key, relation]) => {
    const { domain, entity } = partsOf(key);
    return metricsOf(key, config).map((metric) => ({ key, domain, entity, metric, relation }));
  });
}

/** What is measured there: of a station what the pack says, of anything else what its layer shows. */
export function metricsOf(
  key: string,
  config: { alarms?: AlarmConfig; layers: FoldConfig['layers'] },
): string[] {
  const told = config.alarms?.periods?.[key];
  const shown = config.layers.find(({ id }) => id === partsOf(key).domain)?.metrics ?? [];
  const metrics = told === undefined ? shown : Object.keys(told);
  // What the map shows of a kind comes first: of a station with eight figures it is the one that people know.
  const rank = (metric: string): number => (shown.includes(metric) ? shown.indexOf(metric) : shown.length);
  return metrics.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_METRICS);
}

/** `air/hcmc-1` is entity `hcmc-1` of `air`. */
export function partsOf(key: string): { domain: string; entity: string } {
  const at = key.indexOf('/');
  return { domain: key.slice(0, at), entity: key.slice(at + 1) };
}
