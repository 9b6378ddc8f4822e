import type { Priority } from '@metropane/live-state';
import type { GalleryPiece, GallerySample } from './gallery-piece.ts';
import { PriorityGlyph } from './priority-glyph.tsx';

const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];
const LOOKS = ['unacknowledged', 'returned', 'shelved'] as const;

export default {
  name: 'PriorityGlyph',
  samples: [
    ...PRIORITIES.map((priority): GallerySample => ({
      state: `p${priority}`,
      show: () => glyph(priority, 'p'),
    })),
    ...LOOKS.flatMap((look) =>
      PRIORITIES.map((priority): GallerySample => ({
        state: look,
        note: `P${priority}`,
        show: () => glyph(priority, look),
      })),
    ),
  ],
} satisfies GalleryPiece;

function glyph(priority: Priority, look: (typeof LOOKS)[number] | 'p') {
  if (look === 'p') return <PriorityGlyph priority={priority} />;
  if (look === 'unacknowledged') return <PriorityGlyph priority={priority} isUnacknowledged />;
  return <PriorityGlyph priority={priority} look={look} isUnacknowledged={look === 'returned'} />;
}
