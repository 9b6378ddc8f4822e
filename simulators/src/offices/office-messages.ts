/**
 * The thirteen administrative systems as MQTT messages in the order of sending. A case's whole life is drawn from the seed and the
 * slot in which it begins, so that a simulation may start at any time: it looks back as long as cases live and sends what of their
 * lives is still to come. The operations centre itself sends nothing: the centre measures itself.
 */
import { type CityPack, makeWorkingTime } from '@metropane/city-pack';
import { formatTopic } from '@metropane/protocol';
import type { SimMessage } from '../message.ts';
import { makeNoise } from '../systems/noise.ts';
import { makeDocuments } from './documents.ts';
import { makeForecastCentre } from './forecast-centre.ts';
import { makeIso9001 } from './iso-9001.ts';
import { makeNationalPortal } from './national-portal.ts';
import {
  type CaseSource,
  type FigureSource,
  type Office,
  type OfficeWorld,
  type SimCase,
  type SimCaseEvent,
  type SimFigure,
} from './office-source.ts';
import { makeOneStop } from './one-stop.ts';
import { makePetitions } from './petitions.ts';
import { makePublishedFigures } from './published-figures.ts';
import { makeReporting } from './reporting.ts';
import { makeSecurityCentre } from './security-centre.ts';
import { makeVideoConference } from './video-conference.ts';

/** A stream that goes forward from where it was made. */
export interface OfficeMessages {
  /**
   * Messages told after the last call until `toMs`, by time. The first call begins with what was told before the start and still
   * goes on, stamped with its own times and sent at the start.
   */
  until(toMs: number): SimMessage[];
}

/** Cases and figures of every system. */
export function makeOfficeSources(
  seed: number | string,
  pack: CityPack,
  world: OfficeWorld,
): { cases: CaseSource[]; figures: FigureSource[] } {
  const office = makeOffice(seed, pack, world);
  return {
    cases: [
      makeOneStop(office),
      makePetitions(office),
      makeDocuments(office),
      makeSecurityCentre(office),
      makeReporting(office),
      makeNationalPortal(office),
      makeIso9001(office),
    ],
    figures: [...makePublishedFigures(office), makeVideoConference(office), makeForecastCentre(office)],
  };
}

function makeOffice(seed: number | string, pack: CityPack, world: OfficeWorld): Office {
  const agencies = new Set(pack.agencies.map(({ id }) => id));
  const busy = makeNoise(seed, 'offices/units');
  // Some units are three times as busy as others.
  let sum = 0;
  const upTo = pack.units.map((_unit, n) => (sum += 0.5 + busy.at(n, 0)));
  return {
    pack,
    world,
    time: makeWorkingTime(pack),
    noise: (label) => makeNoise(seed, `offices/${label}`),
    agency: (id) => (agencies.has(id) ? id : undefined),
    unit(uniform) {
      const wanted = uniform * sum;
      let low = 0;
      let high = upTo.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (upTo[middle]! <= wanted) low = middle + 1;
        else high = middle;
      }
      return pack.units[low]!.code;
    },
  };
}

/** False for a pack without units or without a working calendar. */
export function hasOffices({ units, calendar }: Pick<CityPack, 'units' | 'calendar'>): boolean {
  return units.length > 0 && calendar !== undefined;
}

/**
 * The stream of one seed from `fromMs` on; the looking back happens at the first call.
 */
export function makeOfficeMessages(
  { seed, pack, world }: { seed: number | string; pack: CityPack; world: OfficeWorld },
  fromMs: number,
): OfficeMessages {
  if (!hasOffices(pack)) return { until: () => [] };
  const { cases, figures } = makeOfficeSources(seed, pack, world);
  const time = makeWorkingTime(pack);
  const streams = [
    ...cases.map((source) => makeCaseStream(source, fromMs)),
    ...figures.map((source) => makeFigureStream(source, { fromMs, dayOf: (tMs) => time.dayOf(tMs) })),
  ];
  const pending = new PendingBuckets(fromMs);
  return {
    until(toMs) {
      const due: Telling[] = [];
      for (const stream of streams)
        for (const telling of stream(toMs)) {
          if (telling.atMs > fromMs) pending.put(telling);
          else due.push(telling);
        }
      due.push(...pending.takeUntil(toMs));
      return due
        .map((telling) => ({ ...telling.make(), atMs: Math.max(telling.atMs, fromMs) }))
        .toSorted(inOrder);
    },
  };
}

/** Something that will be told. Written only then: a hundred thousand wait. */
interface Telling {
  readonly atMs: number;
  make(): SimMessage;
}

/** A class and no closure: what waits is small. */
class CaseTelling implements Telling {
  readonly atMs: number;
  readonly #system: string;
  readonly #case: SimCase;
  readonly #event: SimCaseEvent;

  constructor(system: string, one: SimCase, event: SimCaseEvent) {
    this.atMs = toldAtMs(event);
    this.#system = system;
    this.#case = one;
    this.#event = event;
  }

