export { exactSum } from './exact-sum.ts';
export { FakeClock } from './fake-clock.ts';
export { forSeeds, forSeedsUntil } from './for-seeds.ts';
export { noteFigures } from './note-figures.ts';
export type { NotedFigures } from './note-figures.ts';
export { promisedMs } from './promised-ms.ts';
export { WindowOracle } from './window-oracle.ts';
export type { OracleEvent, OracleOutcome } from './window-oracle.ts';
export { settle, statisticsOf } from './window-statistics.ts';
export type { OracleStatistics, PlainEvent, SettledStatistics } from './window-statistics.ts';
export { arbitraryWindowScenario } from './arbitrary-window-scenario.ts';
export { makeWindowScenario } from './window-scenario.ts';
export type {
  ObserveStep,
  ScenarioPolicy,
  ScenarioStep,
  ScenarioValue,
  WindowScenario,
} from './window-scenario.ts';
export { scenarioFromJson, scenarioToJson, shrinkScenario } from './shrink-scenario.ts';
export { runWindowTrial } from './window-trial.ts';
export type { TrialResult } from './window-trial.ts';
export type { FiredPane } from './pane-judge.ts';
export { canonicalHashes } from './window-under-test.ts';
export type { TestedPane, WindowEngineFactory, WindowEngineUnderTest } from './window-under-test.ts';
