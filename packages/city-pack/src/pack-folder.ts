import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseYamlText } from 'yaml';
import type { PackFault } from './pack-fault.ts';

/** The files that a pack may hold. Only these are read. */
export type PackFileName =
  | 'city.yaml'
  | 'units.csv'
  | 'outline.geojson'
  | 'wards.geojson'
  | 'roads.geojson'
  | 'water.geojson'
  | 'parks.geojson'
  | 'places.csv'
  | 'bridges.csv'
  | 'stations.yaml'
  | 'panels.yaml'
  | 'groupings.yaml'
  | 'agencies.yaml'
  | 'sops.yaml'
  | 'calendar.yaml'
  | 'scales.yaml'
  | 'lines.yaml'
  | 'cameras.csv'
  | 'bus-stops.csv'
  | 'bus-routes.geojson';

/** Text of one file and the name under which faults speak of it. */
export type PackText = { readonly file: string; readonly text: string };

/** Where the built-in packs lie, one folder per name. */
export const BUILT_IN_PACKS = fileURLToPath(new URL('../../', import.meta.url));

type Layer = { readonly label: string; pathOf(name: PackFileName): string };

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
      const found = names.find((name) => existsSync(layer.pathOf(name)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The topmost text of a file; `undefined` when no layer has it or when it cannot be read (then also a fault). */
  read(name: PackFileName, faults: PackFault[]): PackText | undefined {
    return this.readAll(name, faults)[0];
  }

  /** The texts of a file in all layers, topmost first. */
  readAll(name: PackFileName, faults: PackFault[]): readonly PackText[] {
    const texts: PackText[] = [];
    for (const layer of this.#layers) {
      const path = layer.pathOf(name);
      if (!existsSync(path)) continue;
      const file = layer.label + (basename(path) === name ? name : basename(path));
      try {
        const bytes = readFileSync(path);
        this.#hash.update(`${name}\0${bytes.length}\0`).update(bytes);
        texts.push({ file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        faults.push({ code: 'unreadable', file, message: `cannot be read as UTF-8 text: ${message}` });
      }
    }
    return texts;
  }

  /** Hex digest of everything read so far; call it last. */
  revision(): string {
    return this.#hash.copy().digest('hex');
  }
}

/**
 * Finds a pack: the name of a built-in one, a folder, or one `.geojson` file of official boundaries (the HCMC pack with these
 * boundaries). `undefined` with a fault when there is nothing of the kind.
 */
export function openPackFolder(dirOrName: string, faults: PackFault[]): PackFolder | undefined {
  const isName = /^[a-z0-9-]+$/.test(dirOrName) && existsSync(join(BUILT_IN_PACKS, dirOrName, 'city.yaml'));
  if (isName) return new PackFolder([folderLayer(join(BUILT_IN_PACKS, dirOrName), '')]);
  if (!existsSync(dirOrName)) {
    faults.push({
      code: 'not-found',
      file: dirOrName,
      message: 'expected a city pack: a folder, a .geojson file or a built-in name',
    });
    return undefined;
  }
  if (statSync(dirOrName).isFile()) return openBoundaryFile(dirOrName, faults);
  const cityFile = join(dirOrName, 'city.yaml');
  if (!existsSync(cityFile)) {
    faults.push({ code: 'not-found', file: 'city.yaml', message: `expected this file in ${dirOrName}` });
    return undefined;
  }
  const base = baseNameIn(cityFile);
  const own = folderLayer(dirOrName, '');
  if (base === undefined) return new PackFolder([own]);
  const baseFolder = join(BUILT_IN_PACKS, base);
  if (!/^[a-z0-9-]+$/.test(base) || !existsSync(join(baseFolder, 'city.yaml'))) {
    faults.push({
      code: 'reference',
      file: 'city.yaml',
      path: 'extends',
      message: `no built-in pack is named "${base}"`,
    });
    return undefined;
  }
  return new PackFolder([own, folderLayer(baseFolder, `${base}/`)]);
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
    pathOf: (name) => (name === 'wards.geojson' ? path : `${path}/${name}`),
  };
  return new PackFolder([boundaries, folderLayer(join(BUILT_IN_PACKS, 'hcmc'), 'hcmc/')]);
}

function folderLayer(folder: string, label: string): Layer {
  return { label, pathOf: (name) => join(folder, name) };
}

/** Reads `extends` alone; whatever else is wrong with the file is reported when it is checked as a whole. */
function baseNameIn(cityFile: string): string | undefined {
  try {
    const value: unknown = parseYamlText(readFileSync(cityFile, 'utf8'), { logLevel: 'silent' });
    const base =
      typeof value === 'object' && value !== null && 'extends' in value ? value.extends : undefined;
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined; // reported with its line by the full read
  }
}
