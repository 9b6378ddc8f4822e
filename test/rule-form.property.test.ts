import { expect, test } from 'vitest';
import { makeRng, type Rng } from '../packages/base/src/index.ts';
import type { Rule, RuleInput } from '../packages/city/src/index.ts';
import { conditionText, readCondition } from '../packages/city/src/index.ts';
import { loadCityPack } from '../packages/city-pack/src/index.ts';
import { compileRule, parseRule } from '../packages/rules/src/index.ts';
import { forSeeds } from '../packages/testing/src/index.ts';
import { amountOf, durationMs, unitOf } from '../client/src/panels/rules/duration-units.ts';
import { checkRuleFields, fieldName } from '../client/src/panels/rules/rule-check.ts';
import { ruleDiff } from '../client/src/panels/rules/rule-diff.ts';
import {
  addInput,
  removeInput,
  renameInput,
  withField,
  withInput,
} from '../client/src/panels/rules/rule-edits.ts';
import { merged } from '../client/src/panels/rules/rule-merge.ts';
import { hasShape } from '../client/src/panels/rules/rule-shape.ts';
import { readRule, ruleToText } from '../client/src/panels/rules/rule-text.ts';

/** The form of rules, held against what the centre takes: over all rules of both cities and over rules that chance makes. */
const PACKED = ['hcmc', 'danang'].flatMap((name) => {
  const loaded = loadCityPack(name);
  if (!loaded.ok) throw new Error(`${name} does not load`);
  return loaded.value.rules.map((rule) => structuredClone(rule) as Rule);
});

test('both cities have rules, and the form shows each of them', () => {
  expect(PACKED.length).toBeGreaterThan(40);
  expect(PACKED.filter((rule) => !hasShape(rule)).map(({ id }) => id)).toEqual([]);
  expect(PACKED.flatMap((rule) => checkRuleFields(rule))).toEqual([]);
});

test('every condition of both cities is shown as lines, and the lines are the text that stood there', () => {
  for (const rule of PACKED) {
    const names = new Set(Object.keys(rule.inputs));
    for (const text of textsOf(rule)) {
      const condition = readCondition(text, names);
      expect(condition === null ? null : conditionText(condition), `${rule.id}: ${text}`).toBe(text);
    }
  }
});

test('a rule that is read into the form and written again is the same, letter by letter', () => {
  for (const rule of [...PACKED, ...generated('form-round', 300)]) {
    const read = readRule(ruleToText(rule));
    expect(read.ok && read.rule).toEqual(rule);
    expect(parseRule(read.ok ? read.rule : null)).toEqual({ ok: true, value: rule });
    for (const ms of durationsOf(rule)) expect(durationMs(amountOf(ms, unitOf(ms)), unitOf(ms))).toBe(ms);
  }
});

test('every edit changes its own field and nothing beside it, whatever else stands in the rule', () => {
  forSeeds('form-edits', 120, (rng) => {
    // What a newer centre may have added is carried along.
    const rule = { ...arbitraryRule(rng), later: { than: ['this', 'form'] } } as Rule;
    const fields = Object.keys(rule) as (keyof Rule)[];
    const field = fields[rng.int(fields.length)]!;
    expect(withField(rule, field, rule[field])).toEqual(rule);
    expect(touched(rule, withField(rule, field, undefined))).toEqual([field]);
    const names = Object.keys(rule.inputs);
    const name = names[rng.int(names.length)]!;
    expect(touched(rule, withInput(rule, name, { kind: 'number', value: 12_345 }))).toEqual(['inputs']);
    expect(removeInput(addInput(rule, 'fresh', { kind: 'silence' }), 'fresh')).toEqual(rule);
    const renamed = renameInput(rule, name, 'renamed');
    expect(renameInput(renamed, 'renamed', name)).toEqual(rule);
    expect(Object.values(renamed.inputs)).toEqual(Object.values(rule.inputs));
    expect(compileRule(renamed).ok).toBe(true);
  });
});

