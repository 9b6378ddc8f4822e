export {
  FUTURE_TOLERANCE_MS,
  MAX_DEPTH,
  MAX_ITEM_BYTES,
  MAX_ITEMS,
  MAX_MESSAGE_BYTES,
  MAX_METRICS,
  type DecodeResult,
  type DecodeStream,
  type FeedDecoder,
  type FeedMessage,
  type FeedStatus,
  type MessageSpan,
  type Rejection,
  type TopicDecoder,
} from './feed-decoder.ts';
export { DEFAULT_PREFIX, makeMetropaneDecoder, type MetropaneOptions } from './metropane.ts';
export { readMetropaneTopic, type MetropaneRoute } from './metropane-topic.ts';
export { isTopicFilter, matchesTopicFilter } from './topic-filter.ts';
export { parseRfc3339 } from './rfc3339.ts';
export { CAP_MAP_DEFAULTS, type CapMap, capSource } from './cap/cap-report.ts';
export { makeCapDecoder } from './cap/cap.ts';
export {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_MESSAGE_TYPES,
  CAP_SCOPES,
  CAP_SEVERITIES,
  CAP_STATUSES,
  CAP_URGENCIES,
  type CapAlert,
  type CapCertainty,
  type CapSeverity,
  type CapUrgency,
} from './cap/cap-alert.ts';
export { readCapAlert } from './cap/read-cap-alert.ts';
export { readXml, type XmlElement } from './cap/xml-tree.ts';
export { makeDecoder } from './make-decoder.ts';
export {
  BINDING_DEFAULTS,
  builtinBindings,
  FEED_FORMATS,
  type FeedBinding,
  type FeedFormat,
  type FeedMap,
  type FeedSource,
} from './feed-binding.ts';
export { parseFeedBindings, type BindingDefaults } from './parse-feed-bindings.ts';
export type { CsvFlagRule, CsvLong, CsvMap, CsvMetric, CsvParameter, CsvTime } from './csv-map.ts';
export { makeTimeParser, checkZone, type TimeParser } from './local-time.ts';
