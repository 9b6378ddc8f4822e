import { FreshMark } from './fresh-mark.tsx';
import { GALLERY_NOW_MS } from './gallery-piece.ts';
import type { GalleryPiece } from './gallery-piece.ts';

const PERIOD_MS = 60_000;
const marks = (ageMs: number | null, isShort = false) => (
  <FreshMark
    eventTimeMs={ageMs === null ? null : GALLERY_NOW_MS - ageMs}
    periodMs={PERIOD_MS}
    isShort={isShort}
  />
);

export default {
  name: 'FreshMark',
  samples: [
    { state: 'usual', show: () => marks(20_000) },
    { state: 'late', show: () => marks(90_000) },
    { state: 'stale', show: () => marks(200_000) },
    { state: 'stale', note: 'short', show: () => marks(200_000, true) },
    { state: 'dead', show: () => marks(1_200_000) },
    { state: 'empty', show: () => marks(null) },
    { state: 'huge', show: () => marks(400 * 86_400_000) },
  ],
} satisfies GalleryPiece;
