/**
 * Reads boundaries.json, the one source of the arrows between parts, and flattens it into zones.
 * A zone is a folder whose files share one set of allowed imports; the lint overrides, the table in ARCHITECTURE.md and
 * the self-test are all derived from the zones, so they cannot disagree.
 */
import { readFileSync } from 'node:fs';

interface Arrow {
  /** Names of the packages or sibling folders that may be imported. */
  readonly may: readonly string[];
  readonly why: string;
}

interface PackageRule extends Arrow {
  /** Node modules (without `node:`) that source may import, or `any`. */
  readonly node: readonly string[] | 'any';
}

interface ProgramRule extends Arrow {
  /** Files directly in `src/` that may import every folder of the program. */
  readonly wiring: readonly string[];
  readonly folders: Readonly<Record<string, Arrow>>;
}

interface ClockFolder {
  /** `Date.parse` and `new Date(ms)` are allowed; reading the clock still is not. */
  readonly parsesDates?: boolean;
  readonly node?: readonly string[];
}

export interface Boundaries {
  readonly packages: Readonly<Record<string, PackageRule>>;
  readonly programs: Readonly<Record<string, ProgramRule>>;
  readonly libraries: Readonly<Record<string, { readonly only: readonly string[]; readonly why: string }>>;
  readonly clock: {
    readonly why: string;
    readonly folders: Readonly<Record<string, ClockFolder>>;
    readonly globals: readonly string[];
    readonly properties: readonly (readonly [string, string])[];
  };
}

export interface Zone {
  /** `windowing`, `server/fold`, `client/map`, … */
  readonly id: string;
  /** Folder relative to the repository root, without a trailing slash. */
  readonly folder: string;
  /** Only the files directly in the folder, without the wiring files (the root of a program). */
  readonly rootFilesExcept: readonly string[] | null;
  readonly mayPackages: readonly string[];
  readonly packagesWhy: string;
  readonly maySiblings: readonly string[];
  readonly bannedSiblings: readonly string[];
  readonly siblingsWhy: string;
  readonly bannedLibraries: readonly string[];
  readonly node: readonly string[] | 'any';
  readonly nodeWhy: string;
}

export function readBoundaries(root: string): Boundaries {
  return JSON.parse(readFileSync(`${root}/boundaries.json`, 'utf8')) as Boundaries;
}

/** Every zone, packages first, then the programs with their folders in message order. */
export function toZones(rules: Boundaries): Zone[] {
  return [...packageZones(rules), ...programZones(rules)];
}

function packageZones(rules: Boundaries): Zone[] {
  return Object.entries(rules.packages).map(([name, rule]) => ({
    id: name,
    folder: `packages/${name}/src`,
    rootFilesExcept: null,
    mayPackages: rule.may,
    packagesWhy: rule.why,
    maySiblings: [],
    bannedSiblings: [],
    siblingsWhy: '',
    bannedLibraries: Object.keys(rules.libraries),
    node: rule.node,
    nodeWhy: rule.why,
  }));
}

function programZones(rules: Boundaries): Zone[] {
  return Object.entries(rules.programs).flatMap(([program, rule]) => {
    const names = Object.keys(rule.folders);
    const folderZones = Object.entries(rule.folders).map(([name, arrow]) =>
      toProgramZone(rules, program, {
        id: `${program}/${name}`,
        folder: `${program}/src/${name}`,
        maySiblings: arrow.may,
        bannedSiblings: names.filter((other) => other !== name && !arrow.may.includes(other)),
        siblingsWhy: arrow.why,
      }),
    );
    const rootZone = toProgramZone(rules, program, {
      id: program,
      folder: `${program}/src`,
      rootFilesExcept: names.length > 0 ? rule.wiring : null,
      bannedSiblings: names,
      siblingsWhy: `only ${rule.wiring.join(', ')} wires the parts of ${program} together`,
    });
    return [rootZone, ...folderZones];
  });
}

function toProgramZone(
  rules: Boundaries,
  program: string,
  part: Pick<Zone, 'id' | 'folder' | 'bannedSiblings' | 'siblingsWhy'> & Partial<Zone>,
): Zone {
  const rule = rules.programs[program];
  if (rule === undefined) throw new Error(`boundaries.json names no program "${program}"`);
  const pure = rules.clock.folders[part.folder];
  const isBrowser = program === 'client';
  return {
    rootFilesExcept: null,
    mayPackages: rule.may,
    packagesWhy: rule.why,
    maySiblings: [],
    bannedLibraries: Object.entries(rules.libraries)
      .filter(([, library]) => !library.only.includes(part.id))
      .map(([name]) => name),
    node: pure?.node ?? (isBrowser ? [] : 'any'),
    nodeWhy: isBrowser ? 'the browser has no node modules' : rules.clock.why,
    ...part,
  };
}
