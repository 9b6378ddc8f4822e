import { CivilMonth } from './civil-month.tsx';
import type { GalleryPiece } from './gallery-piece.ts';

const nothing = (): void => undefined;

export default {
  name: 'CivilMonth',
  samples: [
    { state: 'usual', show: () => <CivilMonth value="" onDay={nothing} /> },
    { state: 'chosen', show: () => <CivilMonth value="2026-11-10" onDay={nothing} /> },
    {
      state: 'partial',
      note: 'min, max',
      show: () => <CivilMonth value="2026-11-23" min="2026-11-09" max="2026-11-27" onDay={nothing} />,
    },
  ],
} satisfies GalleryPiece;
