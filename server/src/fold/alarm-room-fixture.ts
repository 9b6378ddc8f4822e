import type { Rule } from '@metropane/city';
import type { ControlRoom } from './control-room.ts';
import type { AlarmConfig, FoldConfig } from './fold-config.ts';
import { makeRoom, reading, T0, tell } from './room-fixture.ts';

const NAME = { vi: 'n', en: 'n' };

/** A rule of the tests: a street is under water when the minute's mean is above 10 cm. */
export function ruleOf(over: Partial<Rule> = {}): Rule {
  return {
    id: 'deep',
    name: { vi: 'Ngập', en: 'Flood' },
    per: 'entity',
    domain: 'flood',
    inputs: { depth: { kind: 'window', metric: 'depthCm', window: 'PT1M', statistic: 'last' } },
    when: 'depth > 10',
    shows: { value: 'depth', limit: 10 },
    severity: 2,
    respondWithinMs: 1_800_000,
    category: 'flood',
    ...{ cause: NAME, consequence: NAME, response: NAME },
    isEnabled: true,
    source: 'test',
    ...over,
  };
}

export function alarmConfig(rules: Rule[], over: Partial<AlarmConfig> = {}): AlarmConfig {
  return {
    rules,
    thresholds: [],
    topology: [],
    places: {},
    positions: [],
    sops: [],
    serviceLevels: { 1: {}, 2: {}, 3: {}, 4: {} },
    ...over,
  };
}

/** A room of the tests with these rules. */
export function alarmRoom(
  rules: Rule[],
  over: Partial<AlarmConfig> & { config?: Partial<FoldConfig> } = {},
): ControlRoom {
  const { config, ...alarms } = over;
  return makeRoom({ ...config, alarms: alarmConfig(rules, alarms) });
}

/** Readings of one street at `T0 + ms`, each with a tick at its time. */
export function depths(
  room: ControlRoom,
  entity: string,
  told: readonly (readonly [ms: number, cm: number])[],
): void {
  for (const [ms, cm] of told) {
    // The room's time never lies behind an event that it was told.
    if (T0 + ms > room.nowMs) room.fold({ kind: 'tick', nowMs: T0 + ms }, 2);
    tell(room, [reading(entity, cm, { domain: 'flood', metric: 'depthCm', tMs: T0 + ms })]);
    room.fold({ kind: 'tick', nowMs: room.nowMs }, 2);
  }
}

/** `key onset-ms state` of the alarms in the book, by key. */
export function standing(room: ControlRoom): string[] {
  return [...room.alarms.values()]
    .map(
      ({ key, ruleId, onsetMs, isActive, state }) => `${ruleId} ${key} ${onsetMs - T0} ${isActive} ${state}`,
    )
    .toSorted();
}

/** The derived alarm transitions since the last call: `key from>to`. */
export function transitions(room: ControlRoom): string[] {
  return room
    .takeDerived()
    .flatMap((one) =>
      one.kind === 'derived.alarm' ? [`${one.body.key} ${one.body.from}>${one.body.to}`] : [],
    );
}
