/**
 * Turns boundaries.json into the `overrides` of .oxlintrc.json.
 * In oxlint the last override that matches a file replaces the whole option list of a rule, so each zone gets one complete list
 * and tests get their own complete list after it. The regular expressions have no look-ahead there: bans are enumerated.
 */
import { type Boundaries, type Zone, toZones } from './boundaries.ts';

interface Pattern {
  readonly message: string;
  readonly regex?: string;
  readonly group?: readonly string[];
}

export interface Override {
  readonly files: readonly string[];
  readonly excludeFiles?: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

const SOURCE = '*.{ts,tsx,mts,mjs}';
/** Tests, benchmarks and what only they load. */
const TEST_SOURCE = '*{.test,.bench,-fixture}.{ts,tsx}';
const TEST_IMPORT = '(?:\\.test|\\.bench|-fixture)(?:\\.tsx?)?$';

export function toOverrides(rules: Boundaries): Override[] {
  const zones = toZones(rules);
  return [
    ...zones.map((zone) => toZoneOverride(rules, zone, 'source')),
    ...zones.map((zone) => toZoneOverride(rules, zone, 'test')),
    ...Object.entries(rules.clock.folders).map(([folder, how]) =>
      toClockOverride(rules, folder, how.parsesDates === true),
    ),
    ...houseOverrides(),
  ];
}

function toZoneOverride(rules: Boundaries, zone: Zone, kind: 'source' | 'test'): Override {
  const wiring = zone.rootFilesExcept;
  const depth = wiring === null ? '**/' : '';
  const files = [`${zone.folder}/${depth}${kind === 'test' ? TEST_SOURCE : SOURCE}`];
  // Tests of a package may also live beside its src folder.
  if (kind === 'test' && zone.folder.startsWith('packages/'))
    files.push(zone.folder.replace(/\/src$/, '/test/**/*.ts'));
  const restricted = ['error', { patterns: toPatterns(rules, zone, kind) }];
  return {
    files,
    ...(wiring === null || wiring.length === 0
      ? {}
      : { excludeFiles: wiring.map((file) => `${zone.folder}/${file}`) }),
    rules: { 'no-restricted-imports': restricted },
  };
}

function toPatterns(rules: Boundaries, zone: Zone, kind: 'source' | 'test'): Pattern[] {
  const patterns = [toPackagePattern(rules, zone, kind)];
  if (kind === 'source')
    patterns.push({
      regex: '^\\.\\.(?:/.*)?/(?:src|test)/',
      message: `${zone.id}: another workspace is imported by its package name, never by a path, and tests never`,
    });
  if (kind === 'source')
    patterns.push({
      regex: TEST_IMPORT,
      message: `${zone.id}: what ships never imports a test or its fixture`,
    });
  if (zone.bannedSiblings.length > 0)
    patterns.push({
      regex: `^\\.\\.?/(?:\\.\\./)*(?:${zone.bannedSiblings.join('|')})(?:/|$)`,
      message: `${zone.id} may import ${inWords(zone.maySiblings, 'no other folder')}: ${zone.siblingsWhy}`,
    });
  if (kind === 'source')
    for (const name of zone.bannedLibraries)
      patterns.push({ regex: `^${escapeRegex(name)}(?:/|$)`, message: rules.libraries[name]?.why ?? name });
  if (kind === 'source' && zone.node !== 'any')
    patterns.push({
      group: ['node:*', 'node:*/**', ...zone.node.flatMap((name) => [`!node:${name}`, `!node:${name}/**`])],
      message: `${zone.id} may import ${inWords(zone.node, 'no node module')}: ${zone.nodeWhy}`,
    });
  return patterns;
}

function toPackagePattern(rules: Boundaries, zone: Zone, kind: 'source' | 'test'): Pattern {
  const allowed = new Set([...zone.mayPackages, ...(kind === 'test' ? ['testing'] : [])]);
  const banned = [...Object.keys(rules.packages), ...Object.keys(rules.programs)].filter(
    (name) => !allowed.has(name),
  );
  return {
    regex: `^@metropane/(?:${banned.join('|')})(?:/|$)`,
    message: `${zone.id} may import ${inWords([...allowed], 'no package')}: ${zone.packagesWhy}`,
  };
}

function toClockOverride(rules: Boundaries, folder: string, parsesDates: boolean): Override {
  const message = `${folder}: ${rules.clock.why}`;
  const globals = [...rules.clock.globals, ...(parsesDates ? [] : ['Date'])];
  return {
    files: [`${folder}/**/${SOURCE}`],
    excludeFiles: [`${folder}/**/${TEST_SOURCE}`],
    rules: {
      'metropane/no-clock': 'error',
      'no-restricted-globals': [
        'error',
        { globals: globals.map((name) => ({ name, message })), checkGlobalObject: true },
      ],
      'no-restricted-properties': [
        'error',
        ...rules.clock.properties.map(([object, property]) => ({ object, property, message })),
      ],
    },
  };
}

/** Budgets of the house style that differ by kind of file. */
function houseOverrides(): Override[] {
  return [
    {
      files: ['packages/*/src/**', 'server/src/**', 'client/src/**'],
      excludeFiles: [`**/${TEST_SOURCE}`],
      rules: { 'no-console': 'error' },
    },
    {
      // Elsewhere a method called `use` is no hook.
      files: ['client/src/**'],
      rules: { 'react/rules-of-hooks': 'error', 'react/exhaustive-deps': 'error' },
    },
    {
      files: ['client/src/**/*.tsx'],
      rules: { 'max-lines-per-function': ['warn', { max: 120, skipBlankLines: true, skipComments: true }] },
    },
    {
      files: [`**/${TEST_SOURCE}`, '**/test/**'],
      // `expect(store.method)` and planted generators take methods off their object on purpose.
      rules: { 'max-lines-per-function': 'off', 'typescript/unbound-method': 'off' },
    },
  ];
}

function inWords(names: readonly string[], none: string): string {
  return names.length === 0 ? none : `only ${names.join(', ')}`;
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
