export type { AggregateState } from './aggregate-watermark.ts';
export type {
  Outcome,
  WindowEngineCounters,
  WindowEngineMemory,
  WindowEngineOptions,
} from './engine-options.ts';
export type { EngineSnapshot } from './engine-snapshot.ts';
export type { Pane, PaneSink, PaneTiming } from './pane.ts';
export { WindowEngine } from './window-engine.ts';
export { HOPPING_WINDOW, SLICE_MS, WINDOW_NAMES, windowLengthMs, windowStartMs } from './window-length.ts';
export type { FiredWindow, WindowName } from './window-length.ts';
export { dedupHorizonMs } from './window-policy.ts';
export type { WindowPolicy } from './window-policy.ts';
