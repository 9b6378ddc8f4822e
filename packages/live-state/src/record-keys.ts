import type { RecordTableName, RecordTables } from './records.ts';

/** Every record table, in the order in which tables are written. Closed: a new table is a new channel. */
export const RECORD_TABLE_NAMES = [
  'incident',
  'timeline',
  'feed',
  'indicator',
  'trend',
  'heat',
  'bars',
  'system',
  'alarm',
  'position',
  'wall',
  'geofence',
] as const satisfies readonly RecordTableName[];

type MissingTable = Exclude<RecordTableName, (typeof RECORD_TABLE_NAMES)[number]>;
const noTableIsMissing: MissingTable extends never ? true : never = true;
void noTableIsMissing;

/** True for the name of a record table; own words only, so `__proto__` is none. */
export function isRecordTableName(name: string): name is RecordTableName {
  return (RECORD_TABLE_NAMES as readonly string[]).includes(name);
}

/** The key under which a row lies in its table. */
export function keyOfRecord<T extends RecordTableName>(row: RecordTables[T]): string {
  return 'id' in row ? row.id : row.incidentId;
}
