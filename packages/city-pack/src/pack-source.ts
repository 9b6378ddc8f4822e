import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { jsonFaultAt } from './json-fault.ts';
import { jsonLineAt, jsonLineOfPath } from './json-line.ts';
import { parseCsv } from './csv-rows.ts';
import type { PackFault } from './pack-fault.ts';

/** One file, parsed but not yet checked, which still knows on which line each part of it stands. */
export type PackSource = {
  readonly file: string;
  readonly value: unknown;
  /** The header of a table. */
  readonly columns?: readonly string[];
  /** Line (from 1) of the value at `path`, or of its nearest parent that exists. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
  /** Where a place inside the text at `path` (line and column from 1) stands in the file; `undefined` where the file folds the text. */
  placeOf?(
    path: readonly PropertyKey[],
    at: { readonly line: number; readonly column: number },
  ): { readonly line: number; readonly column: number } | undefined;
  /** The file of the value at `path`, where one source is merged from several. */
  fileOf?(path: readonly PropertyKey[]): string;
};

/** Parses by the file's ending (`.yaml`, `.csv`, else JSON). `undefined` when it cannot: `faults` then says on which line. */
export function parsePackSource(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  if (file.endsWith('.yaml')) return parseYaml(file, text, faults);
  if (file.endsWith('.csv')) return parseTable(file, text, faults);
  return parseJson(file, text, faults);
}

/** One slip of the pen makes many errors further down; nobody reads more than the first ones. */
const MOST_ERRORS = 5;

function parseYaml(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  const lineCounter = new LineCounter();
  // `uniqueKeys` is the default: a repeated key would silently win otherwise.
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  // A warning is a tag that nobody resolves (`!!js/function`): its value is not what was meant.
  const errors = [...document.errors, ...document.warnings];
  const told = new Set<string>();
  for (const error of errors) {
    const { line } = lineCounter.linePos(error.pos[0]);
    const message = `not YAML: ${yamlMessage(error.message)}`;
    if (told.size < MOST_ERRORS && !told.has(`${line} ${message}`))
      faults.push({ code: 'syntax', file, line, message });
    told.add(`${line} ${message}`);
  }
  if (errors.length > 0) return undefined;
  try {
    return {
      file,
      value: document.toJS() as unknown,
      lineOf: (path) => yamlLineOf(document, lineCounter, path),
      placeOf: (path, at) => yamlPlaceOf(document, lineCounter, { path, at, text }),
    };
  } catch (error) {
    // Aliases are resolved only here: one that names no anchor, or that multiply into millions of values.
    const message = error instanceof Error ? error.message : String(error);
    const alias = /: (\S+)$/.exec(message)?.[1];
    const at =
      alias === undefined ? 0 : Math.max(0, text.search(new RegExp(`\\*${RegExp.escape(alias)}\\b`)));
    faults.push({
      code: 'syntax',
      file,
      line: lineCounter.linePos(at).line,
      message: `not YAML: ${yamlMessage(message)}`,
    });
    return undefined;
  }
}

function yamlMessage(message: string): string {
  if (message.startsWith('Maximum call stack')) return 'nested too deeply';
  if (message.startsWith('Excessive alias count')) return 'its aliases (*name) multiply into too many values';
  if (message.startsWith('Source contains multiple documents'))
    return 'a second document (---) starts here; a file holds one';
  return message;
}

/** The line of a key, so that one with its value below it is found where it is written; else of the value, else of its parent. */
function yamlLineOf(document: Document, lineCounter: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    const pair = isMap(parent)
      ? parent.items.find((one) => isScalar(one.key) && one.key.value === key)
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
  }
  const root = document.contents;
  return root?.range ? lineCounter.linePos(root.range[0]).line : 1;
}

/** A place inside a text: of one that stands in its line, or of a block (`|`) that keeps its lines. */
function yamlPlaceOf(
  document: Document,
  lineCounter: LineCounter,
  {
    path,
    at,
    text,
  }: {
    path: readonly PropertyKey[];
    at: { readonly line: number; readonly column: number };
    text: string;
  },
): { line: number; column: number } | undefined {
  const node: unknown = document.getIn(path, true);
  if (!isScalar(node) || !node.range) return undefined;
  const start = lineCounter.linePos(node.range[0]);
  if (node.type === 'BLOCK_LITERAL') {
    const line = start.line + at.line;
    const indent = /^ */.exec(text.split('\n')[line - 1] ?? '')![0].length;
    return { line, column: indent + at.column };
  }
  if (at.line > 1 || node.type === 'BLOCK_FOLDED') return undefined;
  const quote = node.type === 'PLAIN' ? 0 : 1;
  return { line: start.line, column: start.col + quote + at.column - 1 };
}

function parseJson(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { file, value, lineOf: (path) => jsonLineOfPath(text, path) };
  } catch {
    const at = Math.min(jsonFaultAt(text), text.trimEnd().length);
    const found =
      at >= text.trimEnd().length
        ? 'the text ends too early'
        : `unexpected ${JSON.stringify(text.slice(at, at + 12))}`;
    faults.push({ code: 'syntax', file, line: jsonLineAt(text, at), message: `not JSON: ${found}` });
    return undefined;
  }
}

function parseTable(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  const table = parseCsv(text);
  if ('faults' in table) {
    for (const { line, fault } of table.faults.slice(0, MOST_ERRORS))
      faults.push({ code: 'syntax', file, line, message: fault });
    return undefined;
  }
  const { records, lines, columns } = table;
  return { file, value: records, columns, lineOf: ([row]) => (typeof row === 'number' ? lines[row] : 1) };
}
