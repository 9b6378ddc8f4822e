import type { GalleryPiece } from '../ui/gallery-piece.ts';

/** Found by their name: whoever lays `x.gallery.tsx` beside a piece is on the page. In the order of their paths. */
const FILES = import.meta.glob<{ default: GalleryPiece }>('../{ui,panels,charts}/**/*.gallery.tsx', {
  eager: true,
});

export const GALLERY_PIECES: readonly GalleryPiece[] = Object.keys(FILES)
  .toSorted()
  .map((path) => FILES[path]!.default);
