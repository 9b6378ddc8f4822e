import type { GalleryPiece } from './gallery-piece.ts';
import { LoadBars } from './load-bars.tsx';

const QUIET = [0, 1, 0, 0, 2, 1, 0, 0, 1, 0, 0, 1, 2, 0, 0, 1];

export default {
  name: 'LoadBars',
  box: { width: 16, height: 4 },
  samples: [
    { state: 'usual', show: () => <LoadBars counts={QUIET} label="16 × 10 ph, ≤ 2" /> },
    { state: 'late', note: '> 2', show: () => <LoadBars counts={[...QUIET, 4, 6, 3]} label="≤ 6" /> },
    { state: 'huge', note: '> 10', show: () => <LoadBars counts={[...QUIET, 12, 400, 35]} label="≤ 400" /> },
    { state: 'empty', show: () => <LoadBars counts={[]} label="0" /> },
  ],
} satisfies GalleryPiece;
