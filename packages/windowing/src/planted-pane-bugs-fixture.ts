import type { PlantedBug } from './planted-bugs-fixture.ts';

/** Planted bugs in what a window holds and in when it fires. */
export const PLANTED_PANE_BUGS: readonly PlantedBug[] = [
  {
    name: 'an event at the end of a window still belongs to it',
    rule: 'W1',
    file: 'slice-writer.ts',
    code: 'const index = Math.floor(event[T]! / SLICE_MS);',
    planted: 'const index = Math.ceil(event[T]! / SLICE_MS) - 1;',
    foundBy: /n differs|open windows|latest window|a pane holds events|Ms differs/,
  },
  {
    name: 'of equal times the larger value is first',
    rule: 'W10',
    file: 'statistics-block.ts',
    code: '(tMs === firstT && value < blocks[at + FIRST]!)',
    planted: '(tMs === firstT && value > blocks[at + FIRST]!)',
    foundBy: /first differs/,
  },
  {
    name: 'of equal times the one that came first is last',
    rule: 'W10',
    file: 'statistics-block.ts',
    code: 'if (tMs > lastT || (tMs === lastT && value > blocks[at + LAST]!)) {',
    planted: 'if (tMs > lastT) {',
    foundBy: /last differs/,
  },
  {
    name: 'sums are not compensated',
    rule: 'W9',
    file: 'statistics-block.ts',
    code: 'blocks[at + COMPENSATION] = blocks[at + COMPENSATION]! + lost;',
    planted: '',
    foundBy: /sum differs/,
  },
  {
    name: 'the compensation is dropped when slices are merged',
    rule: 'W9',
    file: 'statistics-block.ts',
    code: 'blocks[at + COMPENSATION] = blocks[at + COMPENSATION]! + source[from + COMPENSATION]!;',
    planted: '',
    foundBy: /sum differs/,
  },
  {
    name: 'a window does not fire when the watermark just reaches its end',
    rule: 'W14',
    file: 'pane-lifecycle.ts',
    code: 'while (this.#reader.next() && this.#reader.pane.endMs <= nowMs) sink.onPane(this.#reader.pane);',
    planted: 'while (this.#reader.next() && this.#reader.pane.endMs < nowMs) sink.onPane(this.#reader.pane);',
    foundBy: /after a tick the last firing is up to date|fires/,
  },
  {
    name: 'a window is not final when the watermark just reaches its last moment',
    rule: 'W16',
    file: 'pane-reader.ts',
    code: 'pane.isFinal = endMs + sources.allowedLatenessMs(source) <= watermarkMs;',
    planted: 'pane.isFinal = endMs + sources.allowedLatenessMs(source) < watermarkMs;',
    foundBy: /isFinal/,
  },
  {
    name: 'a closing slice is lost for the longer windows',
    rule: 'W8',
    file: 'slice-closer.ts',
    code: 'accumulators.addSlice(series, slices, slice);',
    planted: 'if (slices.n(slice) > 1) accumulators.addSlice(series, slices, slice);',
    foundBy:
      /n differs|a window with counted events fires|the last firing is final|latest window|open windows/,
  },
  {
    name: 'a minute that is full is not handed to its five minutes',
    rule: 'W8',
    file: 'accumulators.ts',
    code: 'if (level + 1 < LEVELS) this.#moveUp(series, level);',
    planted: 'if (level + 1 < LEVELS && level > 1) this.#moveUp(series, level);',
    foundBy: /n differs/,
  },
  {
    name: 'final panes of the hour are not fired',
    rule: 'W16',
    file: 'pane-lifecycle.ts',
    code: 'this.#fireFinal(series, beforeMs, null);',
    planted: '',
    foundBy: /the last firing is final/,
  },
  {
    name: 'hopping windows lose their oldest slice',
    rule: 'W20',
    file: 'pane-reader.ts',
    code: 'if (index < endIndex - HOPPING_SLICES) continue;',
    planted: 'if (index <= endIndex - HOPPING_SLICES) continue;',
    foundBy: /n differs|a window with counted events fires/,
  },
  {
    name: 'hopping windows subtract the slices that leave them',
    rule: 'W20',
    file: 'pane-reader.ts',
    code: `      if (index < endIndex - HOPPING_SLICES) continue;
      if (index >= endIndex) break;
      this.#mergeSlice(slice, 0);`,
    planted: `      if (index >= endIndex) break;
      var left: number; left ??= 0;
      if (index < endIndex - HOPPING_SLICES) {
        const old = new Float64Array(BLOCK_SIZE);
        slices.mergeInto(slice, old, 0, true);
        left += old[0]!;
        continue;
      }
      this.#mergeSlice(slice, 0);
      this.#value.block[0] = left + this.#value.block[0]! - left;`,
    foundBy: /sum differs/,
  },
  {
    name: 'the newest hopping window of a silent series loses its older slices',
    rule: 'W20',
    file: 'slice-closer.ts',
    code: 'if (index >= newestWindow || (index + HOPPING_SLICES)',
    planted: 'if ((index + HOPPING_SLICES)',
    foundBy: /n differs/,
  },
  {
    name: 'a quantile is the value one rank too low',
    rule: 'W25',
    file: 'quantile-reader.ts',
    code: 'let left = Math.ceil(p * n);',
    planted: 'let left = Math.floor(p * n);',
    foundBy: /quantile differs/,
  },
  {
    name: 'the first value of a slice is not in its sketch',
    rule: 'W25',
    file: 'slice-pool.ts',
    code: 'if (isSecond) sketch = this.#sketches.add(0, this.#doubles[slice * DOUBLES + POINT_VALUE]!);',
    planted: 'if (isSecond) sketch = 0;',
    foundBy: /quantile differs/,
  },
  {
    name: 'a closing slice does not hand its sketch on',
    rule: 'W25',
    file: 'slice-closer.ts',
    code: 'if (table.keepsQuantiles(series)) accumulators.addSketch(series, slices, slice);',
    planted: '',
    foundBy: /quantile differs/,
  },
];
