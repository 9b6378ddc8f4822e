/** Only for tests: the alarms that a scenario names, held against what the fold raised. */
import { distanceM } from '@metropane/city-pack';
import type { CityPack, LonLat } from '@metropane/city-pack';
import { alarmsOf, type PlacedAlarm } from '../../simulators/src/scenarios/judge-scenario.ts';
import { findScenario, scenarioNames } from '../../simulators/src/scenarios/library.ts';
import { cityOfScenario } from '../../simulators/src/scenarios/read-scenario.ts';
import { foldDay, type FoldedDay, type Raised } from './scenario-fixture.ts';

/** What shows within this time shows at once, as in the simulator's own judgement. */
const SAME_TIME_MS = 120_000;
const BUCKET_MS = 600_000;

/** EEMUA 191: what one operator can answer in 10 min of an upset. */
export const MOST_CALLS = 10;
/** Outside the long battery most readings of road segments are left out, and most ordinary days. */
export const isThin = process.env['METROPANE_TEST_FULL'] !== '1';
export const SLOW_MS = isThin ? 180_000 : 900_000;

/** What is wrong with the alarms of a day, in sentences; none: everything that the scenario names came about, in its order. */
export function faultsOf(day: FoldedDay): string[] {
  let latestMs = -Infinity;
  return alarmsOf(day.scenario).flatMap((wanted) => {
    const found = alarmsFor(wanted, day);
    const faults = countFaults(wanted, found).concat(howFaults(wanted, found, day));
    const firstMs = momentOf(wanted, found);
    if (wanted.least === 0 || firstMs === undefined) return faults.map((fault) => say(wanted, fault));
    if (firstMs < latestMs - SAME_TIME_MS) faults.push('came before the one above');
    latestMs = Math.max(latestMs, firstMs);
    return faults.map((fault) => say(wanted, fault));
  });
}

/** The alarms that are named and were raised, of those that must show: none on an ordinary day. */
export function namedOn(day: FoldedDay): string[] {
  return alarmsOf(day.scenario).flatMap((wanted) =>
    wanted.least > 0 && alarmsFor(wanted, day).length >= wanted.least ? [say(wanted, 'was raised')] : [],
  );
}

/** The most calls of an operator in 10 min, buckets counted from the start of the scenario. */
export function busiestTenMinutes({ calls, scenario }: FoldedDay): number {
  const buckets = new Map<number, number>();
  for (const atMs of calls) {
    const bucket = Math.floor((atMs - scenario.atMs) / BUCKET_MS);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  return Math.max(0, ...buckets.values());
}

/** Alarms called for, alarms that stand in an incident without a call, and in how many incidents they lie. */
export function loadOf(day: FoldedDay): { called: number; silent: number; incidents: number } {
  const called = day.raised.filter(({ calledAtMs }) => calledAtMs !== null);
  const ids = new Set(day.raised.map(({ alarmId }) => alarmId));
  const incidents = day.incidents.filter(({ alarms = [] }) => alarms.some(({ alarmId }) => ids.has(alarmId)));
  return { called: called.length, silent: day.raised.length - called.length, incidents: incidents.length };
}

/** Raised within the span, by the rule, on what is named; with `annunciated: true` by the time of the call. */
function alarmsFor(wanted: PlacedAlarm, { raised, scenario, pack }: FoldedDay): Raised[] {
  const [from, to] = wanted.between;
  return raised.filter((one) => {
    const atMs = timeOf(wanted, one);
    if (one.ruleId !== wanted.rule || atMs === null) return false;
    const afterMs = atMs - scenario.atMs;
    if (afterMs < from || afterMs > to) return false;
    if (wanted.key !== undefined) return one.key === wanted.key;
    if (wanted.near === undefined) return true;
    const loc = placeOf(one.key, pack);
    return loc !== undefined && distanceM(loc, wanted.near.loc) <= wanted.withinM!;
  });
}

function timeOf({ annunciated }: PlacedAlarm, { atMs, calledAtMs }: Raised): number | null {
  return annunciated === true ? calledAtMs : atMs;
}

/** When the first of them came. */
function momentOf(wanted: PlacedAlarm, found: readonly Raised[]): number | undefined {
  return found.length === 0 ? undefined : Math.min(...found.map((one) => timeOf(wanted, one)!));
}

function countFaults({ least, most = Infinity }: PlacedAlarm, { length }: readonly Raised[]): string[] {
  return length < least || length > most ? [`${length} were raised`] : [];
}

function howFaults(
  { annunciated, priority, incidents: mostIncidents = Infinity }: PlacedAlarm,
  found: readonly Raised[],
  { incidents }: FoldedDay,
): string[] {
  const faults: string[] = [];
  const called = found.filter(({ calledAtMs }) => calledAtMs !== null).map(({ key }) => key);
  if (annunciated === false && called.length > 0)
    faults.push(`an operator was called for ${called.join(' ')}`);
  const milder = found.filter((one) => one.priority > (priority ?? 4)).map(({ key }) => key);
  if (milder.length > 0) faults.push(`less urgent were ${milder.join(' ')}`);
  const ids = new Set(found.map(({ alarmId }) => alarmId));
  const groups = incidents.filter(({ alarms = [] }) => alarms.some(({ alarmId }) => ids.has(alarmId)));
  if (groups.length > mostIncidents) faults.push(`they lie in ${groups.length} incidents`);
  return faults;
}

function placeOf(key: string, pack: CityPack): LonLat | undefined {
  const [domain, entity] = key.split('/');
  const segment = domain === 'traffic' ? pack.segments.find(({ id }) => id === entity) : undefined;
  if (segment !== undefined) return segment.points[Math.floor(segment.points.length / 2)];
  return pack.stations.find((one) => one.domain === domain && one.entity === entity)?.loc;
}

function say({ rule, key, near, between }: PlacedAlarm, fault: string): string {
  const where = key ?? (near === undefined ? '' : `near ${near.name}`);
  const [from, to] = between.map((ms) => Math.round(ms / 60_000));
  return `${rule} ${where} in minutes ${from} to ${to}: ${fault}`.replace('  ', ' ');
}

/** Names of the scenarios of the library that are written for a city, or for any other. */
export function scenariosOf(isWanted: (city: string) => boolean): string[] {
  return scenarioNames().filter((name) => isWanted(cityOfScenario(findScenario(name)!)!));
}

/** What a scenario comes to through the fold, and the load that it is for an operator (printed). */
export async function judgeScenarioDay(name: string): Promise<{
  named: number;
  wrong: string[];
  faults: number;
  broken: readonly string[];
  busiest: number;
}> {
  const day = await foldDay(name, 'struck', { isThin });
  const busiest = busiestTenMinutes(day);
  const { called, silent, incidents } = loadOf(day);
  console.log(
    `${name}: ${called} alarms called, ${silent} did not, ${incidents} incidents, at most ${busiest} calls in 10 min`,
  );
  const { faults, broken } = day;
  return { named: alarmsOf(day.scenario).length, wrong: faultsOf(day), faults, broken, busiest };
}
