import { err, ok } from '@metropane/base';
import type { Observation, Reading } from '@metropane/city';

import {
  type DecodeResult,
  type FeedDecoder,
  type FeedMessage,
  FUTURE_TOLERANCE_MS,
  wholeMessages,
  refusedMessage,
} from './feed-decoder.ts';
import {
  type Checked,
  checkLoc,
  isEntityId,
  isJsonObject,
  isNotFiniteWord,
  type JsonObject,
  readTime,
  shown,
  typeName,
} from './json-field.ts';
import { decodeUtf8, readJsonItems } from './json-payload.ts';
import { makeLineStream } from './line-stream.ts';
import { parseRfc3339 } from './rfc3339.ts';

/**
 * HSL High-frequency positioning, version 2 (digitransit.fi, "HFP"): one JSON object per event of one vehicle,
 *   /hfp/v2/<journey>/<temporal>/<event>/<mode>/<owner>/<vehicle>/…  {"VP": {tst, spd, hdg, lat, long, dl, odo, drst, …}}
 * The vehicle is owner and number of the *topic*: `oper` in the payload is another company, or null. A vehicle sends several
 * event types at one instant, so the event type is the id: identity (vehicle, tst, event). A null position is normal.
 * Speed comes once a second in VP; the other types repeat it in whole m/s, so theirs is another metric: one mean of both
 * would weigh the moments around stops double.
 */
export interface HfpOptions {
  domain: string;
  /** Upper-case event types to use (`VP`, `DEP`, …); absent: all. Others are skipped, not refused. */
  events?: readonly string[];
}

interface HfpMetric {
  field: string;
  metric: string;
  toValue: (raw: number) => number;
}

const METRICS: readonly HfpMetric[] = [
  { field: 'spd', metric: 'speedKmh', toValue: (metresPerSecond) => metresPerSecond * 3.6 },
  { field: 'hdg', metric: 'headingDeg', toValue: (degrees) => degrees },
  // HFP counts time in hand: negative = behind the timetable. A delay is the opposite.
  { field: 'dl', metric: 'delayS', toValue: (inHandS) => 0 - inHandS },
  { field: 'odo', metric: 'odometerM', toValue: (metres) => metres },
  { field: 'drst', metric: 'doorsOpen', toValue: (isOpen) => isOpen },
];

export function makeHfpDecoder({ domain, events }: HfpOptions): FeedDecoder {
  const wanted = events === undefined ? undefined : new Set(events);
  const decode = (message: FeedMessage): DecodeResult => {
    const vehicle = readVehicle(message.topic);
    if (!vehicle.ok) return refusedMessage(vehicle.code, vehicle.message);
    const { items, rejected } = readJsonItems(message.payload);
    if (rejected.length > 0) return { observations: [], rejected };
    if (items.length !== 1 || !isJsonObject(items[0])) return refusedMessage('schema', 'expected one object');
    const event = Object.keys(items[0])[0];
    if (event === undefined) return refusedMessage('schema', 'expected one event, got an empty object', 0);
    if (wanted !== undefined && !wanted.has(event)) return { observations: [], rejected: [], skipped: 1 };
    const observation = toObservation(
      { event, body: items[0][event], entity: vehicle.value, domain },
      message.arrivalMs,
    );
    if (!observation.ok) return refusedMessage(observation.code, observation.message, 0);
    return { observations: [observation.value], rejected: [] };
  };
  return {
    decode,
    ofTopic: (topic) => wholeMessages(topic, decode),
    openStream: () => makeLineStream((line, arrivalMs) => decodeCapturedLine(decode, line.bytes, arrivalMs)),
  };
}

/** `<owner>:<vehicle>` of an HFP v2 topic. */
function readVehicle(topic: string): Checked<string> {
  const [root, hfp, version, , , event, , owner, vehicle] = topic.split('/');
  if (root !== '' || hfp !== 'hfp' || version !== 'v2' || !event || !owner || !vehicle) {
    return err('unknown-topic', `expected /hfp/v2/…/<event>/<mode>/<owner>/<vehicle>/…, got ${shown(topic)}`);
  }
  const entity = `${owner}:${vehicle}`;
  return isEntityId(entity) ? ok(entity) : err('schema', `no vehicle: ${shown(entity)}`);
}