test('what the form finds wrong the centre refuses, and what the centre refuses of it the form names at the same field', () => {
  let refused = 0;
  forSeeds('form-check', 900, (rng) => {
    const rule = broken(rng, arbitraryRule(rng));
    if (!hasShape(rule)) return;
    const own = checkRuleFields(rule);
    const checked = parseRule(rule);
    const compiled = checked.ok ? compileRule(checked.value) : checked;
    const fault = compiled.ok ? null : compiled.fault;
    // What CEL says of a text is the centre's alone.
    if (fault?.field !== undefined && /when|clear/.test(fault.field) && fault.code !== 'schema') return;
    const seen = own.map(({ field }) => field);
    if (fault === null) expect(seen).toEqual([]);
    else {
      refused += 1;
      const place = fieldName(fault.field);
      expect(
        seen.some((field) => field === place || field.startsWith(`${place}.`)),
        `${place}: ${fault.message} | ${seen.join()}`,
      ).toBe(true);
    }
  });
  expect(refused).toBeGreaterThan(250);
});

test('of two who edit one rule nothing is lost but what both wrote over, and what comes out is a rule', () => {
  forSeeds('form-merge', 100, (rng) => {
    const base = arbitraryRule(rng);
    const mine: Rule = { ...base, severity: 1, respondWithinMs: base.respondWithinMs + 1_000 };
    const theirs: Rule = {
      ...base,
      source: `${base.source}!`,
      respondWithinMs: base.respondWithinMs + 2_000,
    };
    expect(merged({ base, mine, theirs })).toEqual({
      ...theirs,
      severity: 1,
      respondWithinMs: mine.respondWithinMs,
    });
    const other = arbitraryRule(rng);
    expect(merged({ base, mine: base, theirs: other })).toEqual(other);
    expect(merged({ base, mine: other, theirs: base })).toEqual(other);
  });
});

function touched(before: Rule, after: Rule): string[] {
  return [...new Set(ruleDiff(before, after).map(({ path }) => path.split('.')[0]!))];
}

function textsOf({ when, clear, severities = [] }: Rule): string[] {
  return [when, ...(clear === undefined ? [] : [clear]), ...severities.map((one) => one.when)];
}

function durationsOf({ onDelayMs, offDelayMs, respondWithinMs, inputs }: Rule): number[] {
  const spans = Object.values(inputs).flatMap((input) => ('spanMs' in input ? [input.spanMs] : []));
  return [onDelayMs, offDelayMs, respondWithinMs, ...spans].filter((ms) => ms !== undefined);
}

function generated(label: string, count: number): Rule[] {
  return Array.from({ length: count }, (_, n) => arbitraryRule(makeRng(`${label}/${n}`)));
}

