import { LineCounter, parseDocument, isNode } from 'yaml';
import { jsonLineAt, jsonLineOfPath } from './json-line.ts';
import { parseCsv } from './csv-rows.ts';
import type { PackFault } from './pack-fault.ts';

/** One file, parsed but not yet checked, which still knows on which line each part of it stands. */
export type PackSource = {
  readonly file: string;
  readonly value: unknown;
  /** Line (from 1) of the value at `path`, or of its nearest parent that exists. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
  /** The file of the value at `path`, where one source is merged from several. */
  fileOf?(path: readonly PropertyKey[]): string;
};

/** Parses by the file's ending (`.yaml`, `.csv`, else JSON). `undefined` when it cannot: `faults` then says on which line. */
export function parsePackSource(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  if (file.endsWith('.yaml')) return parseYaml(file, text, faults);
  if (file.endsWith('.csv')) return parseTable(file, text, faults);
  return parseJson(file, text, faults);
}

function parseYaml(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  const lineCounter = new LineCounter();
  // `uniqueKeys` is the default: a repeated key would silently win otherwise.
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      const { line } = lineCounter.linePos(error.pos[0]);
      faults.push({ code: 'syntax', file, line, message: `not YAML: ${error.message}` });
    }
    return undefined;
  }
  return {
    file,
    value: document.toJS() as unknown,
    lineOf(path) {
      for (let depth = path.length; depth >= 0; depth -= 1) {
        const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
        if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
      }
      return undefined;
    },
  };
}

function parseJson(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { file, value, lineOf: (path) => jsonLineOfPath(text, path) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(message)?.[1];
    const line = at === undefined ? undefined : jsonLineAt(text, Number(at));
    faults.push({
      code: 'syntax',
      file,
      ...(line !== undefined && { line }),
      message: `not JSON: ${message}`,
    });
    return undefined;
  }
}

function parseTable(file: string, text: string, faults: PackFault[]): PackSource | undefined {
  const table = parseCsv(text);
  if ('fault' in table) {
    faults.push({ code: 'syntax', file, line: table.line, message: table.fault });
    return undefined;
  }
  const { records, lines } = table;
  return { file, value: records, lineOf: ([row]) => (typeof row === 'number' ? lines[row] : 1) };
}
