import { askedSamples } from '../../ui/asked-samples.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { PerformanceView } from './performance-view.tsx';

export default {
  name: 'PerformanceView',
  box: { width: 44, height: 10 },
  samples: askedSamples(() => <PerformanceView />, '/alarms/performance*'),
} satisfies GalleryPiece;