interface HfpEvent {
  event: string;
  body: unknown;
  entity: string;
  domain: string;
}

function toObservation({ event, body, entity, domain }: HfpEvent, arrivalMs: number): Checked<Observation> {
  if (!/^[A-Z]{2,8}$/.test(event)) return err('schema', `no event type: ${shown(event)}`);
  if (!isJsonObject(body)) return err('schema', `${event}: expected an object, got ${typeName(body)}`);
  const time = readTime(body['tst'], arrivalMs);
  if (!time.ok) return time;
  const readings = event === 'APC' ? readPassengers(body) : readMetrics(event, body);
  if (!readings.ok) return readings;
  const { lat, long } = body;
  const hasPlace = typeof lat === 'number' && typeof long === 'number';
  const loc = hasPlace ? checkLoc(long, lat) : ok(undefined);
  if (!loc.ok) return loc;
  return ok({
    domain,
    entity,
    tMs: time.value,
    arrivalMs,
    id: event,
    ...(loc.value === undefined ? {} : { loc: loc.value }),
    readings: readings.value,
  });
}

function readMetrics(event: string, body: JsonObject): Checked<Reading[]> {
  const readings: Reading[] = [];
  for (const { field, metric, toValue } of METRICS) {
    const raw = body[field];
    if (raw === undefined) continue;
    const name = metric === 'speedKmh' && event !== 'VP' ? 'eventSpeedKmh' : metric;
    const reading = toReading(field, name, raw);
    if (!reading.ok) return reading;
    const { value } = reading.value;
    readings.push(value === null ? reading.value : { ...reading.value, value: toValue(value) });
  }
  return readings.length > 0
    ? ok(readings)
    : err('schema', `none of ${METRICS.map(({ field }) => field).join(', ')} is there`);
}

/** Passengers on board after a stop, as counted at the doors; below 0 the counters have drifted, which is marked suspect. */
function readPassengers(body: JsonObject): Checked<Reading[]> {
  const counts = body['vehiclecounts'];
  if (!isJsonObject(counts))
    return err('schema', `vehiclecounts: expected an object, got ${typeName(counts)}`);
  const reading = toReading('vehicleload', 'passengersOnBoard', counts['vehicleload'] ?? null);
  if (!reading.ok) return reading;
  const { value } = reading.value;
  return ok([value !== null && value < 0 ? { ...reading.value, flag: 3 } : reading.value]);
}

function toReading(field: string, metric: string, raw: unknown): Checked<Reading> {
  if (raw === null) return ok({ metric, value: null, flag: 9 });
  if (typeof raw === 'string' && isNotFiniteWord(raw)) return err('not-finite', `${field} is ${shown(raw)}`);
  if (typeof raw !== 'number') return err('schema', `${field}: expected a number, got ${typeName(raw)}`);
  return Number.isFinite(raw)
    ? ok({ metric, value: raw + 0, flag: 2 })
    : err('not-finite', `${field} is not finite`);
}

/** A line of a capture: `<arrival> <topic> <JSON>`. Topics hold spaces (headsigns), so the JSON starts at the first ` {`. */
function decodeCapturedLine(decode: FeedDecoder['decode'], bytes: Uint8Array, doorMs: number): DecodeResult {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refusedMessage('malformed', 'not UTF-8');
  const space = text.indexOf(' ');
  const brace = text.indexOf(' {');
  if (space === -1 || brace <= space) return refusedMessage('malformed', 'expected <arrival> <topic> <JSON>');
  const arrivalMs = parseRfc3339(text.slice(0, space));
  if (Number.isNaN(arrivalMs))
    return refusedMessage('malformed', `no arrival time: ${shown(text.slice(0, space))}`);
  if (arrivalMs > doorMs + FUTURE_TOLERANCE_MS)
    return refusedMessage('future', 'the capture says that it was made after now');
  return decode({
    topic: text.slice(space + 1, brace),
    payload: Buffer.from(text.slice(brace + 1), 'utf8'),
    arrivalMs,
  });
}
