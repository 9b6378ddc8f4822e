import type { GalleryPiece } from './gallery-piece.ts';
import { RevisedMark } from './revised-mark.tsx';

export default {
  name: 'RevisedMark',
  samples: [
    { state: 'usual', show: () => <RevisedMark times={3} /> },
    { state: 'empty', show: () => <RevisedMark times={0} /> },
    { state: 'huge', show: () => <RevisedMark times={12_345} /> },
  ],
} satisfies GalleryPiece;
