import type { CsvMap } from './csv-map.ts';
import { type CsvRecord, CsvRecords } from './csv-records.ts';
import { type CsvRowReader, makeCsvRowReader } from './csv-row.ts';
import {
  type DecodeResult,
  type DecodeStream,
  type FeedDecoder,
  type FeedMessage,
  MAX_MESSAGE_BYTES,
  wholeMessages,
  refusedMessage,
} from './feed-decoder.ts';
import type { Checked } from './json-field.ts';
import { LineSplitter } from './line-splitter.ts';

/**
 * CSV (RFC 4180) by a column map. A message or a file starts with its header line unless the map names the columns.
 * A broken row is refused with its line number as index, the others are used; a file whose header lacks a mapped column has
 * all its rows refused. A blank cell is "no reading", never 0.
 */
export function makeCsvDecoder(map: CsvMap): FeedDecoder {
  const openStream = (): DecodeStream => makeCsvStream(map);
  const decode = ({ payload, arrivalMs }: FeedMessage): DecodeResult => {
    if (payload.length > MAX_MESSAGE_BYTES) {
      return refusedMessage('oversize', `${payload.length} bytes, at most ${MAX_MESSAGE_BYTES}`);
    }
    const stream = openStream();
    const result = stream.push(payload, arrivalMs);
    const last = stream.end(arrivalMs);
    for (const observation of last.observations) result.observations.push(observation);
    for (const rejection of last.rejected) result.rejected.push(rejection);
    return result.observations.length + result.rejected.length === 0
      ? refusedMessage('schema', 'no rows')
      : result;
  };
  return { decode, ofTopic: (topic) => wholeMessages(topic, decode), openStream };
}

function makeCsvStream(map: CsvMap): DecodeStream {
  const lines = new LineSplitter();
  const records = new CsvRecords(map.delimiter);
  let readRow: Checked<CsvRowReader> | undefined = map.header && makeCsvRowReader(map, map.header);
  const decodeRecord = (record: CsvRecord, arrivalMs: number, result: DecodeResult): void => {
    const { line } = record;
    if (!('cells' in record)) {
      result.rejected.push({ index: line, code: record.code, detail: `line ${line}: ${record.detail}` });
      return;
    }
    if (readRow === undefined) {
      readRow = makeCsvRowReader(map, record.cells);
      return;
    }
    const observation = readRow.ok ? readRow.value(record.cells, arrivalMs) : readRow;
    if (observation.ok) result.observations.push(observation.value);
    else
      result.rejected.push({
        index: line,
        code: observation.code,
        detail: `line ${line}: ${observation.message}`,
      });
  };
  const decodeAll = (all: readonly CsvRecord[][], arrivalMs: number): DecodeResult => {
    const result: DecodeResult = { observations: [], rejected: [] };
    for (const some of all) for (const record of some) decodeRecord(record, arrivalMs, result);
    return result;
  };
  return {
    push: (chunk, arrivalMs) =>
      decodeAll(
        lines.push(chunk).map((line) => records.push(line)),
        arrivalMs,
      ),
    end: (arrivalMs) =>
      decodeAll([...lines.end().map((line) => records.push(line)), records.end()], arrivalMs),
  };
}
