import type { GalleryPiece } from './gallery-piece.ts';
import { UsualWords } from './usual-words.tsx';

const RANGE = { low: 21, high: 27 };

export default {
  name: 'UsualWords',
  samples: [
    { state: 'usual', show: () => <UsualWords value={24} range={RANGE} decimals={1} /> },
    { state: 'p2', note: '>', show: () => <UsualWords value={31.5} range={RANGE} decimals={1} /> },
    { state: 'p2', note: '<', show: () => <UsualWords value={9} range={RANGE} decimals={1} isShort /> },
    { state: 'partial', show: () => <UsualWords value={24} range={null} decimals={1} /> },
    { state: 'empty', show: () => <UsualWords value={null} range={RANGE} decimals={1} /> },
  ],
} satisfies GalleryPiece;
