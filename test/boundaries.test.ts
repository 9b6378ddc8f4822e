/**
 * Plants one violation of every arrow of boundaries.json in an empty tree and runs the project's own lint configuration over it:
 * a rule that no longer bites (a renamed folder, a changed pattern, an option that oxlint dropped) turns this red, while a clean
 * repository would stay green. Each planted file must be reported with the reason that boundaries.json gives.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Zone, readBoundaries, toZones } from '../scripts/boundaries/boundaries.ts';
import { findStrays } from '../scripts/boundaries/find-strays.ts';
import { type Finding, lint } from '../scripts/check/lint.ts';

const root = dirname(import.meta.dirname);
const rules = readBoundaries(root);
const zones = toZones(rules);

interface Plant {
  /** Zone id, or folder under the clock rule. */
  readonly owner: string;
  readonly title: string;
  readonly file: string;
  readonly source: string;
  /** The reason that must be in the report; `null` for a file that must not be reported. */
  readonly reason: string | null;
}

/** Every way to reach another file; the plants take turns so that each kind of ban meets each way. */
const IMPORT_FORMS: readonly ((from: string) => string)[] = [
  (from) => `import { planted } from '${from}';\nplanted();\n`,
  (from) => `import type { Planted } from '${from}';\nexport type Again = Planted;\n`,
  (from) => `export * from '${from}';\n`,
  (from) => `export const load = () => import('${from}');\n`,
];

