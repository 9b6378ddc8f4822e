/** Every code a city pack can be refused with. */
export type PackFaultCode =
  | 'not-found' // the folder, or a file that it must hold
  | 'unreadable' // the file is there, its bytes cannot be had
  | 'syntax' // not YAML, JSON or CSV
  | 'schema' // well-formed, but a field is missing, extra or of the wrong kind
  | 'duplicate' // an id used twice
  | 'reference' // names something that the pack does not hold
  | 'geometry'; // a shape or position that cannot be right

/** One thing wrong with a pack: where, and what was expected. `line` counts from 1. */
export type PackFault = {
  readonly code: PackFaultCode;
  readonly file: string;
  readonly line?: number;
  /** Counts from 1; told where a text of its own stands in the line, as an expression. */
  readonly column?: number;
  readonly path?: string;
  readonly message: string;
};

/** `roads.geojson:12: features[3].properties.class: expected …`; with a column `rules.yaml:12:15: …` */
export function formatPackFault({ file, line, column, path, message }: PackFault): string {
  const at = line === undefined ? '' : column === undefined ? `:${line}` : `:${line}:${column}`;
  const where = `${file}${at}`;
  const text = path === undefined || path === '' ? `${where}: ${message}` : `${where}: ${path}: ${message}`;
  // What a file holds is shown as it stands, but must not steer the terminal or make two lines of one.
  return text.replace(/\p{Cc}+/gu, '\uFFFD');
}

/** `['features', 3, 'properties', 'class']` → `features[3].properties.class` */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}
