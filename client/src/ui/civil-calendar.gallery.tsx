import { CivilCalendar } from './civil-calendar.tsx';
import type { GalleryPiece } from './gallery-piece.ts';

export default {
  name: 'CivilCalendar',
  box: { width: 4, height: 2 },
  samples: [{ state: 'usual', show: () => <CivilCalendar value="2026-11-23" onDay={() => undefined} /> }],
} satisfies GalleryPiece;
