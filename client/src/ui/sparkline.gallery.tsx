import type { Priority, Spark } from '@metropane/live-state';
import type { GalleryPiece, GallerySample } from './gallery-piece.ts';
import { GALLERY_NOW_MS } from './gallery-piece.ts';
import { Sparkline } from './sparkline.tsx';

const COUNT = 72;
const USUAL = { low: Array<number>(COUNT).fill(30), high: Array<number>(COUNT).fill(50), days: 9 };
const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];

function sparkOf(valueAt: (step: number) => number | null): Spark {
  return {
    startMs: GALLERY_NOW_MS - COUNT * 300_000,
    stepMs: 300_000,
    values: Array.from({ length: COUNT }, (_, step) => valueAt(step)),
  };
}
const wave = (step: number): number => 40 + 9 * Math.sin(step / 7);

export default {
  name: 'Sparkline',
  box: { width: 9 },
  samples: [
    { state: 'usual', show: () => <Sparkline spark={sparkOf(wave)} usual={USUAL} /> },
    { state: 'no-source', note: '< 3 d', show: () => <Sparkline spark={sparkOf(wave)} /> },
    ...PRIORITIES.map((priority): GallerySample => ({
      state: `p${priority}`,
      show: () => (
        <Sparkline spark={sparkOf((step) => wave(step) + step)} usual={USUAL} priority={priority} />
      ),
    })),
    { state: 'stale', show: () => <Sparkline spark={sparkOf(wave)} usual={USUAL} isOld /> },
    {
      state: 'partial',
      show: () => <Sparkline spark={sparkOf((step) => (step % 24 < 8 ? null : wave(step)))} usual={USUAL} />,
    },
    { state: 'empty', show: () => <Sparkline spark={sparkOf(() => null)} /> },
    { state: 'huge', show: () => <Sparkline spark={sparkOf((step) => wave(step) * 1e12)} /> },
  ],
} satisfies GalleryPiece;
