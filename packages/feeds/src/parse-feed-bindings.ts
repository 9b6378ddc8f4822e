import { err, ok, type Result } from '@metropane/base';

import { reportCategory } from '@metropane/city';

import { CAP_MAP_DEFAULTS, type CapMap } from './cap/cap-report.ts';
import { ConfigError, ConfigReader } from './config-reader.ts';
import {
  BINDING_DEFAULTS,
  FEED_FORMATS,
  type FeedBinding,
  type FeedFormat,
  type FeedMap,
  type FeedSource,
} from './feed-binding.ts';
import { isDomain, isEntityId } from './json-field.ts';
import { checkZone } from './local-time.ts';
import { parseCsvMap } from './parse-csv-map.ts';
import { isTopicFilter } from './topic-filter.ts';

const FEED_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const RESERVED_IDS = new Set(['mqtt', 'http']);

export interface BindingDefaults {
  /** The city's IANA zone, for bindings that name none. */
  zone: string;
}

/**
 * Reads the object of a `feeds.yaml` (`{feeds: [...]}`). The message of a refusal names the first wrong setting by its path,
 * what was expected and what was found: `feeds[2].map.time.zone: no such time zone: Asia/Saigonn`.
 */
export function parseFeedBindings(
  json: unknown,
  defaults: BindingDefaults,
): Result<FeedBinding[], 'bad-feeds'> {
  try {
    const file = new ConfigReader(json ?? {}, '');
    const bindings = (file.has('feeds') ? file.list('feeds') : []).map((feed, index) =>
      parseBinding(new ConfigReader(feed, `feeds[${index}]`), defaults),
    );
    file.done();
    bindings.forEach((binding, index) => {
      const first = bindings.findIndex((other) => other.id === binding.id);
      if (first !== index)
        throw new ConfigError(`feeds[${index}].id`, `${binding.id} is already the id of feeds[${first}]`);
    });
    return ok(bindings);
  } catch (error) {
    if (error instanceof ConfigError) return err('bad-feeds', error.message);
    throw error;
  }
}

function parseBinding(feed: ConfigReader, defaults: BindingDefaults): FeedBinding {
  const id = feed.text('id');
  if (!FEED_ID.test(id)) throw feed.error('id', `expected [a-z0-9-]{1,64}, got ${JSON.stringify(id)}`);
  if (RESERVED_IDS.has(id)) throw feed.error('id', `${id} is the id of a built-in feed`);
  const format = feed.oneOf('format', FEED_FORMATS);
  const domain = feed.optionalText('domain');
  if (domain !== undefined && !isDomain(domain))
    throw feed.error('domain', `expected [a-z0-9-]{1,32}, got ${JSON.stringify(domain)}`);
  const zone = feed.optionalText('zone') ?? defaults.zone;
  if (!checkZone(zone)) throw feed.error('zone', `no such time zone: ${zone}`);
  const span = (name: 'outOfOrdernessMs' | 'allowedLatenessMs' | 'idleAfterMs' | 'dedupMs'): number =>
    feed.number(name, { least: 0, otherwise: BINDING_DEFAULTS[name] });
  const binding: FeedBinding = {
    id,
    format,
    source: parseSource(feed),
    ...(domain === undefined ? {} : { domain }),
    watermarkPer: feed.oneOf('watermarkPer', ['entity', 'feed'], BINDING_DEFAULTS.watermarkPer),
    outOfOrdernessMs: span('outOfOrdernessMs'),
    allowedLatenessMs: span('allowedLatenessMs'),
    idleAfterMs: span('idleAfterMs'),
    dedupMs: span('dedupMs'),
    zone,
    map: parseMap(feed, format, { domain, zone }),
  };
  feed.done();
  return binding;
}

function parseSource(feed: ConfigReader): FeedSource {
  const named = (['mqtt', 'http', 'file'] as const).filter((kind) => feed.has(kind));
  const kind = named[0];
  if (kind === undefined || named.length > 1) {
    throw new ConfigError(
      feed.path,
      `expected exactly one of mqtt, http, file, got ${named.join(' and ') || 'none'}`,
    );
  }
  const source = feed.object(kind);
  const read = parseSourceOf(kind, source);
  source.done();
  return read;
}

