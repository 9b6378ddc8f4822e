export type CsvTable = {
  /** One object per row, keyed by the header; an empty cell is absent. */
  readonly records: readonly Readonly<Record<string, string>>[];
  /** Line (from 1) on which each record starts. */
  readonly lines: readonly number[];
  /** The header. */
  readonly columns: readonly string[];
};

/** Why text is not a table, and where. */
export type CsvFault = { readonly line: number; readonly fault: string };
export type CsvFaults = { readonly faults: readonly CsvFault[] };

type ReadRow = { readonly cells: readonly string[]; readonly end: number; readonly newlines: number };
type Row = { readonly cells: readonly string[]; readonly line: number };

/**
 * Reads RFC 4180 text whose first row is the header: quoted cells may hold commas, doubled quotes and line breaks.
 * Lines that start with `#` and empty lines are comments. A row with more or fewer cells than the header, a column without a name
 * and one named twice are faults; all of them are told.
 */
export function parseCsv(text: string): CsvTable | CsvFaults {
  const rows = splitRows(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'));
  if ('fault' in rows) return { faults: [rows] };
  const [header, ...body] = rows;
  if (header === undefined)
    return { faults: [{ line: 1, fault: 'expected a header row, found an empty file' }] };
  const columns = header.cells.map((name) => name.trim());
  const faults = headerFaults(columns, header.line);
  for (const { cells, line } of body) {
    if (cells.length !== columns.length)
      faults.push({
        line,
        fault: `expected ${columns.length} cells as in the header, found ${cells.length}`,
      });
  }
  if (faults.length > 0) return { faults };
  return {
    records: body.map(({ cells }) => toRecord(columns, cells)),
    lines: body.map(({ line }) => line),
    columns,
  };
}

function headerFaults(columns: readonly string[], line: number): CsvFault[] {
  return columns.flatMap((name, at) => {
    if (name === '') return [{ line, fault: `column ${at + 1} has no name` }];
    return columns.indexOf(name) < at ? [{ line, fault: `the column "${name}" stands twice` }] : [];
  });
}

function toRecord(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  columns.forEach((name, column) => {
    const cell = cells[column]!.trim();
    if (cell !== '') record[name] = cell;
  });
  return record;
}

function splitRows(text: string): readonly Row[] | CsvFault {
  const rows: Row[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    if (text[at] === '#' || text[at] === '\n') {
      const end = text.indexOf('\n', at);
      if (end < 0) break;
      at = end + 1;
      line += 1;
      continue;
    }
    const row = readRow(text, at, line);
    if ('fault' in row) return row;
    rows.push({ cells: row.cells, line });
    line += row.newlines;
    at = row.end;
  }
  return rows;
}

function readRow(text: string, start: number, line: number): ReadRow | CsvFault {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let newlines = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') newlines += 1;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      cells.push(cell);
      return { cells, end: at + 1, newlines };
    } else cell += char;
  }
  if (isQuoted) return { line, fault: 'a quoted cell is never closed' };
  cells.push(cell);
  return { cells, end: text.length, newlines };
}
