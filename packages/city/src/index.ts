export type { Observation, Reading, QartodFlag } from './observation.ts';
export type { Report, ReportContact } from './report.ts';
export {
  ARITHMETIC_OPERATORS,
  COMPARISON_OPERATORS,
  conditionText,
  numberAtom,
  oppositeOf,
  readCondition,
  renamedIn,
  type ArithmeticOperator,
  type Atom,
  type Comparison,
  type ComparisonOperator,
  type ConditionGroup,
  type Operand,
  type PlainCondition,
} from './plain-condition.ts';
export type { Rule, RuleInput, RuleRevision, RuleSchedule, RuleStatistic } from './rule.ts';
export type { ReadingsFrame } from './readings-frame.ts';
export { type FrameTexts, StringTexts, textHash } from './frame-texts.ts';
export { makeRowPlace, type RowPlace } from './row-place.ts';
export { ReadingsFrameBuilder, type ObservationRow } from './readings-frame-builder.ts';
export {
  decodeReadingsFrame,
  encodeReadingsFrame,
  ReadingsFrameEncoder,
  FrameDecodeError,
  type FrameDecodeCode,
} from './readings-frame-codec.ts';
export { REJECT_CODES, type RejectCode } from './reject-code.ts';
export type {
  EntityDescription,
  EntityGeometry,
  EntityName,
  EntityUpdate,
  MetricDescription,
} from './entity-description.ts';
export type { CaseEvent, CaseFee } from './case-event.ts';
export { INDICATOR_STATUSES, type IndicatorFigure, type IndicatorStatus } from './indicator-figure.ts';
export { isUcumUnit } from './ucum-unit.ts';
export { CITY_DOMAINS, cityDomain, type CityDomain } from './domains.ts';
export { METRIC_SUFFIXES, metricSuffix, unitOfMetric, type MetricSuffix } from './metric-units.ts';
export {
  defaultSeverity,
  REPORT_CATEGORIES,
  reportCategory,
  type ReportCategory,
} from './report-categories.ts';
export { CITY_SYSTEMS, citySystem, type CitySystem } from './city-systems.ts';
export { registryMarkdown } from './registry.ts';
export {
  dailySubIndex,
  hourlySubIndex,
  nowCast,
  stationAqi,
  VN_AQI_BANDS,
  vnAqiBand,
  type VnAqiBand,
  type VnAqiDailyPollutant,
  type VnAqiPollutant,
} from './indicators/vn-aqi.ts';
export {
  FLOOD_CLASS_NAMES,
  floodClass,
  type FloodClass,
  type FloodExtent,
} from './indicators/flood-class.ts';
export {
  LEVELS_OF_SERVICE,
  levelOfService,
  losThresholdKmh,
  type LevelOfService,
} from './indicators/level-of-service.ts';
export {
  READING_OUTCOMES,
  type DirectFigureReceipt,
  type FigureContributor,
  type FigureReceipt,
  type ReadingOutcome,
  type Receipt,
  type ReceiptCheck,
  type ReceiptOutcome,
  type ReceiptRow,
  type ReceiptValue,
} from './receipt.ts';
export {
  domainStatistic,
  energeticMean,
  vectorMean,
  weightedMean,
  type DomainStatistic,
} from './indicators/domain-statistics.ts';
export { caseLife, type CaseLife, type KeptCaseEvent, toKeptEvent } from './offices/case-life.ts';
export {
  addCounts,
  type CaseCounts,
  caseCounts,
  type Counts,
  ONLINE_CHANNELS,
} from './offices/case-counts.ts';
export {
  type CasePhase,
  type CaseState,
  type LifeCycle,
  LIFE_CYCLES,
  lifeCycle,
} from './offices/life-cycles.ts';
export {
  type FigureRule,
  figureOfCounts,
  type FigureValue,
  type OfficeFigure,
  percent,
  wilsonInterval,
} from './indicators/offices/office-figure.ts';
export { figuresOfSystem } from './indicators/offices/figures-of-system.ts';
export { silentAfterMs } from './offices/cadence.ts';
export {
  REPORT_SOURCE_RULES,
  reportSeverity,
  reportSourceRule,
  type ReportSourceRule,
} from './report-sources.ts';
export {
  GEOFENCE_KINDS,
  type Geofence,
  type GeofenceDraft,
  type GeofenceKind,
  type GeofenceUnit,
} from './geofences/geofence.ts';
export {
  LONGEST_LIFE_MS,
  LONGEST_NAME,
  LONGEST_PURPOSE,
  MOST_POINTS,
  FEWEST_POINTS,
  parseGeofence,
  ringFault,
  toOpenRing,
  type GeofenceFault,
  type GeofenceFaultCode,
} from './geofences/parse-geofence.ts';
export {
  type Box,
  boxOfRing,
  doMeet,
  isInBox,
  isInRing,
  type OpenRing,
  ringAreaM2,
  type RingPoint,
} from './geofences/ring.ts';
