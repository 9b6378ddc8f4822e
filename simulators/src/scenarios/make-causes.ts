/** A scenario as the functions that every system of the city asks. Nothing here knows a screen, a level or an alarm. */
import { distanceM, thresholdOn } from '@metropane/city-pack';
import type { CityPack, LonLat } from '@metropane/city-pack';
import { NO_CAUSES } from '../systems/causes.ts';
import type { Causes, DeviceFault } from '../systems/causes.ts';
import { makeNoise } from '../systems/noise.ts';
import type { Noise } from '../systems/noise.ts';
import { makeTide } from '../systems/tide.ts';
import { nearnessAt, strengthAt } from './cause-shape.ts';
import type { Cause, CauseOf, Scenario } from './scenario.ts';
import { makeScenarioEvents } from './scenario-events.ts';

/** Which run of a scenario. */
export interface ScenarioRun {
  readonly pack: CityPack;
  /** When the scenario starts, epoch milliseconds. */
  readonly startMs: number;
  readonly seed: number | string;
}

/** The causes of one scenario that starts at `startMs`; its places must have been found in the same pack. */
export function makeCauses(scenario: Scenario, { pack, startMs, seed }: ScenarioRun): Causes {
  const of = <K extends Cause['kind']>(kind: K): readonly CauseOf<K>[] =>
    scenario.causes.filter((cause): cause is CauseOf<K> => cause.kind === kind);
  const noise = makeNoise(seed, `scenario/${scenario.id}`);
  const [power, crowds, attacks] = [of('power'), of('crowd'), of('attack')];
  const surges = of('surge');
  return {
    events: makeScenarioEvents(of('event'), { pack, startMs, noise }),
    rainMmH: spread(of('rain'), startMs, ({ mmPerHour }) => mmPerHour),
    windMps: spread(of('wind'), startMs, ({ mps }) => mps),
    surgeM: surges.length === 0 ? () => 0 : makeSurge(surges, { pack, startMs, seed }),
    powerLost: (loc, tMs) =>
      // Two losses of one area are one: the larger counts.
      power.reduce((worst, one) => {
        const isInside = distanceM(one.centre.loc, loc) <= one.radiusM;
        return isInside ? Math.max(worst, one.share * strengthAt(one, tMs - startMs)) : worst;
      }, 0),
    crowdPeople: spread(crowds, startMs, ({ people }) => people),
    attackOn: (system, tMs) =>
      attacks.reduce(
        (worst, one) =>
          one.system === system ? Math.max(worst, one.strength * strengthAt(one, tMs - startMs)) : worst,
        0,
      ),
    deviceFault: makeDeviceFaults(of('device'), { pack, startMs, noise }),
  };
}

type Spreading = CauseOf<'rain' | 'wind' | 'crowd'>;

/** Sum of causes that fade with the distance from their centre. */
function spread<C extends Spreading>(
  causes: readonly C[],
  startMs: number,
  full: (cause: C) => number,
): (loc: LonLat, tMs: number) => number {
  return (loc, tMs) => {
    let sum = 0;
    for (const cause of causes) {
      const strength = strengthAt(cause, tMs - startMs);
      if (strength > 0) sum += full(cause) * strength * nearnessAt(cause, loc, tMs - startMs - cause.at);
    }
    return sum;
  };
}

/** `upTo` is what the sea lacks to that level, whatever the tide of the hour; the levels are those of the day. */
function makeSurge(surges: readonly CauseOf<'surge'>[], run: ScenarioRun): Causes['surgeM'] {
  const { pack, startMs, seed } = run;
  const tide = makeTide(seed, pack, NO_CAUSES);
  const day = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(pack.zone).toPlainDate();
  const heights = surges.map(({ metres = 0, upTo }) => {
    const threshold = pack.thresholds.find(({ id }) => id === upTo?.threshold);
    const edition = threshold && thresholdOn(threshold, day.toString());
    const level = edition?.levels.find(({ name }) => name === upTo?.level);
    if (upTo === undefined || level === undefined) return () => metres;
    return (tMs: number): number => Math.max(0, level.value + upTo.aboveM - tide.referenceM(tMs));
  });
  return (tMs) =>
    surges.reduce((sum, one, index) => {
      const strength = strengthAt(one, tMs - startMs);
      return strength === 0 ? sum : sum + strength * heights[index]!(tMs);
    }, 0);
}

function makeDeviceFaults(
  causes: readonly CauseOf<'device'>[],
  { pack, startMs, noise }: Pick<ScenarioRun, 'pack' | 'startMs'> & { readonly noise: Noise },
): Causes['deviceFault'] {
  if (causes.length === 0) return () => undefined;
  const places = new Map<string, LonLat>([
    ...pack.stations.map((one) => [`${one.domain}/${one.entity}`, one.loc] as const),
    ...pack.segments.map(
      (one) => [`traffic/${one.id}`, one.points[Math.floor(one.points.length / 2)]!] as const,
    ),
  ]);
  const isHit = (cause: CauseOf<'device'>, lane: number, entity: string): boolean => {
    // A loop (`road.01:d2`) stands where its segment does.
    const place = entity.split(':')[0]!;
    if (cause.entities !== undefined && !cause.entities.includes(place)) return false;
    if (cause.within !== undefined) {
      const loc = places.get(`${cause.domain}/${place}`);
      if (loc === undefined || distanceM(loc, cause.within.centre.loc) > cause.within.radiusM) return false;
    }
    return noise.at(1_000 + lane, textKey(entity)) < cause.share;
  };
  const hits = causes.map(() => new Map<string, boolean>());
  const faults = causes.map((cause) => toFault(cause, startMs));
  return (domain, entity, tMs) => {
    for (const [lane, cause] of causes.entries()) {
      const intoMs = tMs - startMs - cause.at;
      if (cause.domain !== domain || intoMs < 0 || intoMs >= cause.hold) continue;
      let hit = hits[lane]!.get(entity);
      if (hit === undefined) hits[lane]!.set(entity, (hit = isHit(cause, lane, entity)));
      if (hit) return faults[lane];
    }
    return undefined;
  };
}

function toFault({ fault, at, byS = 0 }: CauseOf<'device'>, startMs: number): DeviceFault {
  if (fault === 'skew') return { kind: 'skew', byMs: Math.round(byS * 1_000) };
  return fault === 'stuck' ? { kind: 'stuck', sinceMs: startMs + at } : { kind: 'silent' };
}

function textKey(text: string): number {
  let key = 0;
  for (let i = 0; i < text.length; i += 1) key = (Math.imul(key, 31) + text.charCodeAt(i)) | 0;
  return key;
}
