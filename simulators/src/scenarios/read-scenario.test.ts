import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { findScenario, scenarioNames } from './library.ts';
import { cityOfScenario, parseScenario, readScenario } from './read-scenario.ts';
import { trialScenario, trialText } from './trial-scenario-fixture.ts';

const RAIN = `
  - { kind: rain, at: PT5M, hold: PT10M, mmPerHour: 60, radiusM: 900, centre: { place: cho-lon } }
`;

function refusal(text: string): string {
  const read = parseScenario(text, 'trial.yaml', trialPack());
  return read.ok ? 'accepted' : read.message;
}

test('times are milliseconds, places are spots of the pack', () => {
  const scenario = trialScenario(`
  - { kind: rain, at: PT5M, rampUp: 90s, hold: PT10M, mmPerHour: 60, radiusM: 900, centre: { place: cho-lon } }
  - kind: event
    at: PT0M
    lasts: PT1H
    category: fire
    severity: 1
    where: { road: dai-lo, near: cau-moi }
    title: ['Cháy – {place}']
    told: { by: ['114'] }
`);
  expect(scenario.atMs).toBe(Date.parse('2026-11-24T09:30Z'));
  expect(scenario.leadIn).toBe(300_000);
  expect(scenario.causes[0]).toMatchObject({
    kind: 'rain',
    at: 300_000,
    rampUp: 90_000,
    rampDown: 0,
    centre: { loc: [106.69, 10.775], name: 'Chợ Lớn' },
  });
  const [, event] = scenario.causes;
  expect(event).toMatchObject({ where: { name: 'Đại Lộ, gần Cầu Mới', entity: 'dai-lo.05' } });
});

test.each([
  ['{ place: cho-nho }', 'the city pack "trial" has no place "cho-nho"'],
  ['{ road: pho-ma }', 'the city pack "trial" has no road "pho-ma"'],
  ['{ road: dai-lo, near: cau-cu }', 'the city pack "trial" has no place or bridge "cau-cu"'],
  ['{ station: river/ao-lang }', 'the city pack "trial" has no station "river/ao-lang"'],
  ['{ segment: dai-lo.99 }', 'the city pack "trial" has no road segment "dai-lo.99"'],
  ['{ unit: Nowhere }', 'the city pack "trial" has no unit "Nowhere"'],
  ['{ bridge: cau-cu }', 'the city pack "trial" has no bridge "cau-cu"'],
  ['{ place: cho-lon, road: dai-lo }', 'expected one of place, bridge'],
])('a place that the pack lacks, %s, is named with file, line and path', (where, fault) => {
  const text = trialText(RAIN.replace('{ place: cho-lon }', where));
  expect(refusal(text)).toMatch(/^trial\.yaml:8: causes\[0\]\.centre: /);
  expect(refusal(text)).toContain(fault);
});

test.each([
  ['kind: rain', 'kind: hail', /^trial\.yaml:8: causes\[0\]\.kind: /],
  ['hold: PT10M', 'hold: ten', /^trial\.yaml:8: causes\[0\]\.hold: expected a duration/],
  ['mmPerHour: 60', 'mmPerHour: -1', /^trial\.yaml:8: causes\[0\]\.mmPerHour: /],
  ['radiusM: 900', 'radius: 900', /^trial\.yaml:8: causes\[0\]/],
  ['at: PT5M', 'at: PT3H', /causes\[0\]\.at: begins after the scenario ends/],
  ['city: trial', 'city: hanoi', /^trial\.yaml:4: city: is written for the city "hanoi"/],
  ['runs: PT2H', 'runs: [', /^trial\.yaml:\d+: not YAML: /],
  ['+07:00', '', /^trial\.yaml:5: at: /],
])('%s written as %s is refused with its line', (right, wrong, message) => {
  expect(refusal(trialText(RAIN).replace(right, wrong))).toMatch(message);
});

test.each([
  ['{ kind: surge, at: PT0M, hold: PT1H }', 'expected metres or upTo'],
  [
    '{ kind: surge, at: PT0M, hold: PT1H, upTo: { threshold: ben-do, level: IX } }',
    'has no level of the threshold',
  ],
  ['{ kind: device, at: PT0M, hold: PT1H, fault: skew, domain: air }', 'byS goes with skew'],
  [
    '{ kind: device, at: PT0M, hold: PT1H, fault: silent, domain: air, entities: [cong-vien, x] }',
    'has no air entity "x"',
  ],
  ['{ kind: attack, at: PT0M, hold: PT1H, system: nowhere, strength: 1 }', 'causes[0].system'],
])('%s is refused', (cause, fault) => {
  expect(refusal(trialText(`  - ${cause}\n`))).toContain(fault);
});

test.each([
  ['rule: no-such-rule', 'expect[1].rule: the city pack "trial" has no rule "no-such-rule"'],
  ['rule: x, key: flood', 'expect[1].key: expected domain/entity, ward/code or city'],
  ['rule: x, key: city, near: { place: cho-lon }, withinM: 9', 'expect[1]: expected key or near, not both'],
  ['rule: x, near: { place: cho-lon }', 'expect[1]: near goes with withinM'],
  ['rule: x, least: 2, most: 1', 'expect[1]: least is more than most'],
])('an alarm that no rule of the pack raises, or that says two things, is refused: %s', (alarm, fault) => {
  const text = `${trialText(RAIN)}  - { what: alarm, between: [PT0M, PT9M], ${alarm} }\n`;
  expect(refusal(text)).toContain(fault);
});

test('the library is readable with the pack that it names, every file under its own id', () => {
  expect(scenarioNames().length).toBeGreaterThanOrEqual(9);
  for (const name of scenarioNames()) {
    const pack = loadCityPack(cityOfScenario(findScenario(name)!)!);
    if (!pack.ok) throw new Error(pack.message);
    const read = readScenario(findScenario(name)!, pack.value);
    expect(read.ok ? read.value.id : read.message).toBe(name);
  }
  expect(findScenario('nowhere')).toBeUndefined();
});

test('a file of one’s own is read from its path; one that is not there is named', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'metropane-scenario-')), 'own.yaml');
  writeFileSync(file, trialText(RAIN));
  expect(readScenario(findScenario(file)!, trialPack()).ok).toBe(true);
  expect(readScenario(`${file}.gone`, trialPack())).toMatchObject({ ok: false });
});
