import type { GalleryPiece } from './gallery-piece.ts';
import { RoomMark } from './room-mark.tsx';

export default {
  name: 'RoomMark',
  samples: [{ state: 'usual', show: () => <RoomMark /> }],
} satisfies GalleryPiece;
