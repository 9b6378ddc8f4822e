import { z } from 'zod';
import { formatPath } from './pack-fault.ts';
import type { PackFault } from './pack-fault.ts';
import { parsePackSource } from './pack-source.ts';
import type { PackSource } from './pack-source.ts';
import type { PackFileName, PackFolder } from './pack-folder.ts';

/** A file that passed its schema, and still knows its lines. */
export type CheckedFile<T> = {
  readonly value: T;
  /** Adds a fault at `path`. */
  fault: (code: PackFault['code'], path: readonly PropertyKey[], message: string) => void;
  /** Adds a fault at a place inside the text at `path`: line and column of the text, from 1. */
  faultIn: (
    path: readonly PropertyKey[],
    fault: {
      readonly message: string;
      readonly at?: { readonly line: number; readonly column: number } | undefined;
    },
  ) => void;
};

/** The files of a pack while they are read, and what is wrong with them. */
export type Read = { readonly folder: PackFolder; readonly faults: PackFault[] };

/** Reads, parses and checks one file; `undefined` when no layer holds it or when it has faults. */
export function readChecked<S extends z.ZodType>(
  read: Read,
  name: PackFileName,
  schema: S,
): CheckedFile<z.output<S>> | undefined {
  const text = read.folder.read(name, read.faults);
  const source = text && parsePackSource(text.file, text.text, read.faults);
  return source && checkColumns(source, schema, read.faults) ? check(source, schema, read.faults) : undefined;
}

/** A column that is missing or unknown is told once, on the header, and not in every row. */
function checkColumns({ file, columns }: PackSource, schema: z.ZodType, faults: PackFault[]): boolean {
  if (columns === undefined || !(schema instanceof z.ZodArray) || !(schema.element instanceof z.ZodObject))
    return true;
  const shape = schema.element.shape as Readonly<Record<string, z.ZodType>>;
  const fault = (message: string): unknown => faults.push({ code: 'schema', file, line: 1, message });
  const unknown = columns.filter((name) => !Object.hasOwn(shape, name));
  const missing = Object.keys(shape).filter((name) => !columns.includes(name) && !isOptional(shape[name]!));
  for (const name of unknown)
    fault(`unknown column "${name}"; the columns are ${Object.keys(shape).join(', ')}`);
  for (const name of missing) fault(`the column "${name}" is missing`);
  return unknown.length + missing.length === 0;
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/** `city.yaml`: the keys of the pack over those of its base. */
export function readMergedCity<S extends z.ZodType>(
  read: Read,
  schema: S,
): CheckedFile<z.output<S>> | undefined {
  const sources: PackSource[] = [];
  for (const { file, text } of read.folder.readAll('city.yaml', read.faults)) {
    const source = parsePackSource(file, text, read.faults);
    if (source !== undefined) sources.push(source);
  }
  const top = sources[0];
  if (top === undefined) return undefined;
  const other = sources.find(
    ({ value }) => typeof value !== 'object' || value === null || Array.isArray(value),
  );
  if (other !== undefined) {
    read.faults.push({
      code: 'schema',
      file: other.file,
      line: 1,
      message: 'expected keys with values, as "id: my-city"',
    });
    return undefined;
  }
  const owner = (key: PropertyKey | undefined): PackSource =>
    sources.find((source) => key !== undefined && Object.hasOwn(asObject(source.value), key)) ?? top;
  const merged: PackSource = {
    file: top.file,
    value: Object.assign({}, ...sources.map((source) => asObject(source.value)).toReversed()) as unknown,
    lineOf: (path) => owner(path[0]).lineOf(path),
    fileOf: (path) => owner(path[0]).file,
  };
  return check(merged, schema, read.faults);
}

function check<S extends z.ZodType>(
  source: PackSource,
  schema: S,
  faults: PackFault[],
): CheckedFile<z.output<S>> | undefined {
  const fault: CheckedFile<z.output<S>>['fault'] = (code, path, message) => {
    const line = source.lineOf(path);
    const file = source.fileOf?.(path) ?? source.file;
    faults.push({ code, file, ...(line !== undefined && { line }), path: formatPath(path), message });
  };
  const faultIn: CheckedFile<z.output<S>>['faultIn'] = (path, { message, at }) => {
    const place = at && source.placeOf?.(path, at);
    if (place === undefined) fault('schema', path, message);
    else faults.push({ code: 'schema', file: source.file, ...place, path: formatPath(path), message });
  };
  const checked = schema.safeParse(source.value);
  if (checked.success) return { value: checked.data, fault, faultIn };
  for (const issue of checked.error.issues.slice(0, MOST_ISSUES)) {
    if (issue.code !== 'unrecognized_keys') fault('schema', issue.path, describeIssue(issue, source.value));
    else for (const key of issue.keys) fault('schema', [...issue.path, key], 'no such key is known here');
  }
  const more = checked.error.issues.length - MOST_ISSUES;
  if (more > 0) fault('schema', [], `and ${more} more faults in this file`);
  return undefined;
}

/** What is wrong in a thousand places was wrong in the first ones. */
const MOST_ISSUES = 100;

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  let found = root;
  for (const step of issue.path) found = (asObject(found) as Record<PropertyKey, unknown>)[step];
  const message = issue.message.replace(/^Invalid (input|option): /, '').replace(/, received \S+$/, '');
  if (found === undefined) return message.includes('found') ? message : `is missing: ${message}`;
  return typeof found === 'object' ? message : `${message}, found ${shown(found)}`;
}

function shown(value: unknown): string {
  // JSON would write null for what YAML calls .nan and .inf.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