  make(): SimMessage {
    return caseMessage(this.#system, this.#case, this.#event);
  }
}

const BUCKET_MS = 600_000;

function bucketOf(tMs: number): number {
  return Math.floor(tMs / BUCKET_MS);
}

/** What is told later, by stretches of ten minutes. */
class PendingBuckets {
  readonly #buckets = new Map<number, Telling[]>();
  #next: number;

  constructor(fromMs: number) {
    this.#next = bucketOf(fromMs);
  }

  put(telling: Telling): void {
    const bucket = Math.max(this.#next, bucketOf(telling.atMs));
    const tellings = this.#buckets.get(bucket);
    if (tellings === undefined) this.#buckets.set(bucket, [telling]);
    else tellings.push(telling);
  }

  takeUntil(toMs: number): Telling[] {
    const due: Telling[] = [];
    const last = bucketOf(toMs);
    for (; this.#next <= last; this.#next += 1) {
      const later: Telling[] = [];
      for (const telling of this.#buckets.get(this.#next) ?? [])
        (telling.atMs <= toMs ? due : later).push(telling);
      this.#buckets.delete(this.#next);
      if (this.#next < last) continue;
      if (later.length > 0) this.#buckets.set(last, later);
      break;
    }
    return due;
  }
}

/** A total order, so that the stream does not depend on when it was drawn. */
function inOrder(a: SimMessage, b: SimMessage): number {
  return a.atMs - b.atMs || compare(a.topic, b.topic) || compare(String(a.payload), String(b.payload));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Stream = (toMs: number) => Generator<Telling>;

/**
 * Of cases that go on, only the slot in which they began is kept, and drawn once more when one of them has something to tell: a hundred
 * thousand of them would cost more to keep than to draw.
 */
function makeCaseStream(source: CaseSource, fromMs: number): Stream {
  let slot = Math.floor((fromMs - source.longestMs) / source.slotMs);
  let nextBucket = bucketOf(fromMs);
  const slotsOf = new Map<number, number[]>();
  const tellLater = (bucket: number, ofSlot: number): void => {
    const slots = slotsOf.get(bucket);
    if (slots === undefined) slotsOf.set(bucket, [ofSlot]);
    else if (slots.at(-1) !== ofSlot) slots.push(ofSlot);
  };
  const drawSlot = function* (): Generator<Telling> {
    for (const one of source.casesIn(slot, fromMs)) {
      let toldLastMs = 0;
      for (const event of one.events) toldLastMs = Math.max(toldLastMs, toldAtMs(event));
      const isPast = one.events[0]!.tMs < fromMs - (source.tellsPastMs ?? 0);
      if (toldLastMs <= fromMs && isPast) continue;
      for (const event of one.events) {
        const atMs = toldAtMs(event);
        if (atMs <= fromMs && source.tellsPastMs === undefined) continue;
        if (atMs <= fromMs || bucketOf(atMs) < nextBucket) yield new CaseTelling(source.system, one, event);
        else tellLater(bucketOf(atMs), slot);
      }
    }
  };
  const openBucket = function* (): Generator<Telling> {
    for (const begun of slotsOf.get(nextBucket) ?? [])
      for (const one of source.casesIn(begun, Math.max(fromMs, nextBucket * BUCKET_MS - 1)))
        for (const event of one.events) {
          const atMs = toldAtMs(event);
          if (atMs > fromMs && bucketOf(atMs) === nextBucket)
            yield new CaseTelling(source.system, one, event);
        }
    slotsOf.delete(nextBucket);
  };
  return function* drawCases(toMs) {
    // One more: what begins later within a slot may be told at its very beginning.
    for (; slot * source.slotMs <= toMs + source.slotMs; slot += 1) yield* drawSlot();
    for (; nextBucket <= bucketOf(toMs); nextBucket += 1) yield* openBucket();
  };
}

function makeFigureStream(
  source: FigureSource,
  { fromMs, dayOf }: { fromMs: number; dayOf: (tMs: number) => number },
): Stream {
  let day = dayOf(fromMs) - source.lookBackDays;
  return function* drawFigures(toMs) {
    for (; day <= dayOf(toMs) + 1; day += 1)
      for (const figure of source.figuresOn(day))
        yield { atMs: figure.tMs, make: () => figureMessage(source.system, figure) };
  };
}

function toldAtMs({ tMs, toldMs = tMs }: SimCaseEvent): number {
  return toldMs;
}

/** An event of a case as it is sent: it carries what is known of the case. */
function caseMessage(system: string, { id, head }: SimCase, event: SimCaseEvent): SimMessage {
  const { tMs, state, satisfaction } = event;
  const { dueAtMs, ...rest } = head;
  return {
    atMs: toldAtMs(event),
    topic: formatTopic({ kind: 'case', system }),
    qos: 1,
    retain: false,
    payload: JSON.stringify({ id, t: tMs, state, ...rest, dueAt: dueAtMs, satisfaction }),
  };
}

/** A published figure as it is sent. */
function figureMessage(system: string, { code, tMs, ...rest }: SimFigure): SimMessage {
  const payload = JSON.stringify({ t: tMs, ...rest, status: rest.status ?? 'official' });
  return {
    atMs: tMs,
    topic: formatTopic({ kind: 'indicator', system, code }),
    qos: 1,
    retain: false,
    payload,
  };
}
