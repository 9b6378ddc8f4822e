import type { IndicatorRecord, Priority } from '@metropane/live-state';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece, GallerySample } from '../ui/gallery-piece.ts';
import { KpiTile } from './kpi-tile.tsx';

const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];

export default {
  name: 'KpiTile',
  box: { width: 14.5, height: 7.25 },
  samples: [
    tile('usual', {}),
    ...PRIORITIES.map((priority) => tile(`p${priority}`, { priority })),
    tile('late', { eventTimeMs: GALLERY_NOW_MS - 90_000 }),
    tile('stale', { eventTimeMs: GALLERY_NOW_MS - 200_000, priority: 1 }),
    tile('dead', { eventTimeMs: GALLERY_NOW_MS - 900_000 }),
    tile('partial', { value: null }),
    tile('empty', { value: null, eventTimeMs: null }),
    tile('no-source', { value: null, eventTimeMs: null, noSource: true }),
    tile('long', {
      name: {
        vi: 'Nồng độ bụi mịn PM2,5 trung bình toàn thành phố',
        en: 'City-wide mean of fine dust PM2.5',
      },
      unit: 'µg/m³',
      revision: 120,
      detail: { vi: 'nghiêng ngả khuếch khoác ở Phường Thạnh Mỹ Tây', en: 'worst at Thạnh Mỹ Tây' },
    }),
    tile('huge', { value: -1_234_567_890, unit: 'kWh' }),
  ],
} satisfies GalleryPiece;

function tile(state: GallerySample['state'], fields: Partial<IndicatorRecord>): GallerySample {
  const indicator: IndicatorRecord = {
    ...{
      id: 'speed',
      order: 0,
      name: { vi: 'Tốc độ giao thông TB', en: 'Mean traffic speed' },
      unit: 'km/h',
    },
    ...{ decimals: 1, value: 22.4, eventTimeMs: GALLERY_NOW_MS - 20_000, periodMs: 60_000, priority: null },
    ...{ noSource: false, detail: { vi: '−3,1 / cùng giờ', en: '−3.1 / same hour' }, n: 10 },
    spark: {
      startMs: GALLERY_NOW_MS - 72 * 300_000,
      stepMs: 300_000,
      values: Array.from({ length: 72 }, (_, step) => 24 + 4 * Math.sin(step / 6)),
    },
    usual: { low: Array<number>(72).fill(21), high: Array<number>(72).fill(27), days: 9 },
    ...fields,
  };
  return { state, show: () => <KpiTile indicator={indicator} /> };
}
