import { DOUBLE, DuckDBDataChunk, type DuckDBConnection } from '@duckdb/node-api';

/** Rows that fit into one chunk of DuckDB. */
const CHUNK_ROWS = 2_048;

/** Rows of doubles on their way into DuckDB: kept as typed columns, loaded chunk by chunk (row by row takes ten times as long). */
export class ColumnTable {
  readonly #columns: readonly string[];
  #data: Float64Array[];
  rows = 0;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
    this.#data = columns.map(() => new Float64Array(1_024));
  }

  /** Adds one row, a value per column. */
  push(...values: readonly number[]): void {
    if (this.rows === this.#data[0]!.length) {
      this.#data = this.#data.map((column) => {
        const grown = new Float64Array(column.length * 2);
        grown.set(column);
        return grown;
      });
    }
    for (let column = 0; column < values.length; column++) this.#data[column]![this.rows] = values[column]!;
    this.rows++;
  }

  /** Creates the table in DuckDB with all rows. */
  async load(connection: DuckDBConnection, name: string): Promise<void> {
    const columns = this.#columns.map((column) => `${column} DOUBLE`);
    await connection.run(`CREATE OR REPLACE TABLE ${name} (${columns.join(', ')})`);
    const appender = await connection.createAppender(name);
    const types = this.#columns.map(() => DOUBLE);
    for (let from = 0; from < this.rows; from += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK_ROWS, this.rows - from));
      for (const [column, data] of this.#data.entries()) {
        chunk.setColumnValues(column, Array.from(data.subarray(from, from + chunk.rowCount)));
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }
}
