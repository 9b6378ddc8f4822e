import { createStore } from 'zustand/vanilla';

/** The one time that all charts of a page point at; null: nobody points at any. */
export interface SharedCursor {
  timeMs: number | null;
  /** While somebody drags over a chart: the stretch that will be shown. */
  drag: { fromMs: number; toMs: number } | null;
}

/** Outside React: a cursor that moves re-renders its lines and words, not the charts. */
export function makeCursor() {
  return createStore<SharedCursor>(() => ({ timeMs: null, drag: null }));
}

export type CursorStore = ReturnType<typeof makeCursor>;
