import type { FeedRecord } from '@metropane/live-state';
import { GALLERY_NOW_MS } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { FeedPanel } from './feed-panel.tsx';

const STATUSES = ['up', 'silent', 'down', 'never', 'faulted'] as const;

export default {
  name: 'FeedPanel',
  box: { width: 27, height: 15 },
  samples: [
    {
      state: 'usual',
      room: { records: { feed: STATUSES.map((status) => feed(status, status, {})) } },
      show: panel,
    },
    {
      state: 'partial',
      note: '+ 3 ?',
      room: { records: { feed: [feed('camera-events', 'up', { received: 40_313 })] } },
      show: panel,
    },
    {
      state: 'huge',
      room: {
        records: {
          feed: [feed('traffic-loop', 'up', { counted: 9_007_199_254_740, received: 9_007_199_254_950 })],
        },
      },
      show: panel,
    },
    {
      state: 'long',
      room: { records: { feed: [feed('nghieng-nga-khuech-khoac-thanh-my-tay-tram-bom-07', 'up', {})] } },
      show: panel,
    },
    { state: 'empty', show: panel },
    { state: 'loading', room: { isWaiting: true }, show: panel },
  ],
} satisfies GalleryPiece;

function panel() {
  return <FeedPanel />;
}

function feed(id: string, status: FeedRecord['status'], fields: Partial<FeedRecord>): FeedRecord {
  return {
    ...{ id, format: 'metropane', status, received: 40_310, counted: 40_100, duplicate: 140, late: 52 },
    ...{ rejected: { 'not-finite': 18 }, missing: 0, flagged: 0, conflict: 0, inFlight: 0 },
    ...{
      watermarkMs: GALLERY_NOW_MS - 5_000,
      lagMs: 1_200,
      silentForMs: status === 'silent' ? 600_000 : null,
    },
    ...{ lastArrivalMs: GALLERY_NOW_MS - 800, lastEventMs: GALLERY_NOW_MS - 1_000, periodMs: 1_000 },
    ...{ outOfOrdernessMs: 5_000, allowedLatenessMs: 120_000, ratePerS: 12.4, simulated: true },
    ...fields,
  };
}
