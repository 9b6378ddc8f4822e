import { join } from 'node:path';
import { READING_OUTCOMES } from '@metropane/city';
import type { HistoryFile } from './file-manifest.ts';
import { textSql } from './rows-sql.ts';

/**
 * Files of two generations and two kinds as selects of equal columns: files of older builds have no column `outcome` and hold
 * only rows that count; of the others most hold no other rows either, and there the column is not even decoded.
 */
export const COLUMNS = 'feed, domain, entity, metric, id, t, value, arrival, wm, off, flag, late';
export const ALL_COLUMNS = `${COLUMNS}, outcome`;
const OUTCOME_OF_LATE = 'late::UTINYINT AS outcome';
/** Rows that are part of numbers: counted or late. */
export const INSIDE_SQL = `outcome <= ${READING_OUTCOMES.indexOf('late')}`;

/** Whether every row that came in its time is in the file, also what counts nowhere. */
export function tellsOutcomes(file: HistoryFile): boolean {
  return file.outsideRows !== undefined && file.isUntold !== true;
}

/** Selects of `ALL_COLUMNS` over the files, each ending in a condition that `AND` may continue. */
export function allRowsSql(dir: string, files: readonly HistoryFile[]): string[] {
  const hasColumn = ({ outsideRows }: HistoryFile): boolean => outsideRows !== undefined;
  const plain = files.filter((file) => !hasColumn(file));
  return [
    ...selectSql(dir, { columns: ALL_COLUMNS, files: files.filter(hasColumn) }),
    ...selectSql(dir, { columns: `${COLUMNS}, ${OUTCOME_OF_LATE}`, files: plain }),
  ];
}

/** Selects of `COLUMNS` over those rows of the files that are part of numbers; conditions as of `allRowsSql`. */
export function insideRowsSql(dir: string, files: readonly HistoryFile[]): string[] {
  const isMixed = ({ outsideRows }: HistoryFile): boolean => (outsideRows ?? 0) > 0;
  const plain = files.filter((file) => !isMixed(file));
  return [
    ...selectSql(dir, { columns: COLUMNS, files: plain }),
    ...selectSql(dir, { columns: COLUMNS, files: files.filter(isMixed), condition: INSIDE_SQL }),
  ];
}

function selectSql(
  dir: string,
  {
    columns,
    files,
    condition = 'true',
  }: { columns: string; files: readonly HistoryFile[]; condition?: string },
): string[] {
  if (files.length === 0) return [];
  const list = files.map((file) => textSql(join(dir, file.path))).join(', ');
  return [`SELECT ${columns} FROM read_parquet([${list}], hive_partitioning = false) WHERE ${condition}`];
}
