import type { QartodFlag } from '@metropane/city';

/** How the columns of a CSV become observations; made by `parseCsvMap` from a binding's `map`. Column names as in the header. */
export interface CsvMap {
  delimiter: string;
  /** Names of the columns for a file without a header line; absent: the first line names them. */
  header?: readonly string[];
  domain: string;
  /** `{column}` parts are replaced, characters that an entity cannot have become ':'. */
  entity: string;
  time: CsvTime;
  /** When the row was collected; absent: arrival is the door's time. */
  arrival?: CsvTime;
  /** Template; absent: rows have no id, and a reading's value is part of its identity. */
  id?: string;
  loc?: { lon: string; lat: string };
  wide?: readonly CsvMetric[];
  long?: CsvLong;
  /** Cells that say "no reading", besides the blank one. */
  missing: readonly string[];
  /** UCUM code of each spelling in a unit column or a `unit` setting. */
  units: Readonly<Record<string, string>>;
  decimal: '.' | ',';
  /** Character between groups of three digits, if numbers are written so. */
  grouping?: '.' | ',' | ' ' | "'";
  flagWhen: readonly CsvFlagRule[];
}

/** Spellings of a time, tried in order. `zone` counts only for spellings without an offset. */
export interface CsvTime {
  column: string;
  patterns: readonly string[];
  zone: string;
}

/** One metric of its own column. The published value is `cell * scale + offset`. */
export interface CsvMetric {
  column: string;
  metric: string;
  scale: number;
  offset: number;
}

/** One row = one reading: a column names the quantity, another holds the value. */
export interface CsvLong {
  parameterColumn: string;
  valueColumn: string;
  unitColumn?: string;
  /** By the spelling in the parameter column. */
  parameters: Readonly<Record<string, CsvParameter>>;
}

export interface CsvParameter {
  metric: string;
  scale: number;
  offset: number;
  /** UCUM codes that the unit column may give; absent: any known one. */
  unit?: string;
}

/** Readings of `metric` (absent: all) are flagged when the cell of `column` equals `equals` as text or as a number. */
export interface CsvFlagRule {
  column: string;
  equals: string;
  metric?: string;
  flag: QartodFlag;
}
