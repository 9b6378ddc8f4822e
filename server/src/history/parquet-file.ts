import { rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeFolder, renameDurably } from './durable-file.ts';
import { textSql } from './rows-sql.ts';

/**
 * Files are sorted by series: of small groups a question about one series decodes little else, but each costs some 20 µs to pass
 * over. With 7 million rows 64 groups answered in 9 ms, 430 in 22 ms, and took a fifth less space.
 */
const ROW_GROUPS = 64;
const MIN_GROUP_ROWS = 4_096;
const MAX_GROUP_ROWS = 122_880;

/**
 * Writes the `rows` that a query answers into the file `path` below `dir`, whole or not at all, and resolves with its size in bytes. It exists
 * for readers only when the manifest names it.
 */
export async function writeParquet(
  connection: DuckDBConnection,
  { dir, path, sql, rows }: { dir: string; path: string; sql: string; rows: number },
): Promise<number> {
  const target = join(dir, path);
  const temporary = `${target}.tmp`;
  const groupRows = Math.min(Math.max(Math.ceil(rows / ROW_GROUPS), MIN_GROUP_ROWS), MAX_GROUP_ROWS);
  makeFolder(dir, dirname(target));
  try {
    await connection.run(
      `COPY (${sql}) TO ${textSql(temporary)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows})`,
    );
    renameDurably(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return statSync(target).size;
}

/** The files as one relation. */
export function parquetSql(dir: string, files: readonly { path: string }[]): string {
  const list = files.map((file) => textSql(join(dir, file.path))).join(', ');
  return `read_parquet([${list}], hive_partitioning = false)`;
}
