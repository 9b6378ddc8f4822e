import type { TrendRecord } from '@metropane/live-state';
import { lazy } from 'react';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';

const TidePanel = lazy(async () => ({ default: (await import('./tide-panel.tsx')).TidePanel }));
/** Five-minute steps since midnight. */
const KNOWN = 186;

export default {
  name: 'TidePanel',
  box: { width: 27, height: 13 },
  samples: [
    { state: 'usual', room: { records: { trend: [tide({})] } }, show: panel },
    {
      state: 'stale',
      room: { records: { trend: [tide({ eventTimeMs: GALLERY_NOW_MS - 900_000 })] } },
      show: panel,
    },
    { state: 'empty', show: panel },
    { state: 'loading', room: { isWaiting: true }, show: panel },
  ],
} satisfies GalleryPiece;

function panel() {
  return <TidePanel id="tide" />;
}

function tide(fields: Partial<TrendRecord>): TrendRecord {
  const values = Array.from({ length: 288 }, (_, at) =>
    at < KNOWN ? Math.round((0.55 + 0.98 * Math.sin((at / 288) * 4 * Math.PI - 0.5)) * 100) / 100 : null,
  );
  return {
    ...{ id: 'tide-phu-an', order: 0, panel: 'tide', unit: 'm', decimals: 2, priority: 2 },
    name: { vi: 'Mực nước Phú An', en: 'Level at Phú An' },
    ...{ value: values[KNOWN - 1]!, eventTimeMs: GALLERY_NOW_MS - 128_000, periodMs: 300_000 },
    spark: { startMs: Date.UTC(2026, 10, 22, 17), stepMs: 300_000, values },
    thresholds: [{ name: { vi: 'BĐ II', en: 'AL II' }, value: 1.5, priority: 2 }],
    ...fields,
  };
}