/** A rule that the centre takes, with any of its fields there or not. */
function arbitraryRule(rng: Rng): Rule {
  const maybe = <T>(value: T): T | undefined => (rng.int(2) === 0 ? value : undefined);
  const text = { vi: `chữ ${rng.int(99)}`, en: `words ${rng.int(99)}` };
  const inputs = arbitraryInputs(rng);
  const names = Object.keys(inputs);
  const one = (): string => names[rng.int(names.length)]!;
  const condition = (): string =>
    [`${one()} > ${rng.int(9)}`, `${one()}<=${one()} * 0.5 || ${one()} == 0.0`, `!(${one()} > 2)`][
      rng.int(3)
    ]!;
  const rule: Record<string, unknown> = {
    id: `r-${rng.int(1_000)}`,
    name: text,
    per: 'entity',
    domain: ['flood', 'river'][rng.int(2)],
    entities: maybe(['a', 'b/c', 'đường 1'].slice(0, 1 + rng.int(3))),
    inputs,
    when: condition(),
    clear: maybe(condition()),
    onDelayMs: maybe(rng.int(86_400_001)),
    offDelayMs: maybe(rng.int(100) * 60_000),
    minCompleteness: maybe(rng.next()),
    schedule: maybe({ ...(rng.int(2) === 0 ? { days: [1, 7] } : {}), from: '22:00', to: '06:30' }),
    shows: maybe({ value: one(), ...(rng.int(2) === 0 ? { limit: rng.int(2) === 0 ? one() : 4.5 } : {}) }),
    severity: 1 + rng.int(4),
    respondWithinMs: 1_000 + rng.int(10_000_000),
    severities: maybe(
      Array.from({ length: rng.int(5) }, () => ({ when: condition(), severity: 1 + rng.int(4) })),
    ),
    isLatching: maybe(true),
    suppressedBy: maybe({ rules: ['r-a'], reason: text, ...(rng.int(2) === 0 ? { withinM: 250.5 } : {}) }),
    category: 'flood',
    ...{ cause: text, consequence: text, response: text },
    sop: maybe('sop-a'),
    position: maybe('water'),
    isEnabled: rng.int(2) === 0,
    source: 'chance',
  };
  const whole = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
  const parsed = parseRule(whole);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

function arbitraryInputs(rng: Rng): Rule['inputs'] {
  const window = { metric: 'depthCm', window: 'PT5M', statistic: 'mean' } as const;
  const kinds: RuleInput[] = [
    { kind: 'window', ...window },
    { kind: 'window', ...window, domain: 'rain', entity: 'r1' },
    { kind: 'rate', metric: 'depthCm', spanMs: 1_000 + rng.int(9_000_000) },
    { kind: 'near', ...window, domain: 'rain', radiusM: 800.5, combine: 'max' },
    { kind: 'silence' },
    { kind: 'silence', metric: 'depthCm' },
    { kind: 'repeat', rule: 'r-a', spanMs: 3_600_000 },
    { kind: 'reports', category: 'flood', spanMs: 90_500, radiusM: 300 },
    { kind: 'threshold', threshold: 'phu-an', level: 'BĐ I' },
    { kind: 'baseline', metric: 'depthCm', bound: 'high' },
    { kind: 'indicator', indicator: 'kpi' },
    { kind: 'number', value: -2.25 },
  ];
  return Object.fromEntries(
    Array.from({ length: 1 + rng.int(5) }, (_, i) => [`in_${i}`, kinds[rng.int(kinds.length)]!]),
  );
}

/** One field made something that a person might type, right or wrong. */
function broken(rng: Rng, rule: Rule): Rule {
  const long = 'x'.repeat(1_001);
  const name = Object.keys(rule.inputs)[0]!;
  const first = rule.inputs[name]!;
  const input = (over: object): Partial<Rule> => ({
    inputs: { ...rule.inputs, [name]: { ...first, ...over } as RuleInput },
  });
  const ways: Partial<Rule>[] = [
    { name: { vi: '', en: 'x' } },
    { name: { vi: 'x', en: 'x'.repeat(201) } },
    { cause: { vi: long, en: 'x' } },
    { response: { vi: 'x', en: '' } },
    { domain: '' },
    { category: 'x'.repeat(129) },
    { sop: '' },
    { source: 'x'.repeat(501) },
    { entities: [] },
    { entities: [''] },
    { inputs: {} },
    { inputs: { ...rule.inputs, '2x': { kind: 'silence' } } },
    {
      inputs: Object.fromEntries(
        Array.from({ length: 17 }, (_, i) => [`in_${i}`, { kind: 'silence' } as const]),
      ),
    },
    { when: ' ' },
    { clear: '' },
    { onDelayMs: 0.5 },
    { offDelayMs: 86_400_001 },
    { onDelayMs: -1 },
    { minCompleteness: 1.01 },
    { respondWithinMs: 999 },
    { shows: { value: 'nobody' } },
    { shows: { value: name, limit: 'nobody' } },
    { severities: Array.from({ length: 5 }, () => ({ when: `${name} > 1`, severity: 1 })) },
    { severities: [{ when: '', severity: 1 }] },
    { suppressedBy: { rules: [], reason: { vi: 'x', en: 'x' } } },
    { suppressedBy: { rules: ['r-a'], withinM: 0, reason: { vi: 'x', en: 'x' } } },
    { suppressedBy: { rules: ['r-a'], reason: { vi: '', en: 'x' } } },
    { per: 'ward' },
    ...('metric' in first ? [input({ metric: '' })] : []),
    ...('spanMs' in first ? [input({ spanMs: 999 }), input({ spanMs: 1_000.5 })] : []),
    ...('radiusM' in first ? [input({ radiusM: 0 }), input({ radiusM: 20_001 })] : []),
    ...('threshold' in first ? [input({ level: '' }), input({ threshold: '' })] : []),
    {},
  ];
  return { ...rule, ...ways[rng.int(ways.length)] };
}
