import type { GalleryPiece } from './gallery-piece.ts';
import type { PlotGrid } from './plot-geometry.ts';
import { PlotPicker } from './plot-picker.tsx';

const GRID: PlotGrid = {
  boxIn: (width, height) => ({ left: 0, top: 0, width, height }),
  kind: 'points',
  columns: 72,
  rows: 1,
  lastColumn: 60,
};
const picker = (
  <PlotPicker
    label="Mực nước Phú An"
    grid={GRID}
    wordsOf={({ column }) => `${column} · 1,53 m`}
    requestOf={() => ({ kind: 'indicator', id: 'tide', binMs: null })}
  />
);

export default {
  name: 'PlotPicker',
  box: { width: 14, height: 5 },
  samples: [
    { state: 'usual', room: { hasReceipts: true }, show: () => picker },
    { state: 'disabled', note: 'wall', show: () => picker },
  ],
} satisfies GalleryPiece;
