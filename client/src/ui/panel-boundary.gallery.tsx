import type { GalleryPiece } from './gallery-piece.ts';
import { PanelBoundary } from './panel-boundary.tsx';

export default {
  name: 'PanelBoundary',
  box: { width: 22 },
  samples: [
    { state: 'usual', show: () => <PanelBoundary>12.408</PanelBoundary> },
    {
      state: 'error',
      show: () => (
        <PanelBoundary>
          <Breaking />
        </PanelBoundary>
      ),
    },
  ],
} satisfies GalleryPiece;

function Breaking(): never {
  throw new Error('the layer "transit" has 2 columns, expected 3');
}
