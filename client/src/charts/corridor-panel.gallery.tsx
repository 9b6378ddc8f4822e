import type { TrendRecord } from '@metropane/live-state';
import { lazy } from 'react';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece, GallerySample } from '../ui/gallery-piece.ts';

const CorridorPanel = lazy(async () => ({ default: (await import('./corridor-panel.tsx')).CorridorPanel }));
const NAMES = ['Cộng Hòa', 'Võ Văn Kiệt', 'Xa lộ Hà Nội', 'Phạm Văn Đồng', 'Nguyễn Hữu Cảnh', 'Cách Mạng'];
const DAY_STEPS = 288;
const KNOWN = 186;

export default {
  name: 'CorridorPanel',
  box: { width: 28, height: 19.75 },
  samples: [
    sample('usual', corridors({}), 18.625),
    // Of a wall's tile: as many as can be read, and how many are not there.
    { ...sample('usual', corridors({}), 9), note: '27 × 9 rem' },
    sample('stale', corridors({ eventTimeMs: GALLERY_NOW_MS - 900_000 }), 18.625),
    sample(
      'partial',
      corridors({}, (at) => at > 90 && at < 130),
      18.625,
    ),
    sample('empty', [], 18.625),
    { ...sample('loading', [], 18.625), room: { isWaiting: true } },
  ],
} satisfies GalleryPiece;

function sample(state: GallerySample['state'], trend: TrendRecord[], heightRem: number): GallerySample {
  return {
    state,
    room: { records: { trend } },
    show: () => (
      <div style={{ display: 'grid', height: `${heightRem}rem` }}>
        <CorridorPanel id="corridors" />
      </div>
    ),
  };
}

function corridors(
  fields: Partial<TrendRecord>,
  isHole: (at: number) => boolean = () => false,
): TrendRecord[] {
  return NAMES.map((name, order) => {
    const values = Array.from({ length: DAY_STEPS }, (_, at) =>
      at >= KNOWN || isHole(at) ? null : 34 + 8 * Math.sin(at / 20 + order) - (order === 4 ? at / 9 : 0),
    );
    return {
      ...{ id: `corridor-${order}`, order, panel: 'corridors', unit: 'km/h', decimals: 0 },
      ...{ priority: order === 4 ? 2 : null, name: { vi: name, en: name } },
      ...{ value: values[KNOWN - 1]!, eventTimeMs: GALLERY_NOW_MS - 128_000, periodMs: 300_000 },
      spark: { startMs: Date.UTC(2026, 10, 22, 17), stepMs: 300_000, values },
      usual: { low: values.map(() => 28), high: values.map(() => 42), days: 20 },
      ...fields,
    };
  });
}
