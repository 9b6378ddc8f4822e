import { expect, test } from 'vitest';
import { checkCityPack, loadCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';
import { FULL_TOWN, withPack } from './pack-fixture.ts';

const RULES = `rules:
  - id: high
    name: { vi: Cao, en: High }
    per: entity
    domain: water
    entities: [gauge]
    inputs:
      level: { kind: window, metric: levelM, window: PT1M, statistic: last }
      limit: { kind: threshold, threshold: gauge, level: I }
    when: level > limit && level > 1.5
    clear: |
      level < limit
      && level < 1.4
    shows: { value: level, limit: limit }
    severity: 2
    respondWithinMs: 600000
    category: flood
    cause: &text { vi: x, en: x }
    consequence: *text
    response: *text
    sop: flood
    position: water
    source: made up
  - id: told
    name: *text
    per: ward
    domain: water
    inputs: { n: { kind: reports, category: flood, spanMs: 600000 }, often: { kind: repeat, rule: high, spanMs: 600000 } }
    when: n > 5 && often > 1
    severity: 3
    respondWithinMs: 600000
    suppressedBy: { rules: [high], reason: *text }
    category: flood
    cause: *text
    consequence: *text
    response: *text
    source: made up
topology:
  - { kind: drain, from: water/gauge, to: [water/gauge] }
`;
const POSITIONS = `positions:
  - { id: water, name: { vi: Nước, en: Water }, categories: [flood] }
  - { id: rest, name: { vi: Khác, en: Rest } }
`;
const TOWN = { ...FULL_TOWN, 'rules.yaml': RULES, 'positions.yaml': POSITIONS };

test('rules, posts and links of a good pack are there', () => {
  const result = withPack(TOWN, loadCityPack);
  if (!result.ok) throw new Error(result.message);
  const { rules, positions, topology } = result.value;
  expect(rules.map(({ id, isEnabled }) => [id, isEnabled])).toEqual([
    ['high', true],
    ['told', true],
  ]);
  expect(positions.map(({ id, categories }) => [id, categories])).toEqual([
    ['water', ['flood']],
    ['rest', []],
  ]);
  expect(topology).toEqual([{ kind: 'drain', from: 'water/gauge', to: 'water/gauge' }]);
});

test('a pack without them has none', () => {
  const result = withPack(FULL_TOWN, loadCityPack);
  expect(result).toMatchObject({ ok: true, value: { rules: [], positions: [], topology: [] } });
});

test.each([
  [
    'level > limit &&',
    'level > limt &&',
    'rules.yaml:10:19: rules[0].when: "limt" is no input of the rule; it has: level, limit',
  ],
  [
    'level > limit && level > 1.5\n',
    "'level > (limit'\n",
    'rules.yaml:10:18: rules[0].when: not CEL: ">" does not fit here',
  ],
  ['&& level < 1.4', '&& lvl < 1.4', 'rules.yaml:13:10: rules[0].clear: "lvl" is no input'],
  [
    'level > limit && level > 1.5',
    'level * 2 > limit',
    'rules.yaml:10: rules[0].when: found no matching overload',
  ],
  ['level: I }', 'level: IV }', 'rules.yaml:9: rules[0].inputs.limit: gauge has no level "IV"; it has: I'],
  [
    'threshold: gauge',
    'threshold: gouge',
    'rules.yaml:9: rules[0].inputs.limit: city.yaml has no threshold "gouge"',
  ],
  [
    'entities: [gauge]',
    'entities: [gouge]',
    'rules.yaml:6: rules[0].entities[0]: the pack has no water/gouge',
  ],
  [
    'category: flood\n    cause: &text',
    'category: fire\n    cause: &text',
    'rules.yaml:17: rules[0].category: city.yaml has no category "fire"',
  ],
  ['sop: flood', 'sop: fire', 'rules.yaml:21: rules[0].sop: sops.yaml has no SOP "fire"'],
  [
    'position: water',
    'position: sky',
    'rules.yaml:22: rules[0].position: positions.yaml has no position "sky"',
  ],
  [
    'rules: [high]',
    'rules: [told]',
    'rules.yaml:32: rules[1].suppressedBy.rules[0]: there is no other rule "told"',
  ],
  ['rule: high', 'rule: hihg', 'rules.yaml:28: rules[1].inputs.often: there is no rule "hihg"'],
  ['id: told', 'id: high', 'rules.yaml:24: rules[1].id: "high" is used twice'],
  ['severity: 2', 'severity: 5', 'rules.yaml:15: rules[0].severity'],
  ['limit: limit }', 'limit: lmit }', 'rules.yaml:14: rules[0].shows.limit: "lmit" is no input'],
  ['to: [water/gauge]', 'to: [water/gouge]', 'rules.yaml:39: topology[0]: the pack has no water/gouge'],
])('rules.yaml: "%s" written as "%s" is refused with its place', (good, bad, message) => {
  const spoilt = RULES.replace(good, bad);
  expect(spoilt).not.toBe(RULES);
  const faults = withPack({ ...TOWN, 'rules.yaml': spoilt }, (folder) =>
    checkCityPack(folder).map(formatPackFault),
  );
  expect(faults).toContainEqual(expect.stringContaining(message));
});

test.each([
  [
    'categories: [flood]',
    'categories: [fire]',
    'positions.yaml:2: positions[0].categories[0]: city.yaml has no category "fire"',
  ],
  ['id: rest', 'id: water', 'positions.yaml:3: positions[1].id: "water" is used twice'],
  [', categories: [flood]', '', 'positions.yaml:1: positions: exactly one position has no categories'],
])('positions.yaml: "%s" written as "%s" is refused', (good, bad, message) => {
  const faults = withPack({ ...TOWN, 'positions.yaml': POSITIONS.replace(good, bad) }, (folder) =>
    checkCityPack(folder).map(formatPackFault),
  );
  expect(faults).toContainEqual(expect.stringContaining(message));
});
