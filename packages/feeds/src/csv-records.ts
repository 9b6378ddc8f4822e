import { CsvError, parse } from 'csv-parse/sync';

import type { FileLine } from './line-splitter.ts';
import { decodeUtf8 } from './json-payload.ts';

/** One record of a CSV: its cells, or why there are none. `line` is where it starts. */
export type CsvRecord =
  | { line: number; cells: string[] }
  | { line: number; code: 'malformed' | 'oversize'; detail: string };

const MAX_RECORD_LINES = 64;
const MAX_RECORD_CHARS = 64 * 1024;

/**
 * Lines to records, one at a time. A line without a quote is cut at the delimiter; one with quotes goes to csv-parse, joined
 * with the next lines while a quoted field is open. A quote that nobody closes costs its own line, not the rest of the file.
 */
export class CsvRecords {
  readonly #delimiter: string;
  #open: { line: number; text: string }[] = [];

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that `line` completes: none while a quoted field is open, several when an open one is given up. */
  push(line: FileLine): CsvRecord[] {
    if (line.isOversize)
      return [...this.end(), { line: line.number, code: 'oversize', detail: 'the line is too long' }];
    const text = decodeUtf8(line.number === 1 ? withoutBom(line.bytes) : line.bytes);
    if (text === undefined)
      return [...this.end(), { line: line.number, code: 'malformed', detail: 'not UTF-8' }];
    return this.#pushText(line.number, text);
  }

  /** Gives up on an open record: its first line is refused, the others are read anew. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.#open.length > 0) records.push(...this.#giveUp());
    return records;
  }

  #pushText(line: number, text: string): CsvRecord[] {
    if (this.#open.length === 0) {
      if (text === '') return [];
      if (!text.includes('"')) return [{ line, cells: text.split(this.#delimiter) }];
    }
    this.#open.push({ line, text });
    const first = this.#open[0]!;
    const whole = this.#open.map((part) => part.text).join('\n');
    const read = this.#parse(whole);
    if (read.cells !== undefined) {
      this.#open = [];
      return [{ line: first.line, cells: read.cells }];
    }
    const isHopeless =
      !read.isOpen || this.#open.length >= MAX_RECORD_LINES || whole.length > MAX_RECORD_CHARS;
    return isHopeless ? this.#giveUp(read.detail) : [];
  }

  #giveUp(detail = 'a quoted field is never closed'): CsvRecord[] {
    const [first, ...others] = this.#open;
    this.#open = [];
    if (first === undefined) return [];
    const records: CsvRecord[] = [{ line: first.line, code: 'malformed', detail }];
    for (const other of others) records.push(...this.#pushText(other.line, other.text));
    return records;
  }

  #parse(text: string): { cells?: string[]; isOpen: boolean; detail?: string } {
    try {
      const records = parse(text, { delimiter: this.#delimiter, relax_column_count: true });
      return { cells: records[0] ?? [], isOpen: false };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return { isOpen: error.code === 'CSV_QUOTE_NOT_CLOSED', detail: error.message.slice(0, 120) };
    }
  }
}

function withoutBom(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
