export { AlarmLoads, LOAD_BUCKET_MS, LOAD_BUCKETS } from './alarm-loads.ts';
export type { AlarmLoadsSnapshot } from './alarm-loads.ts';
export { alarmPerformance, PerformanceCount } from './alarm-performance.ts';
export type { AlarmPerformance, PerformancePeriod } from './alarm-performance.ts';
export { PERFORMANCE_FIGURES, PERFORMANCE_TARGETS } from './performance-targets.ts';
export type {
  PerformanceFigure,
  PerformanceFigureId,
  PerformanceTarget,
  PerformanceVerdict,
} from './performance-targets.ts';
export type { PerformanceBuckets, PositionPerformance } from './position-performance.ts';
