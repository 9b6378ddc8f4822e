import { EmptyNote } from './empty-note.tsx';
import { FreshMark } from './fresh-mark.tsx';
import { GALLERY_NOW_MS } from './gallery-piece.ts';
import type { GalleryPiece } from './gallery-piece.ts';
import { Panel } from './panel.tsx';

const mark = (ageMs: number) => <FreshMark eventTimeMs={GALLERY_NOW_MS - ageMs} periodMs={60_000} />;
const body = <p className="empty-note num">42 km/h</p>;

export default {
  name: 'Panel',
  box: { width: 24, height: 9 },
  samples: [
    {
      state: 'usual',
      show: () => (
        <Panel title="Tốc độ trên các trục" subtitle="km/h · 5 ph" marks={mark(20_000)}>
          {body}
        </Panel>
      ),
    },
    {
      state: 'stale',
      show: () => (
        <Panel title="Tốc độ trên các trục" marks={mark(200_000)} isStale>
          {body}
        </Panel>
      ),
    },
    {
      state: 'empty',
      show: () => (
        <Panel title="Sự cố">
          <EmptyNote>Không có sự cố nào đang mở.</EmptyNote>
        </Panel>
      ),
    },
    {
      state: 'loading',
      room: { isWaiting: true },
      show: () => (
        <Panel title="Sự cố">
          <EmptyNote>…</EmptyNote>
        </Panel>
      ),
    },
    {
      state: 'error',
      show: () => (
        <Panel title="Bản đồ">
          <Breaking />
        </Panel>
      ),
    },
    {
      state: 'long',
      show: () => (
        <Panel
          title="Nghiêng ngả khuếch khoác"
          subtitle="Phường Thạnh Mỹ Tây, đường Nguyễn Hữu Cảnh, đoạn từ Tôn Đức Thắng tới cầu Sài Gòn"
          marks={mark(200_000)}
        >
          {body}
        </Panel>
      ),
    },
  ],
} satisfies GalleryPiece;

function Breaking(): never {
  throw new Error('WebGL2 is not available');
}