const plants = [...zones.flatMap(plantZone), ...plantClocks()];
let tree = '';
let findings: Finding[] = [];

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'metropane-boundaries-'));
  for (const file of ['.oxlintrc.json', '.gitignore', 'scripts/lint/no-clock.mjs'])
    cpSync(join(root, file), join(tree, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const plant of plants) {
    mkdirSync(dirname(join(tree, plant.file)), { recursive: true });
    writeFileSync(join(tree, plant.file), plant.source);
  }
  findings = await lint(tree, { isTypeAware: false });
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

const zonesAndClocks = [...zones.map((zone) => zone.id), ...Object.keys(rules.clock.folders)];

test.each(zonesAndClocks)('%s: each forbidden import or clock is reported with its reason', (owner) => {
  const planted = plants.filter((plant) => plant.owner === owner && plant.reason !== null);
  expect(planted.length).toBeGreaterThan(0);
  for (const plant of planted)
    expect(reportsOf(plant), plant.title).toEqual([expect.stringContaining(plant.reason ?? '')]);
});

test.each(zonesAndClocks)('%s: what is allowed is not reported', (owner) => {
  for (const plant of plants.filter((each) => each.owner === owner && each.reason === null))
    expect(reportsOf(plant), plant.title).toEqual([]);
});

test('a folder that boundaries.json does not name is a finding', () => {
  const stray = mkdtempSync(join(tmpdir(), 'metropane-strays-'));
  try {
    cpSync(join(root, 'boundaries.json'), join(stray, 'boundaries.json'));
    mkdirSync(join(stray, 'server/src/shortcuts'), { recursive: true });
    writeFileSync(join(stray, 'server/src/shortcuts/all-in-one.ts'), '');
    expect(findStrays(stray)).toContain('server/src/shortcuts is in no zone: name it in boundaries.json');
  } finally {
    rmSync(stray, { recursive: true, force: true });
  }
});

test('a package.json that declares a forbidden package is a finding', () => {
  const stray = mkdtempSync(join(tmpdir(), 'metropane-strays-'));
  try {
    cpSync(join(root, 'boundaries.json'), join(stray, 'boundaries.json'));
    mkdirSync(join(stray, 'packages/windowing'), { recursive: true });
    const manifest = { dependencies: { '@metropane/base': 'workspace:*', '@metropane/city': 'workspace:*' } };
    writeFileSync(join(stray, 'packages/windowing/package.json'), JSON.stringify(manifest));
    const found = findStrays(stray).filter((line) =>
      line.startsWith('packages/windowing/package.json declares'),
    );
    expect(found).toEqual([expect.stringContaining('@metropane/city')]);
  } finally {
    rmSync(stray, { recursive: true, force: true });
  }
});

function reportsOf(plant: Plant): string[] {
  return findings
    .filter((finding) => finding.isBoundary && finding.isError && finding.line.startsWith(`${plant.file}:`))
    .map((finding) => finding.line);
}

function plantZone(zone: Zone): Plant[] {
  const packages = [...Object.keys(rules.packages), ...Object.keys(rules.programs)].filter(
    (name) => name !== zone.id,
  );
  const bannedPackages = packages.filter((name) => !zone.mayPackages.includes(name));
  const siblings = zone.bannedSiblings.map((name) => ({
    from: toSiblingPath(zone, name),
    why: zone.siblingsWhy,
  }));
  const banned = [
    ...bannedPackages.map((name) => ({ from: `@metropane/${name}`, why: zone.packagesWhy })),
    ...siblings,
    ...zone.bannedLibraries.map((name) => ({ from: name, why: rules.libraries[name]?.why ?? '' })),
    ...(zone.node === 'any' ? [] : [{ from: 'node:child_process', why: zone.nodeWhy }]),
    { from: './city-fixture.ts', why: 'what ships never imports a test or its fixture' },
    { from: '../../neighbour/src/thing.ts', why: 'another workspace is imported by its package name' },
  ];
  const plantedBans = banned.map(({ from, why }, index) => ({
    owner: zone.id,
    title: `${zone.id} -> ${from}`,
    file: `${zone.folder}/planted-${index}.ts`,
    source: (IMPORT_FORMS[index % IMPORT_FORMS.length] ?? toImport)(from),
    reason: why,
  }));
  return [...plantedBans, ...plantDeepSibling(zone), plantAllowed(zone), ...plantTests(zone, bannedPackages)];
}

/** From a nested folder the same sibling is further up; a pattern that counts dots would miss it. */
function plantDeepSibling(zone: Zone): Plant[] {
  const [name] = zone.bannedSiblings;
  if (name === undefined || zone.rootFilesExcept !== null) return [];
  const from = `../../${toSiblingPath(zone, name)}`;
  return [
    {
      owner: zone.id,
      title: `${zone.id} two folders down -> ${name}`,
      file: `${zone.folder}/deep/er/planted.ts`,
      source: toImport(from),
      reason: zone.siblingsWhy,
    },
  ];
}

function plantAllowed(zone: Zone): Plant {
  const node = zone.node === 'any' ? ['child_process'] : zone.node;
  const froms = [
    ...zone.mayPackages.map((name) => `@metropane/${name}`),
    ...zone.maySiblings.map((name) => toSiblingPath(zone, name)),
    ...Object.keys(rules.libraries).filter((name) => !zone.bannedLibraries.includes(name)),
    ...node.map((name) => `node:${name}`),
    './neighbour.ts',
  ];
  return {
    owner: zone.id,
    title: `${zone.id} -> ${froms.join(', ')}`,
    file: `${zone.folder}/allowed.ts`,
    source: froms.map((from) => `export * from '${from}';\n`).join(''),
    reason: null,
  };
}

function plantTests(zone: Zone, bannedPackages: readonly string[]): Plant[] {
  const forbidden = bannedPackages.find((name) => name !== 'testing');
  const allowed: Plant = {
    owner: zone.id,
    title: `${zone.id} in a test -> testing`,
    file: `${zone.folder}/allowed.test.ts`,
    source: toImport('@metropane/testing') + toImport('./city-fixture.ts'),
    reason: null,
  };
  if (zone.id === 'testing') return [];
  if (forbidden === undefined) return [allowed];
  const planted: Plant = {
    owner: zone.id,
    title: `${zone.id} in a test -> ${forbidden}`,
    file: `${zone.folder}/planted.test.ts`,
    source: toImport(`@metropane/${forbidden}`),
    reason: zone.packagesWhy,
  };
  return [allowed, planted];
}

function plantClocks(): Plant[] {
  return Object.entries(rules.clock.folders).flatMap(([folder, how]) => {
    const clocks = [
      ...rules.clock.globals.map((name) => `export const planted = ${name};\n`),
      ...rules.clock.globals.slice(0, 1).map((name) => `export const planted = globalThis.${name};\n`),
      ...(how.parsesDates === true
        ? rules.clock.properties.map(
            ([object, property]) => `export const planted = ${object}.${property};\n`,
          )
        : rules.clock.properties
            .filter(([object]) => object !== 'Date')
            .map(([object, property]) => `export const planted = ${object}.${property};\n`)),
    ];
    const planted = clocks.map((source, index) => ({
      owner: folder,
      title: `${folder}: ${source.trim()}`,
      file: `${folder}/planted-clock-${index}.ts`,
      source,
      reason: rules.clock.why,
    }));
    const now: Plant = {
      owner: folder,
      title: `${folder}: new Date()`,
      file: `${folder}/planted-now.ts`,
      source: 'export const planted = new Date();\n',
      reason: how.parsesDates === true ? 'Reads the wall clock' : rules.clock.why,
    };
    return [...planted, ...(how.parsesDates === true ? [now, plantDateParsing(folder)] : [])];
  });
}

function plantDateParsing(folder: string): Plant {
  return {
    owner: folder,
    title: `${folder}: Date.parse and new Date(ms)`,
    file: `${folder}/allowed-dates.ts`,
    source: "export const parsed = new Date(Date.parse('2026-11-23'));\n",
    reason: null,
  };
}

function toSiblingPath(zone: Zone, name: string): string {
  return zone.rootFilesExcept === null ? `../${name}/thing.ts` : `./${name}/thing.ts`;
}

function toImport(from: string): string {
  return `import { planted } from '${from}';\nplanted();\n`;
}
