import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYamlText } from 'yaml';
import { decodeText, readBytes } from './pack-file.ts';
import type { PackFault } from './pack-fault.ts';

/** The files that a pack may hold. Only these are read. */
const PACK_FILES = [
  'city.yaml',
  'units.csv',
  'outline.geojson',
  'wards.geojson',
  'roads.geojson',
  'water.geojson',
  'parks.geojson',
  'buildings.geojson',
  'places.csv',
  'bridges.csv',
  'stations.yaml',
  'panels.yaml',
  'scenes.yaml',
  'rules.yaml',
  'positions.yaml',
  'groupings.yaml',
  'agencies.yaml',
  'sops.yaml',
  'calendar.yaml',
  'scales.yaml',
  'lines.yaml',
  'cameras.csv',
  'bus-stops.csv',
  'bus-routes.geojson',
] as const;
export type PackFileName = (typeof PACK_FILES)[number];

/** Text of one file and the name under which faults speak of it. */
export type PackText = { readonly file: string; readonly text: string };

/** Where the built-in packs lie, one folder per name. */
export const BUILT_IN_PACKS = fileURLToPath(new URL('../../', import.meta.url));

type Layer = { readonly label: string; pathOf(name: PackFileName): string | undefined };

/**
 * A pack as read from disk: its own folder over the pack it extends. A file of the folder replaces the same file of the base;
 * `city.yaml` alone is merged key by key.
 */
export class PackFolder {
  readonly #layers: readonly Layer[];
  readonly #hash = createHash('sha256');

  constructor(layers: readonly Layer[]) {
    this.#layers = layers;
  }

