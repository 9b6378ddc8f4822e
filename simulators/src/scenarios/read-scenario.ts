/** Reads one scenario file and finds its places in a pack; what is wrong is one sentence with file, line and fault. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import type { CityPack } from '@metropane/city-pack';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { findPlace } from './find-place.ts';
import type { Scenario, Spot } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { WrittenScenario, WrittenWhere } from './scenario-schema.ts';

type Path = readonly PropertyKey[];

function refuse(message: string): Result<never, 'bad-scenario'> {
  return err('bad-scenario', message);
}

/** A file that is YAML, and where its parts stand. */
interface Source {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** The scenario of a file, its places found in `pack`. */
export function readScenario(path: string, pack: CityPack): Result<Scenario, 'bad-scenario'> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseScenario(text, basename(path), pack);
}

/** The city that a file says it is written for; undefined: it cannot be read, or says none (`readScenario` tells why). */
export function cityOfScenario(path: string): string | undefined {
  try {
    const city: unknown = parseDocument(readFileSync(path, 'utf8')).get('city');
    return typeof city === 'string' ? city : undefined;
  } catch {
    return undefined;
  }
}

/** As `readScenario`, from text; `file` is named in faults. */
export function parseScenario(text: string, file: string, pack: CityPack): Result<Scenario, 'bad-scenario'> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source: Source = { file, document, lines };
  const broken = document.errors[0];
  if (broken !== undefined)
    return refuse(`${file}:${lines.linePos(broken.pos[0]).line}: not YAML: ${broken.message}`);
  const checked = scenarioSchema.safeParse(document.toJS());
  if (!checked.success) return refuse(sayIssue(source, checked.error.issues[0]!));
  if (checked.data.city !== pack.id)
    return refuse(
      at(source, ['city'], `is written for the city "${checked.data.city}"; the city pack is "${pack.id}"`),
    );
  return place(checked.data, source, pack);
}

function place(written: WrittenScenario, source: Source, pack: CityPack): Result<Scenario, 'bad-scenario'> {
  const faults: string[] = [];
  const found = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((one, index) => found(one, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    if ('pack' in value) {
      const spot: Spot | string = findPlace(value as WrittenWhere, pack);
      if (typeof spot === 'string') faults.push(at(source, path, spot));
      return spot;
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, found(one, [...path, key])]));
  };
  const placed = found(written, []) as Omit<Scenario, 'atMs'>;
  faults.push(...findReferenceFaults(written, pack).map(([path, fault]) => at(source, path, fault)));
  if (faults[0] !== undefined) return refuse(faults[0]);
  return ok({ ...placed, atMs: Date.parse(written.at) });
}

/** What the schema cannot see: names of categories, thresholds, sensors and roads that the pack must hold. */
function findReferenceFaults(
  { causes, expect, runs }: WrittenScenario,
  pack: CityPack,
): readonly (readonly [Path, string])[] {
  const faults: (readonly [Path, string])[] = [];
  const lacks = (path: Path, kind: string, name: string): void =>
    void faults.push([path, `the city pack "${pack.id}" has no ${kind} "${name}"`]);
  const needCategory = (path: Path, category: string): void => {
    if (!pack.categories.some(({ id }) => id === category)) lacks(path, 'category', category);
  };
  const needLevel = (path: Path, id: string, level: string): void => {
    const threshold = pack.thresholds.find((one) => one.id === id);
    if (threshold === undefined) return lacks(path, 'threshold', id);
    const isKnown = threshold.editions.some(({ levels }) => levels.some(({ name }) => name === level));
    if (!isKnown) lacks(path, `level of the threshold ${id}`, level);
  };
  causes.forEach((cause, index) => {
    const path = ['causes', index];
    if (cause.at >= runs) faults.push([[...path, 'at'], 'begins after the scenario ends (runs)']);
    if (cause.kind === 'event') {
      needCategory([...path, 'category'], cause.category);
      if (cause.blocks !== undefined && !('road' in cause.where.pack || 'segment' in cause.where.pack))
        faults.push([[...path, 'where'], 'what blocks a road stands on a road or a segment']);
    } else if (cause.kind === 'surge' && cause.upTo !== undefined)
      needLevel([...path, 'upTo'], cause.upTo.threshold, cause.upTo.level);
    else if (cause.kind === 'device') {
      const isTraffic = cause.domain === 'traffic';
      const known = isTraffic
        ? new Set(pack.segments.map(({ id }) => id))
        : new Set(pack.stations.flatMap((one) => (one.domain === cause.domain ? [one.entity] : [])));
      cause.entities?.forEach((entity, n) => {
        if (!known.has(entity)) lacks([...path, 'entities', n], `${cause.domain} entity`, entity);
      });
    }
  });
  expect.forEach((one, index) => {
    const path = ['expect', index];
    if (one.what === 'level') needLevel([...path, 'level'], one.threshold, one.level);
    else if (one.what === 'reports' || one.what === 'incidents')
      needCategory([...path, 'category'], one.category);
    else if (one.what === 'alarm') {
      if (!pack.rules.some(({ id }) => id === one.rule)) lacks([...path, 'rule'], 'rule', one.rule);
    } else if (one.what === 'rain' && !pack.scales.some(({ id }) => id === one.scale))
      lacks([...path, 'scale'], 'scale', one.scale);
  });
  return faults;
}

function sayIssue(source: Source, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return at(source, [...issue.path, key], `unknown "${key}"`);
  }
  return at(source, issue.path, issue.message.replace(/^Invalid (input|option): /, ''));
}

function at({ file, document, lines }: Source, path: Path, fault: string): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range)
      return `${file}:${lines.linePos(node.range[0]).line}: ${where.replace(/^\./, '')}: ${fault}.`;
  }
  return `${file}: ${fault}.`;
}
