import { lazy } from 'react';
import { GALLERY_NOW_MS, NEVER_ANSWERED } from '../../ui/gallery-piece.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import { seriesFigure } from './trend-answers.ts';
import type { TrendItem } from './trend-answers.ts';

const TrendCard = lazy(async () => ({ default: (await import('./trend-card.tsx')).TrendCard }));
const STEP_MS = 300_000;
const TO_MS = Math.floor(GALLERY_NOW_MS / STEP_MS) * STEP_MS;
const FROM_MS = TO_MS - 72 * STEP_MS;
const WINDOWS = '/trends/windows*';

export default {
  name: 'TrendCard',
  box: { width: 27, height: 15 },
  samples: [
    { state: 'usual', room: { answers: told(items(() => true)) }, show: card },
    { state: 'partial', room: { answers: told(items((at) => at < 30 || at > 40)) }, show: card },
    { state: 'empty', room: { answers: told([]) }, show: card },
    { state: 'loading', room: { answers: { [WINDOWS]: NEVER_ANSWERED } }, show: card },
    { state: 'error', show: card },
  ],
} satisfies GalleryPiece;

function card() {
  return (
    <TrendCard
      figure={{ ...seriesFigure('series/river/phu-an/levelM')!, name: { vi: 'Mực nước', en: 'Level' } }}
      board={{
        ...{ axis: { fromMs: FROM_MS, toMs: TO_MS }, isLive: false, nowMs: GALLERY_NOW_MS },
        ...{ offsetMs: 7 * 3_600_000, cursor: makeCursor(), onSpan: () => undefined },
        marks: [{ id: 'SC-1', title: 'SC-1', priority: 2, atMs: TO_MS - 20 * STEP_MS }],
      }}
    />
  );
}

function told(all: readonly TrendItem[]): Readonly<Record<string, unknown>> {
  const usual = { kind: 'work', days: 2, asked: 20, why: 'too-few-days', items: [] };
  return { [WINDOWS]: { figure: '', window: 'PT5M', entities: 1, items: all }, '/trends/usual*': usual };
}

function items(isKnown: (at: number) => boolean): TrendItem[] {
  return Array.from({ length: 72 }, (_, at) => at)
    .filter(isKnown)
    .map((at) => {
      const startMs = FROM_MS + at * STEP_MS;
      return {
        ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + STEP_MS).toISOString() },
        ...{ value: 0.6 + 0.8 * Math.sin(at / 9), n: at === 50 ? 1 : 5, expected: 5, late: 0 },
        ...{ revision: 0, final: true, exact: true },
      };
    });
}
