import { FigureButton } from './figure-button.tsx';
import type { GalleryPiece } from './gallery-piece.ts';

const REQUEST = { kind: 'indicator', id: 'speed', binMs: null } as const;

export default {
  name: 'FigureButton',
  samples: [
    {
      state: 'usual',
      room: { hasReceipts: true },
      show: () => <FigureButton request={REQUEST}>22,4</FigureButton>,
    },
    { state: 'disabled', note: 'wall', show: () => <FigureButton request={REQUEST}>22,4</FigureButton> },
    {
      state: 'no-source',
      room: { hasReceipts: true },
      show: () => <FigureButton request={null}>—</FigureButton>,
    },
    {
      state: 'huge',
      room: { hasReceipts: true },
      show: () => <FigureButton request={REQUEST}>−9.007.199.254.740.991</FigureButton>,
    },
  ],
} satisfies GalleryPiece;
