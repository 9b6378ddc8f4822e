import type { Observation, ReadingsFrameBuilder, RowPlace } from '@metropane/city';

import type { DecodeResult, FeedMessage, MessageSpan, Rejection, TopicDecoder } from './feed-decoder.ts';
import { readJsonItems } from './json-payload.ts';
import { type ObservationTarget, toObservation } from './metropane-observation.ts';
import { ObservationScanner } from './observation-scanner.ts';

/** Messages in a row that the scanner leaves before only each so-manieth is tried: trying costs a tenth of reading. */
const HOPELESS_AFTER = 32;

/** One answer for the message that comes by the million; frozen, because everybody gets the same one. */
const ALL_IN_FRAME: DecodeResult = Object.freeze({
  observations: Object.freeze([]) as unknown as DecodeResult['observations'],
  rejected: Object.freeze([]) as unknown as DecodeResult['rejected'],
});

/** What all observation topics of a feed share: its devices speak alike. */
export class SharedScanner {
  readonly scanner = new ObservationScanner();
  #declinedInARow = 0;

  /** Scans, but for a feed that the scanner never can read: there it is seldom tried. */
  scan(span: MessageSpan): boolean {
    const declined = this.#declinedInARow;
    const isHopeless = declined > HOPELESS_AFTER && declined % HOPELESS_AFTER !== 0;
    const isRead = !isHopeless && this.scanner.scan(span);
    this.#declinedInARow = isRead ? 0 : declined + 1;
    return isRead;
  }
}

/** Observations of one topic: the scanner first; what it leaves is read the checked way, with the same result. */
export class ObservationTopic implements TopicDecoder {
  readonly #shared: SharedScanner;
  readonly #place: RowPlace;

  constructor(shared: SharedScanner, place: RowPlace) {
    this.#shared = shared;
    this.#place = place;
  }

  decodeInto(span: MessageSpan, frame: ReadingsFrameBuilder): DecodeResult {
    if (!this.#shared.scan(span)) return this.#decodeChecked(span, frame);
    this.#shared.scanner.appendTo(frame, this.#place, span.arrivalMs);
    return ALL_IN_FRAME;
  }

  #decodeChecked({ bytes, start, end, arrivalMs }: MessageSpan, frame: ReadingsFrameBuilder): DecodeResult {
    const place = this.#place;
    const message = { payload: bytes.subarray(start, end), arrivalMs };
    const rejected = readObservations(message, place, (observation) => frame.add(observation, place));
    return rejected.length === 0 ? ALL_IN_FRAME : { observations: [], rejected };
  }
}

/**
 * Hands every observation of a message to `take`, in order; returns what was refused, in order. `target`: who the message is
 * of; undefined = each item says it.
 */
export function readObservations(
  { payload, arrivalMs }: Pick<FeedMessage, 'payload' | 'arrivalMs'>,
  target: ObservationTarget | undefined,
  take: (observation: Observation) => void,
): Rejection[] {
  const { items, rejected } = readJsonItems(payload);
  for (let index = 0; index < items.length; index++) {
    if (items[index] === undefined) continue;
    const observation = toObservation(items[index], target, arrivalMs);
    if (observation.ok) take(observation.value);
    else rejected.push({ index, code: observation.code, detail: observation.message });
  }
  return sortedByIndex(rejected);
}

/** Rejections in the order of the items: those found before parsing come first otherwise. */
export function sortedByIndex(rejected: Rejection[]): Rejection[] {
  return rejected.length > 1 ? rejected.sort((a, b) => a.index - b.index) : rejected;
}