  /** The first layer that has one of `names` says which of them counts. */
  firstOf(names: readonly PackFileName[]): PackFileName | undefined {
    for (const layer of this.#layers) {
      const found = names.find((name) => isThere(layer.pathOf(name)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The topmost text of a file; `undefined` when no layer has it or when it cannot be read (then also a fault). */
  read(name: PackFileName, faults: PackFault[]): PackText | undefined {
    return this.readAll(name, faults)[0];
  }

  /** Whether a file is that of the pack which this one extends. */
  isInherited(name: PackFileName): boolean {
    return !isThere(this.#layers[0]?.pathOf(name)) && this.#layers.length > 1;
  }

  /** The texts of a file in all layers, topmost first. */
  readAll(name: PackFileName, faults: PackFault[]): readonly PackText[] {
    const texts: PackText[] = [];
    for (const layer of this.#layers) {
      const path = layer.pathOf(name);
      if (path === undefined || !isThere(path)) continue;
      const file = layer.label + (basename(path) === name ? name : basename(path));
      const bytes = readBytes(path);
      if (typeof bytes === 'string') {
        faults.push({ code: 'unreadable', file, message: bytes });
        continue;
      }
      this.#hash.update(`${name}\0${bytes.length}\0`).update(bytes);
      const text = decodeText(bytes);
      if (typeof text === 'string') texts.push({ file, text });
      else faults.push({ code: 'unreadable', file, ...text });
    }
    return texts;
  }

  /** Full path of a file of any name that the topmost layer with a `city.yaml` speaks of; absolute paths stay. */
  besideCity(file: string): string {
    const city = this.#layers.map((layer) => layer.pathOf('city.yaml')).find((path) => isThere(path));
    return resolve(dirname(city ?? '.'), file);
  }

  /** Hex digest of everything read so far; call it last. */
  revision(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** A link that leads nowhere counts as there: leaving it out without a word would hide the mistake. */
function isThere(path: string | undefined): boolean {
  return path !== undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Finds a pack: the name of a built-in one, a folder, or one `.geojson` file of official boundaries (the HCMC pack with these
 * boundaries). `undefined` with a fault when there is nothing of the kind.
 */
export function openPackFolder(dirOrName: string, faults: PackFault[]): PackFolder | undefined {
  try {
    return findPack(dirOrName, faults);
  } catch (error) {
    // A folder that must not be listed, a name that is too long: the file system's word for it is the best there is.
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    faults.push({ code: 'unreadable', file: dirOrName, message: `cannot be read (${code})` });
    return undefined;
  }
}

function findPack(dirOrName: string, faults: PackFault[]): PackFolder | undefined {
  const isName = /^[a-z0-9-]+$/.test(dirOrName) && existsSync(join(BUILT_IN_PACKS, dirOrName, 'city.yaml'));
  if (isName) return new PackFolder([folderLayer(join(BUILT_IN_PACKS, dirOrName), '')]);
  if (!existsSync(dirOrName)) {
    const names = builtInNames().join(', ');
    faults.push({
      code: 'not-found',
      file: dirOrName,
      message: `no such folder or .geojson file, and no built-in city (they are ${names})`,
    });
    return undefined;
  }
  if (statSync(dirOrName).isFile()) return openBoundaryFile(dirOrName, faults);
  checkNames(dirOrName, faults);
  const cityFile = join(dirOrName, 'city.yaml');
  if (!isThere(cityFile)) {
    faults.push({ code: 'not-found', file: 'city.yaml', message: `expected this file in ${dirOrName}` });
    return undefined;
  }
  const base = baseNameIn(cityFile);
  const own = folderLayer(dirOrName, '');
  if (base === undefined) return new PackFolder([own]);
  const baseFolder = join(BUILT_IN_PACKS, base);
  if (!/^[a-z0-9-]+$/.test(base) || !existsSync(join(baseFolder, 'city.yaml'))) {
    const line =
      readFileSync(cityFile, 'utf8')
        .split(/\r?\n/)
        .findIndex((text) => /^["']?extends/.test(text)) + 1;
    faults.push({
      code: 'reference',
      file: 'city.yaml',
      ...(line > 0 && { line }),
      path: 'extends',
      message: `no built-in pack is named "${base}"; they are ${builtInNames().join(', ')}`,
    });
    return undefined;
  }
  return new PackFolder([own, folderLayer(baseFolder, `${base}/`)]);
}

function builtInNames(): string[] {
  return readdirSync(BUILT_IN_PACKS).filter((name) => existsSync(join(BUILT_IN_PACKS, name, 'city.yaml')));
}

/** A misspelt name would leave its file out without a word. Other endings are the author's own (notes, sources, pictures). */
function checkNames(folder: string, faults: PackFault[]): void {
  for (const file of readdirSync(folder).toSorted()) {
    const isOurs = /\.(ya?ml|csv|geojson)$/i.test(file) && !(PACK_FILES as readonly string[]).includes(file);
    if (isOurs)
      faults.push({
        code: 'schema',
        file,
        message: `no file of a pack has this name; they are ${PACK_FILES.join(', ')}`,
      });
  }
}

function openBoundaryFile(path: string, faults: PackFault[]): PackFolder | undefined {
  if (!path.endsWith('.geojson')) {
    faults.push({
      code: 'not-found',
      file: path,
      message: 'expected a folder, or a file that ends in .geojson',
    });
    return undefined;
  }
  const boundaries: Layer = {
    label: '',
    pathOf: (name) => (name === 'wards.geojson' ? path : undefined),
  };
  return new PackFolder([boundaries, folderLayer(join(BUILT_IN_PACKS, 'hcmc'), 'hcmc/')]);
}

function folderLayer(folder: string, label: string): Layer {
  return { label, pathOf: (name) => join(folder, name) };
}

/** Reads `extends` alone; whatever else is wrong with the file is reported when it is checked as a whole. */
function baseNameIn(cityFile: string): string | undefined {
  try {
    const bytes = readBytes(cityFile);
    if (typeof bytes === 'string') return undefined;
    const value: unknown = parseYamlText(bytes.toString('utf8'), { logLevel: 'silent' });
    const base =
      typeof value === 'object' && value !== null && 'extends' in value ? value.extends : undefined;
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined; // reported with its line by the full read
  }
}
