import { lazy } from 'react';
import { askedSamples } from '../../ui/asked-samples.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';

const TrendBoard = lazy(async () => ({ default: (await import('./trend-board.tsx')).TrendBoard }));

export default {
  name: 'TrendBoard',
  box: { width: 60, height: 10 },
  samples: askedSamples(() => <TrendBoard figureId={null} />, '/trends', { items: [], untold: [] }),
} satisfies GalleryPiece;
