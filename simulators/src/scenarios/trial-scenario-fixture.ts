import type { CityPack } from '@metropane/city-pack';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { parseScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';

const HEAD = `id: trial
name: { vi: Thử, en: Trial }
summary: { vi: Thử, en: Trial }
city: trial
at: '2026-11-24T16:30:00+07:00'
runs: PT2H
causes:
`;
const TAIL = `expect:
  - { what: traffic-untouched, near: { place: nga-tu }, withinM: 100, travelTimeIndexBelow: 20 }
`;

/** Text of a scenario of the trial city with these causes (YAML list items, indented by two). */
export function trialText(causes: string): string {
  return `${HEAD}${causes.replace(/^\n/, '')}${TAIL}`;
}

/** The scenario of `trialText`; throws when it is refused. */
export function trialScenario(causes: string, pack: CityPack = trialPack()): Scenario {
  const read = parseScenario(trialText(causes), 'trial.yaml', pack);
  if (!read.ok) throw new Error(read.message);
  return read.value;
}
