import type { DecodeResult, DecodeStream } from './feed-decoder.ts';
import { type FileLine, LineSplitter } from './line-splitter.ts';

/** A stream whose every line is decoded on its own by `decodeLine`, which never sees blank lines. Rejections carry line numbers. */
export function makeLineStream(
  decodeLine: (line: FileLine, arrivalMs: number) => DecodeResult,
): DecodeStream {
  const splitter = new LineSplitter();
  const decodeAll = (lines: readonly FileLine[], arrivalMs: number): DecodeResult => {
    const all: DecodeResult = { observations: [], rejected: [] };
    for (const line of lines) {
      if (line.bytes.length === 0 && !line.isOversize) continue;
      if (line.isOversize) {
        all.rejected.push({
          index: line.number,
          code: 'oversize',
          detail: `line ${line.number} is too long`,
        });
        continue;
      }
      appendResult(all, decodeLine(line, arrivalMs), line.number);
    }
    return all;
  };
  return {
    push: (chunk, arrivalMs) => decodeAll(splitter.push(chunk), arrivalMs),
    end: (arrivalMs) => decodeAll(splitter.end(), arrivalMs),
  };
}

/** Adds `part` to `all`; its rejections get `lineNumber` as index. */
export function appendResult(all: DecodeResult, part: DecodeResult, lineNumber: number): void {
  for (const observation of part.observations) all.observations.push(observation);
  for (const { code, detail } of part.rejected)
    all.rejected.push({ index: lineNumber, code, detail: `line ${lineNumber}: ${detail}` });
  if (part.reports) (all.reports ??= []).push(...part.reports);
  if (part.entities) (all.entities ??= []).push(...part.entities);
  if (part.cases) (all.cases ??= []).push(...part.cases);
  if (part.indicators) (all.indicators ??= []).push(...part.indicators);
  if (part.statuses) (all.statuses ??= []).push(...part.statuses);
  if (part.skipped) all.skipped = (all.skipped ?? 0) + part.skipped;
}
