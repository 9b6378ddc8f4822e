import type { HeatRecord } from '@metropane/live-state';
import { lazy } from 'react';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';

const HeatPanel = lazy(async () => ({ default: (await import('./heat-panel.tsx')).HeatPanel }));
const HOUR_MS = 3_600_000;

export default {
  name: 'HeatPanel',
  box: { width: 27, height: 14 },
  samples: [
    { state: 'usual', room: { records: { heat: [heat({})] } }, show: panel },
    {
      state: 'stale',
      room: { records: { heat: [heat({ eventTimeMs: GALLERY_NOW_MS - 3 * HOUR_MS })] } },
      show: panel,
    },
    { state: 'partial', room: { records: { heat: [heat({ values: holes() })] } }, show: panel },
    { state: 'empty', show: panel },
    { state: 'loading', room: { isWaiting: true }, show: panel },
  ],
} satisfies GalleryPiece;

function panel() {
  return <HeatPanel id="air" />;
}

function heat(fields: Partial<HeatRecord>): HeatRecord {
  const rows = ['Hóc Môn', 'Nhà Bè', 'Bình Tân', 'Thủ Đức'];
  return {
    ...{ id: 'air', name: { vi: 'Chất lượng không khí', en: 'Air quality' }, unit: 'AQI', stepMs: HOUR_MS },
    startMs: Date.UTC(2026, 10, 22, 17),
    rows: rows.map((name) => ({ id: name, name: { vi: name, en: name } })),
    values: rows.map((_, row) => hours((hour) => 40 + row * 20 + hour * 3)),
    ...{ eventTimeMs: GALLERY_NOW_MS - 1_800_000, periodMs: HOUR_MS },
    ...fields,
  };
}

function holes(): (number | null)[][] {
  return [0, 1, 2, 3].map((row) => hours((hour) => ((hour + row) % 5 === 0 ? null : 60 + hour)));
}

function hours(value: (hour: number) => number | null): (number | null)[] {
  return Array.from({ length: 24 }, (_, hour) => (hour > 14 ? null : value(hour)));
}
