import { lazy } from 'react';
import { GALLERY_NOW_MS, GALLERY_WINDOWS, NEVER_ANSWERED } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { makeCursor } from '../ui/linked/cursor-store.ts';
import { STEP_MS } from './use-last-hour.ts';

const NearbyTile = lazy(async () => ({ default: (await import('./nearby-tile.tsx')).NearbyTile }));
const TO_MS = Math.ceil(GALLERY_NOW_MS / STEP_MS) * STEP_MS;
const FROM_MS = TO_MS - 12 * STEP_MS;

export default {
  name: 'NearbyTile',
  box: { width: 22, height: 5 },
  samples: [
    { state: 'usual', room: told(() => true), show: () => tile() },
    { state: 'chosen', room: told(() => true), show: () => tile(FROM_MS + 4 * STEP_MS) },
    { state: 'partial', room: told((at) => at < 4 || at > 6), show: () => tile(FROM_MS + 5 * STEP_MS) },
    { state: 'empty', room: told(() => false), show: () => tile() },
    { state: 'loading', room: { answers: { [GALLERY_WINDOWS]: NEVER_ANSWERED } }, show: () => tile() },
    { state: 'error', show: () => tile() },
  ],
} satisfies GalleryPiece;

function tile(pointedMs: number | null = null) {
  const cursor = makeCursor();
  cursor.setState({ timeMs: pointedMs });
  return (
    <div className="nearby">
      <NearbyTile
        nearby={{
          ...{ domain: 'river', entity: 'phu-an', metric: 'levelM', distanceM: 420 },
          name: { vi: 'Trạm Phú An', en: 'Phú An gauge' },
        }}
        board={{ cursor, marks: [], onTold: () => undefined }}
      />
    </div>
  );
}

function told(isKnown: (at: number) => boolean): { answers: Readonly<Record<string, unknown>> } {
  const rows = Array.from({ length: 12 }, (_, at) => at)
    .filter(isKnown)
    .map((at) => {
      const startMs = FROM_MS + at * STEP_MS;
      const last = 1.2 + 0.3 * Math.sin(at / 3);
      return {
        ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + STEP_MS).toISOString() },
        ...{ n: 5, sum: 5 * last, mean: last, min: last, max: last, last },
      };
    });
  return { answers: { [GALLERY_WINDOWS]: rows } };
}
