import { lazy } from 'react';
import { GALLERY_NOW_MS, NEVER_ANSWERED } from '../../ui/gallery-piece.ts';
import type { GalleryPiece } from '../../ui/gallery-piece.ts';
import { seriesFigure } from './trend-answers.ts';
import type { TrendFigure, TrendItem } from './trend-answers.ts';

const CalendarPanel = lazy(async () => ({
  default: (await import('./calendar-panel.tsx')).CalendarPanel,
}));
const HOUR_MS = 3_600_000;
const WINDOWS = '/trends/windows*';
const FIGURE = { ...seriesFigure('series/air/hcmc-1/pm25UgM3')!, name: { vi: 'Bụi mịn', en: 'Fine dust' } };

export default {
  name: 'CalendarPanel',
  box: { width: 32, height: 18 },
  samples: [
    { state: 'usual', room: { answers: told(() => true) }, show: () => panel(FIGURE) },
    { state: 'partial', room: { answers: told((at) => at % 7 !== 3) }, show: () => panel(FIGURE) },
    { state: 'empty', room: { answers: told(() => false) }, show: () => panel(FIGURE) },
    { state: 'no-source', show: () => panel({ ...FIGURE, windows: ['PT1M'] }) },
    { state: 'loading', room: { answers: { [WINDOWS]: NEVER_ANSWERED } }, show: () => panel(FIGURE) },
    { state: 'error', show: () => panel(FIGURE) },
  ],
} satisfies GalleryPiece;

function panel(figure: TrendFigure) {
  return <CalendarPanel figure={figure} nowMs={GALLERY_NOW_MS} onHour={() => undefined} />;
}

/** Ten days of hours; every ninth hour has too few of its readings. */
function told(isKnown: (at: number) => boolean): Readonly<Record<string, unknown>> {
  const lastMs = Math.floor(GALLERY_NOW_MS / HOUR_MS) * HOUR_MS;
  const items = Array.from({ length: 240 }, (_, at) => at)
    .filter(isKnown)
    .map((at): TrendItem => {
      const startMs = lastMs - (at + 1) * HOUR_MS;
      return {
        ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + HOUR_MS).toISOString() },
        ...{ value: 30 + 20 * Math.sin(at / 4), n: at % 9 === 0 ? 3 : 60, expected: 60 },
        ...{ late: 0, revision: 0, final: true, exact: true },
      };
    });
  return { [WINDOWS]: { figure: '', window: 'PT1H', entities: 1, items } };
}
