import type { CityDiff } from '@metropane/live-state';

/**
 * The buffers of a diff's columns, for the transfer list of `postMessage`: at 100,000 rows ten times a second, copying them twice
 * costs more than filling them. Empty columns stay: they may be one array that all diffs share.
 */
export function diffColumns({ layers }: CityDiff): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const { removed, named, moved, measured } of layers.values()) {
    const columns = [
      removed,
      named.rows,
      ...[moved.rows, moved.lonDeg, moved.latDeg],
      ...[measured.rows, measured.eventTimeMs, ...measured.metrics],
    ];
    for (const { buffer, byteLength } of columns)
      if (byteLength > 0 && buffer.byteLength === byteLength) buffers.push(buffer as ArrayBuffer);
  }
  return buffers;
}
