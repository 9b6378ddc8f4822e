import type { FeedRecord } from '@metropane/live-state';
import { GALLERY_NOW_MS } from '../../ui/gallery-piece.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { ConservationPanel } from './conservation-panel.tsx';

export default {
  name: 'ConservationPanel',
  box: { width: 60, height: 7 },
  samples: [
    { state: 'usual', room: { records: { feed: [feed({})] } }, show: panel },
    {
      state: 'partial',
      note: '+ 3 ?',
      room: { records: { feed: [feed({ received: 40_313 })] } },
      show: panel,
    },
    {
      state: 'huge',
      room: { records: { feed: [feed({ counted: 9_007_199_254_740, received: 9_007_199_254_950 })] } },
      show: panel,
    },
    { state: 'empty', show: panel },
    { state: 'loading', room: { isWaiting: true }, show: panel },
  ],
} satisfies GalleryPiece;

function panel() {
  return <ConservationPanel />;
}

function feed(fields: Partial<FeedRecord>): FeedRecord {
  return {
    ...{ id: 'flood-depth', format: 'metropane', status: 'up', received: 40_310, counted: 40_100 },
    ...{ duplicate: 140, late: 52, rejected: { 'not-finite': 18 }, missing: 0, flagged: 0, conflict: 0 },
    ...{ inFlight: 0, watermarkMs: GALLERY_NOW_MS - 5_000, lagMs: 1_200, silentForMs: null },
    ...{ lastArrivalMs: GALLERY_NOW_MS - 800, lastEventMs: GALLERY_NOW_MS - 1_000, periodMs: 1_000 },
    ...{ outOfOrdernessMs: 5_000, allowedLatenessMs: 120_000, ratePerS: 12.4, simulated: true },
    ...fields,
  };
}
