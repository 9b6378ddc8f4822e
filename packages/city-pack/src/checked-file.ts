import type { z } from 'zod';
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
  return source && check(source, schema, read.faults);
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
  const fault = (code: PackFault['code'], path: readonly PropertyKey[], message: string): void => {
    const line = source.lineOf(path);
    const file = source.fileOf?.(path) ?? source.file;
    faults.push({ code, file, ...(line !== undefined && { line }), path: formatPath(path), message });
  };
  const checked = schema.safeParse(source.value);
  if (checked.success) return { value: checked.data, fault };
  for (const issue of checked.error.issues) fault('schema', issue.path, describeIssue(issue, source.value));
  return undefined;
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  let found = root;
  for (const step of issue.path) found = (asObject(found) as Record<PropertyKey, unknown>)[step];
  if (issue.code === 'unrecognized_keys') return `unknown ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  const message = issue.message.replace(/^Invalid (input|option): /, '');
  return found === undefined || typeof found === 'object'
    ? message
    : `${message}, found ${JSON.stringify(found)}`;
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
