/**
 * The tile file of the city: made once per content in a worker, kept in the data folder under the hash of what it shows, handed
 * out by that name. A file of the city's own (`baseMap` in city.yaml) is handed out beside it; an address elsewhere is only named
 * to browsers. Nothing waits for the tiles: whoever asks before they are made is answered when they are.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type BaseMapPlan, planBaseMap } from '@metropane/base-map';
import type { CityPack } from '@metropane/city-pack';

/** A file to send, with how it may be kept. */
export interface BaseMapFile {
  folder: string;
  name: string;
  /** Its name is the hash of what it was made from: it never changes. */
  isImmutable: boolean;
}

/** What browsers are told about the maps. */
export interface BaseMapNotice {
  /** Path of the city's own tiles. */
  tiles: string;
  external?: { kind: 'pmtiles' | 'style'; url: string; attribution?: string };
}

export interface BaseMap {
  readonly notice: BaseMapNotice;
  /** The origin that a page must be allowed to load from; null = none but its own. */
  readonly origin: string | null;
  /** Undefined: there is no such file. Rejects when the tiles could not be made; says why. */
  file(name: string): Promise<BaseMapFile | undefined>;
}

const ROUTE = '/api/v1/base-map';

type DrawTiles = (plan: BaseMapPlan, path: string) => Promise<void>;

export interface BaseMapOptions {
  dataDir: string;
  /** Hears why tiles could not be made. */
  report: (text: string) => void;
  draw?: DrawTiles;
}

/** Starts making what is missing. Never throws: a centre without a base map shows its data all the same. */
export function openBaseMap(pack: CityPack, options: BaseMapOptions): BaseMap {
  const plan = planBaseMap(pack);
  const own = new OwnTiles(plan, options);
  own.prepare();
  const external = externalMap(pack);
  return {
    notice: {
      tiles: `${ROUTE}/${own.name}`,
      ...(external === null ? {} : { external: external.notice }),
    },
    origin: external?.origin ?? null,
    async file(name) {
      if (name === external?.file?.served)
        return { folder: external.file.folder, name: external.file.name, isImmutable: false };
      return name === own.name ? own.file() : undefined;
    },
  };
}

class OwnTiles {
  readonly name: string;
  readonly #plan: BaseMapPlan;
  readonly #folder: string;
  readonly #options: BaseMapOptions;
  #drawn: Promise<void> | null = null;

  constructor(plan: BaseMapPlan, options: BaseMapOptions) {
    this.name = `${plan.key}.pmtiles`;
    this.#plan = plan;
    this.#folder = join(options.dataDir, 'base-map');
    this.#options = options;
  }

  prepare(): void {
    this.#ensure().catch((error: unknown) =>
      this.#options.report(`the base map could not be made: ${(error as Error).message}`),
    );
  }

  async file(): Promise<BaseMapFile> {
    await this.#ensure();
    return { folder: this.#folder, name: this.name, isImmutable: true };
  }

  /** A failure is not kept: the next one who asks tries again, for a full disk may be free by then. */
  async #ensure(): Promise<void> {
    if (existsSync(join(this.#folder, this.name))) return;
    this.#drawn ??= this.#draw().finally(() => (this.#drawn = null));
    await this.#drawn;
  }

  async #draw(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    await (this.#options.draw ?? drawInWorker)(this.#plan, join(this.#folder, this.name));
    for (const name of readdirSync(this.#folder)) if (name !== this.name) rmSync(join(this.#folder, name));
  }
}

function drawInWorker(plan: BaseMapPlan, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('base-map-worker.ts', import.meta.url), {
      workerData: { plan, path },
      name: 'base-map',
    });
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}

interface ExternalMap {
  notice: NonNullable<BaseMapNotice['external']>;
  origin: string | null;
  file: { folder: string; name: string; served: string } | null;
}

function externalMap({ baseMap }: CityPack): ExternalMap | null {
  if (baseMap === undefined) return null;
  const { kind, at, attribution } = baseMap;
  const words = attribution === undefined ? {} : { attribution };
  if (/^https?:\/\//.test(at))
    return { notice: { kind, url: at, ...words }, origin: new URL(at).origin, file: null };
  const served = kind === 'style' ? 'city-style.json' : 'city-tiles.pmtiles';
  return {
    notice: { kind, url: `${ROUTE}/${served}`, ...words },
    origin: null,
    file: { folder: dirname(at), name: basename(at), served },
  };
}
