import type { BarsRecord } from '@metropane/live-state';
import { lazy } from 'react';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';

const BarsPanel = lazy(async () => ({ default: (await import('./bars-panel.tsx')).BarsPanel }));
const STEP_MS = 300_000;

export default {
  name: 'BarsPanel',
  box: { width: 44, height: 7.5 },
  samples: [
    { state: 'usual', room: { records: { bars: [bars(1)] } }, show: panel },
    { state: 'huge', room: { records: { bars: [bars(9_000)] } }, show: panel },
    { state: 'empty', show: panel },
    { state: 'loading', room: { isWaiting: true }, show: panel },
  ],
} satisfies GalleryPiece;

function panel() {
  return <BarsPanel />;
}

function bars(times: number): BarsRecord {
  return {
    ...{ id: 'incidents-6h', stepMs: STEP_MS },
    startMs: Math.floor(GALLERY_NOW_MS / STEP_MS) * STEP_MS - 71 * STEP_MS,
    counts: Array.from({ length: 72 }, (_, at) => [
      at % 23 === 0 ? times : 0,
      (at % 5) * times,
      (at % 3) * times,
      4 * times,
    ]),
  };
}
