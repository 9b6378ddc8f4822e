import { askedSamples } from '../../ui/asked-samples.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { SystemsView } from './systems-view.tsx';

export default {
  name: 'SystemsView',
  box: { width: 27, height: 10 },
  samples: askedSamples(() => <SystemsView code={null} />, '/systems'),
} satisfies GalleryPiece;
