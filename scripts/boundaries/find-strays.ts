/**
 * The second wall around the arrows: what a workspace may not import it may not even declare, since pnpm then does not link it;
 * and a folder that boundaries.json does not name would be under no rule at all, so it is a finding.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Boundaries, readBoundaries } from './boundaries.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export function findStrays(root: string): string[] {
  const rules = readBoundaries(root);
  return [...findUnnamedFolders(root, rules), ...findForbiddenDependencies(root, rules)];
}

function findUnnamedFolders(root: string, rules: Boundaries): string[] {
  const packages = globSync('packages/*/package.json', { cwd: root }).map((path) => path.split('/')[1] ?? '');
  const unnamedPackages = packages
    .filter((name) => !(name in rules.packages))
    .map((name) => `packages/${name}`);
  const unnamedFolders = Object.entries(rules.programs)
    .filter(([, rule]) => Object.keys(rule.folders).length > 0)
    .flatMap(([program, rule]) => {
      const files = globSync(`${program}/src/*/**/*.{ts,tsx}`, { cwd: root });
      const names = new Set(files.map((path) => path.split('/')[2] ?? ''));
      return [...names].filter((name) => !(name in rule.folders)).map((name) => `${program}/src/${name}`);
    });
  return [...unnamedPackages, ...unnamedFolders].map(
    (folder) => `${folder} is in no zone: name it in boundaries.json`,
  );
}

function findForbiddenDependencies(root: string, rules: Boundaries): string[] {
  const workspaces = [
    ...Object.entries(rules.packages).map(([name, rule]) => ({ folder: `packages/${name}`, rule })),
    ...Object.entries(rules.programs).map(([name, rule]) => ({ folder: name, rule })),
  ];
  return workspaces.flatMap(({ folder, rule }) => {
    const path = join(root, folder, 'package.json');
    if (!existsSync(path)) return [`${path} is missing but boundaries.json names ${folder}`];
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    const shipped = ownNames(manifest.dependencies).filter((name) => !rule.may.includes(name));
    const forTests = ownNames(manifest.devDependencies).filter(
      (name) => name !== 'testing' && !rule.may.includes(name),
    );
    return [...shipped, ...forTests].map(
      (name) => `${folder}/package.json declares @metropane/${name}: ${rule.why}`,
    );
  });
}

function ownNames(dependencies: Readonly<Record<string, string>> | undefined): string[] {
  return Object.keys(dependencies ?? {})
    .filter((name) => name.startsWith('@metropane/'))
    .map((name) => name.slice('@metropane/'.length));
}
