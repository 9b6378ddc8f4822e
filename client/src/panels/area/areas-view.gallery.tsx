import { askedSamples } from '../../ui/asked-samples.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { AreasView } from './areas-view.tsx';

export default {
  name: 'AreasView',
  box: { width: 44, height: 14 },
  samples: askedSamples(() => <AreasView />, '/areas*'),
} satisfies GalleryPiece;
