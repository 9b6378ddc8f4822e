import type { IncidentRecord, Priority } from '@metropane/live-state';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { IncidentList } from './incident-list.tsx';

export default {
  name: 'IncidentList',
  box: { width: 27, height: 16 },
  samples: [
    { state: 'usual', room: { records: { incident: [1, 2, 3, 4].map((p) => incident(p, {})) } }, show: list },
    {
      state: 'huge',
      room: { records: { incident: Array.from({ length: 400 }, (_, at) => incident(at + 1, {})) } },
      show: list,
    },
    {
      state: 'long',
      room: {
        records: { incident: [incident(1, { title: 'Nước ngập nghiêng ngả khuếch khoác ở hẻm sâu' })] },
      },
      show: list,
    },
    { state: 'empty', show: list },
    { state: 'loading', room: { isWaiting: true }, show: list },
  ],
} satisfies GalleryPiece;

function list() {
  return <IncidentList />;
}

function incident(number: number, fields: Partial<IncidentRecord>): IncidentRecord {
  const priority = (((number - 1) % 4) + 1) as Priority;
  const openedAtMs = GALLERY_NOW_MS - number * 74_000;
  return {
    ...{ id: `SC-${String(number).padStart(6, '0')}`, revision: 1, priority, category: 'flood' },
    ...{ state: priority % 2 === 1 ? 'new' : 'acknowledged', title: 'Ngập 0,45 m – Nguyễn Hữu Cảnh' },
    ...{ unit: { code: '26743', name: 'Thạnh Mỹ Tây' }, source: '1022', reports: number % 4 },
    ...{ openedAtMs, knownAtMs: openedAtMs, updatedAtMs: openedAtMs, simulated: true, clocks: [] },
    ...fields,
  };
}
