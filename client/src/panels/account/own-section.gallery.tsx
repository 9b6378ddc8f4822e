import { askedSamples } from '../../ui/asked-samples.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { OwnSection } from './own-section.tsx';
import './account-view.css';

export default {
  name: 'OwnSection',
  box: { width: 60, height: 24 },
  samples: askedSamples(() => <OwnSection />, '/sessions', { items: [] }),
} satisfies GalleryPiece;