function parseSourceOf(kind: 'mqtt' | 'http' | 'file', source: ConfigReader): FeedSource {
  if (kind === 'file') return { kind, path: readFilePath(source) };
  if (kind === 'http') {
    return {
      kind,
      url: readUrl(source, ['http:', 'https:']),
      everyMs: source.number('everyMs', { least: 1_000 }),
    };
  }
  const topics = source.texts('topics');
  topics.forEach((topic, index) => {
    if (!isTopicFilter(topic))
      throw source.error(`topics[${index}]`, `no MQTT topic filter: ${JSON.stringify(topic)}`);
  });
  if (topics.length === 0) throw source.error('topics', 'expected at least one topic filter');
  return {
    kind,
    topics,
    ...(source.has('url') ? { url: readUrl(source, ['mqtt:', 'mqtts:', 'ws:', 'wss:']) } : {}),
  };
}

/** A URL of one of `schemes`, returned as written: `${secret:name}` may stand anywhere after the scheme. */
function readUrl(source: ConfigReader, schemes: readonly string[]): string {
  const url = source.text('url');
  const filled = url.replace(/\$\{secret:[A-Za-z0-9_.-]+\}/g, 'secret');
  if (!URL.canParse(filled) || !schemes.includes(new URL(filled).protocol)) {
    throw source.error('url', `expected a URL starting with ${schemes.join('// or ')}//`);
  }
  return url;
}

/** A path inside the feed folder, with `*` for any characters of one name. The server joins it; nothing here may climb out. */
function readFilePath(source: ConfigReader): string {
  const path = source.text('path');
  const isOutside =
    path.startsWith('/') || path.includes('\\') || path.includes('\u0000') || /^[A-Za-z]:/.test(path);
  if (isOutside || path.split('/').some((part) => part === '..' || part === '')) {
    throw source.error('path', `expected a path inside the feed folder, got ${JSON.stringify(path)}`);
  }
  return path;
}

function parseMap(
  feed: ConfigReader,
  format: FeedFormat,
  place: { domain: string | undefined; zone: string },
): FeedMap {
  const map = feed.optionalObject('map') ?? new ConfigReader({}, feed.at('map'));
  if (format === 'csv') {
    if (place.domain === undefined) throw feed.error('domain', 'is missing: a CSV row names no domain');
    return { format, csv: parseCsvMap(map, place.domain, place.zone) };
  }
  const read = readMapOf(format, map);
  map.done();
  return read;
}

function readMapOf(format: Exclude<FeedFormat, 'csv'>, map: ConfigReader): FeedMap {
  if (format === 'metropane') return readMetropaneMap(map);
  return format === 'hsl-hfp' ? readHfpMap(map) : { format, cap: readCapMap(map) };
}

/** `languages`: preferred first; `categories`: report category by event text or CAP category. */
function readCapMap(map: ConfigReader): CapMap {
  const languages = map.has('languages') ? map.texts('languages') : CAP_MAP_DEFAULTS.languages;
  const own = map.optionalObject('categories');
  const categories = (own?.entries() ?? []).map(([name, code]): [string, string] => {
    if (typeof code === 'string' && reportCategory(code) !== undefined) return [name, code];
    throw map.error(`categories.${name}`, `expected a report category, got ${JSON.stringify(code)}`);
  });
  return { languages, categories: Object.fromEntries(categories) };
}

function readMetropaneMap(map: ConfigReader): FeedMap {
  const prefix = map.optionalText('prefix');
  if (prefix !== undefined && (!prefix.endsWith('/') || /[+#]/.test(prefix)))
    throw map.error('prefix', 'expected a topic prefix that ends with /');
  return { format: 'metropane', ...(prefix === undefined ? {} : { prefix }) };
}

function readHfpMap(map: ConfigReader): FeedMap {
  if (!map.has('events')) return { format: 'hsl-hfp' };
  const events = map.texts('events').map((event) => event.toUpperCase());
  const wrong = events.find((event) => !isEntityId(event));
  if (wrong !== undefined) throw map.error('events', `no event type: ${JSON.stringify(wrong)}`);
  return { format: 'hsl-hfp', events };
}
