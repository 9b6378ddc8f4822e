import { EmptyNote } from './empty-note.tsx';
import type { GalleryPiece } from './gallery-piece.ts';

export default {
  name: 'EmptyNote',
  box: { width: 18, height: 5 },
  samples: [
    { state: 'empty', show: () => <EmptyNote>Không có sự cố nào đang mở.</EmptyNote> },
    { state: 'loading', room: { isWaiting: true }, show: () => <EmptyNote>…</EmptyNote> },
    {
      state: 'long',
      show: () => (
        <EmptyNote>
          Không nguồn nghiêng ngả nào khớp với khoảng thời gian, địa bàn và mức ưu tiên đã chọn; hãy nới bớt.
        </EmptyNote>
      ),
    },
  ],
} satisfies GalleryPiece;
