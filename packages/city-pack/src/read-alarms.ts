import type { Rule, RuleInput } from '@metropane/city';
import { compileRule } from '@metropane/rules';
import type { z } from 'zod';
import { type CheckedFile, type Read, readChecked } from './checked-file.ts';
import { hasFaults } from './read-office.ts';
import type { CityLink } from './alarm-types.ts';
import type { Sop } from './office-types.ts';
import type { Category, CityPack, Indicator, RoadSegment, Station, Threshold } from './pack-types.ts';
import { positionsSchema, rulesSchema } from './schema-alarms.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What rules may name; `undefined` where the file that holds it has faults of its own. */
export interface KnownToRules {
  readonly categories: readonly Category[];
  readonly thresholds: readonly Threshold[];
  readonly stations: readonly Station[] | undefined;
  readonly segments: readonly RoadSegment[] | undefined;
  readonly indicators: readonly Indicator[] | undefined;
  readonly sops: readonly Sop[] | undefined;
}

/** Rules and duty posts. A rule that does not compile is refused with the place in its expression. */
export function readAlarms(
  read: Read,
  all: KnownToRules,
): Pick<CityPack, 'rules' | 'positions' | 'topology'> {
  const known = {
    ...all,
    sops: hasFaults(read, 'sops.yaml') ? undefined : all.sops,
    indicators: hasFaults(read, 'panels.yaml') ? undefined : all.indicators,
  };
  const positionsFile = readChecked(read, 'positions.yaml', positionsSchema);
  const positions = positionsFile === undefined ? [] : withoutUndefined(positionsFile.value.positions);
  if (positionsFile !== undefined) checkPositions(positionsFile, known);
  const file = readChecked(read, 'rules.yaml', rulesSchema);
  if (file === undefined) return { rules: [], positions, topology: [] };
  const rules = withoutUndefined(file.value.rules) as readonly Rule[];
  unique(file, rules, (rule, i) => ({ id: rule.id, path: ['rules', i, 'id'] }));
  const names = { ...known, positions: positions.map(({ id }) => id), rules: rules.map(({ id }) => id) };
  rules.forEach((rule, i) => checkRule(file, { rule, path: ['rules', i] }, names));
  return { rules, positions, topology: makeTopology(file, known) };
}

/** One link from each to the next, or from one to several. */
function makeTopology(file: RulesFile, known: KnownToRules): CityLink[] {
  return file.value.topology.flatMap((told, t) => {
    const lag = told.lagMs === undefined ? {} : { lagMs: told.lagMs };
    const keys = 'along' in told ? told.along : [told.from, ...told.to];
    for (const key of new Set(keys)) {
      const [domain = '', entity = ''] = key.split('/');
      if (!isEntity(known, domain, entity))
        file.fault('reference', ['topology', t], `the pack has no ${key}`);
    }
    if ('along' in told) {
      const { kind, along } = told;
      return along.slice(1).map((to, i): CityLink => ({ kind, from: along[i]!, to, ...lag }));
    }
    return told.to.map((to): CityLink => ({ kind: told.kind, from: told.from, to, ...lag }));
  });
}

type PositionsFile = CheckedFile<z.output<typeof positionsSchema>>;
type RulesFile = CheckedFile<z.output<typeof rulesSchema>>;
type Names = KnownToRules & { readonly positions: readonly string[]; readonly rules: readonly string[] };
type At = { readonly rule: Rule; readonly path: readonly PropertyKey[] };

function checkPositions(file: PositionsFile, { categories }: KnownToRules): void {
  const { positions } = file.value;
  unique(file, positions, ({ id }, i) => ({ id, path: ['positions', i, 'id'] }));
  const all = positions.flatMap((position, p) =>
    position.categories.map((id, c) => ({ id, path: ['positions', p, 'categories', c] })),
  );
  unique(file, all, (one) => one);
  for (const { id, path } of all)
    if (!categories.some((category) => category.id === id))
      file.fault('reference', path, `city.yaml has no category "${id}"`);
  const rest = positions.filter((position) => position.categories.length === 0);
  if (rest.length !== 1)
    file.fault('schema', ['positions'], 'exactly one position has no categories: it answers for the rest');
}

function checkRule(file: RulesFile, { rule, path }: At, names: Names): void {
  const compiled = compileRule(rule);
  if (!compiled.ok) {
    const { field, message, position } = compiled.fault;
    file.faultIn([...path, ...fieldPath(field)], { message, at: position });
  }
  const { category, sop, position, suppressedBy, entities, domain } = rule;
  const refuse = (to: readonly PropertyKey[], message: string): void =>
    file.fault('reference', [...path, ...to], message);
  if (!names.categories.some(({ id }) => id === category))
    refuse(['category'], `city.yaml has no category "${category}"`);
  if (sop !== undefined && names.sops?.some(({ id }) => id === sop) === false)
    refuse(['sop'], `sops.yaml has no SOP "${sop}"`);
  if (position !== undefined && !names.positions.includes(position))
    refuse(['position'], `positions.yaml has no position "${position}"`);
  suppressedBy?.rules.forEach((id, i) => {
    if (!names.rules.includes(id) || id === rule.id)
      refuse(['suppressedBy', 'rules', i], `there is no other rule "${id}"`);
  });
  entities?.forEach((entity, i) => {
    if (!isEntity(names, domain, entity)) refuse(['entities', i], `the pack has no ${domain}/${entity}`);
  });
  for (const [name, input] of Object.entries(rule.inputs)) {
    const fault = inputFault(input, domain, names);
    if (fault !== null) refuse(['inputs', name], fault);
  }
}

function inputFault(input: RuleInput, domain: string, names: Names): string | null {
  switch (input.kind) {
    case 'threshold': {
      const threshold = names.thresholds.find(({ id }) => id === input.threshold);
      if (threshold === undefined) return `city.yaml has no threshold "${input.threshold}"`;
      const levels = new Set(threshold.editions.flatMap((edition) => edition.levels.map(({ name }) => name)));
      return levels.has(input.level)
        ? null
        : `${input.threshold} has no level "${input.level}"; it has: ${[...levels].join(', ')}`;
    }
    case 'repeat':
      return names.rules.includes(input.rule) ? null : `there is no rule "${input.rule}"`;
    case 'indicator':
      return names.indicators?.some(({ id }) => id === input.indicator) === false
        ? `panels.yaml has no indicator "${input.indicator}"`
        : null;
    case 'reports':
      return names.categories.some(({ id }) => id === input.category)
        ? null
        : `city.yaml has no category "${input.category}"`;
    case 'window':
      return input.entity === undefined || isEntity(names, input.domain ?? domain, input.entity)
        ? null
        : `the pack has no ${input.domain ?? domain}/${input.entity}`;
    default:
      return null;
  }
}

function isEntity({ stations, segments }: KnownToRules, domain: string, entity: string): boolean {
  if (domain === 'traffic') return segments === undefined || segments.some(({ id }) => id === entity);
  return (
    stations === undefined ||
    stations.some((station) => station.domain === domain && station.entity === entity)
  );
}

/** `severities[0].when` → `['severities', 0, 'when']` */
function fieldPath(field: string): PropertyKey[] {
  return field.split(/[.[\]]+/).flatMap((step) => {
    if (step === '') return [];
    return [/^\d+$/.test(step) ? Number(step) : step];
  });
}
