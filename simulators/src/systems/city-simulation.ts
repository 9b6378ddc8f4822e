/**
 * A city as a stream of MQTT messages in the order of sending. Depends on the seed, the pack and the start only: the same three
 * give the same bytes on every machine and at every speed.
 */
import type { CityPack } from '@metropane/city-pack';
import type { EntityDescription } from '@metropane/city';
import { entityTopic, observationTopic } from '../message.ts';
import type { SimMessage } from '../message.ts';
import { hasOffices, makeOfficeMessages } from '../offices/office-messages.ts';
import type { OfficeMessages } from '../offices/office-messages.ts';
import type { OfficeWorld } from '../offices/office-source.ts';
import { NO_CAUSES } from './causes.ts';
import type { Causes, DeviceFault } from './causes.ts';
import type { CityWorld } from './city-world.ts';
import { makeCity } from './make-city.ts';
import type { City } from './make-city.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { makeEventReports } from './reports.ts';
import type { EventReports } from './reports.ts';
import { Rota } from './rota.ts';
import type { CitySystem, SimEntity, SimReading } from './system.ts';

/** What is simulated. */
export interface CityOptions {
  readonly seed: number | string;
  /** How many entities report in all; absent: what the pack holds, and 150 buses. */
  readonly entities?: number;
  /** Messages per second to aim at: scales how often every entity reports. */
  readonly rate?: number;
  /** What a scenario does to the city; absent: an ordinary day. */
  readonly causes?: Causes;
}

const SHORTEST_PERIOD_MS = 20;
/** Reports are looked up in steps of simulated time. */
const REPORT_STEP_MS = 60_000;
/** In one of so many stretches of forty minutes a sensor is silent, for a part of it. */
const SILENT_SHARE = 0.012;
const SILENCE_SLOT_MS = 2_400_000;

/** True when nothing will ever be said: a pack without anything that measures, categories of reports and offices. */
export function isMute(pack: CityPack, { seed, entities }: CityOptions): boolean {
  if (pack.segments.length > 0 || pack.categories.length > 0 || hasOffices(pack)) return false;
  const { systems } = makeCity(seed, pack, entities === undefined ? {} : { entities });
  return systems.every((system) => system.entities.length === 0);
}

/** The stream of one city from `fromMs` on. */
export class CitySimulation {
  readonly city: City;
  /** Messages per second that the rhythm of all entities comes to. */
  readonly rate: number;
  readonly #reports: EventReports;
  readonly #offices: OfficeMessages;
  readonly #noise: Noise;
  readonly #rotas: readonly Rota[];
  readonly #topics: readonly (readonly string[])[];
  readonly #fromMs: number;
  readonly #causes: Causes;
  readonly #stuck = new Map<SimEntity, { readonly sinceMs: number; readonly reading: SimReading }>();
  #pending: SimMessage[];
  #reportsUntilMs: number;

  constructor(pack: CityPack, options: CityOptions, fromMs: number) {
    this.city = makeCity(options.seed, pack, {
      ...(options.entities === undefined ? {} : { entities: options.entities }),
      ...(options.causes === undefined ? {} : { causes: options.causes }),
    });
    const noise = makeNoise(options.seed, 'rota');
    this.#noise = makeNoise(options.seed, 'devices');
    const usual = this.city.systems.reduce(
      (sum, one) => sum + (one.entities.length * 1_000) / one.periodMs,
      0,
    );
    const scale = options.rate === undefined ? 1 : options.rate / Math.max(usual, 1e-9);
    const fromWholeMs = Math.ceil(fromMs);
    this.#rotas = this.city.systems.map((system, lane) => {
      const periodMs = Math.max(SHORTEST_PERIOD_MS, Math.round(system.periodMs / scale));
      const own: Noise = { ...noise, at: (index) => noise.at(index + lane * 1_000_003, 0) };
      return new Rota(system, periodMs, { noise: own, fromMs: fromWholeMs });
    });
    this.rate = this.#rotas.reduce(
      (sum, { system, periodMs }) => sum + (system.entities.length * 1_000) / periodMs,
      0,
    );
    this.#topics = this.city.systems.map((system) =>
      system.entities.map(({ domain, entity }) => observationTopic(domain, entity)),
    );
    this.#reports = makeEventReports(options.seed, this.city.events);
    const world = officeWorld(this.city.world);
    this.#offices = makeOfficeMessages({ seed: options.seed, pack, world }, fromWholeMs);
    this.#fromMs = fromWholeMs;
    this.#causes = options.causes ?? NO_CAUSES;
    this.#pending = this.#reports.standingAt(fromWholeMs);
    this.#reportsUntilMs = fromWholeMs;
  }

  /** Retained descriptions of all entities, stamped with the start. */
  *descriptions(): Generator<SimMessage> {
    for (const rota of this.#rotas)
      for (const entity of rota.system.entities)
        yield {
          atMs: this.#fromMs,
          topic: entityTopic(entity.domain, entity.entity),
          qos: 1,
          retain: true,
          payload: JSON.stringify(describe(entity, rota.system, rota.periodMs)),
        };
  }

  /** When the next message is due, or until when it is known that none is; always finite. */
  get nextAtMs(): number {
    return Math.min(this.#dueRota()?.atMs ?? Infinity, this.#pending[0]?.atMs ?? this.#reportsUntilMs);
  }

  /** The next message; undefined when the entity whose turn it was stays silent, and when there was nothing until `nextAtMs`. */
  next(): SimMessage | undefined {
    const rota = this.#dueRota();
    const rotaAtMs = rota?.atMs ?? Infinity;
    if (this.#pending.length === 0 && this.#reportsUntilMs < rotaAtMs) {
      this.#lookUpReports();
      return undefined;
    }
    const report = this.#pending[0];
    if (rota === undefined || (report !== undefined && report.atMs <= rotaAtMs)) return this.#pending.shift();
    const lane = this.#rotas.indexOf(rota);
    const atMs = rota.atMs;
    const { index, entity } = rota.take();
    const device = index + lane * 1_000_003;
    const isSilent = this.#isSilent(device, atMs);
    // A device's clock is off by a little, always the same way, and its reading is a moment old when it is sent.
    const skewMs = Math.round((this.#noise.at(device, -1) - 0.5) * 240);
    const ageMs = Math.round(20 + 180 * this.#noise.at(device, atMs) ** 3);
    const tMs = atMs - ageMs + Math.min(skewMs, 100);
    // Read even when silent: a bus whose modem is out still drives on.
    const reading = entity.readAt(tMs, rota.periodMs);
    const fault = this.#causes.deviceFault(entity.domain, entity.entity, tMs);
    if (isSilent || fault?.kind === 'silent') return undefined;
    const told = fault?.kind === 'stuck' ? this.#repeat(entity, { fault, reading, rota }) : reading;
    const t = fault?.kind === 'skew' ? tMs + fault.byMs : tMs;
    const observation = { t, v: told.v, loc: told.loc };
    return {
      atMs,
      topic: this.#topics[lane]![index]!,
      qos: 1,
      retain: false,
      payload: JSON.stringify(observation),
    };
  }

  /** What a stuck sensor goes on saying: its reading when it got stuck; of something that moves, the first after that. */
  #repeat(
    entity: SimEntity,
    {
      fault,
      reading,
      rota,
    }: {
      readonly fault: Extract<DeviceFault, { kind: 'stuck' }>;
      readonly reading: SimReading;
      readonly rota: Rota;
    },
  ): SimReading {
    const known = this.#stuck.get(entity);
    if (known?.sinceMs === fault.sinceMs) return known.reading;
    const kept = reading.loc === undefined ? entity.readAt(fault.sinceMs, rota.periodMs) : reading;
    this.#stuck.set(entity, { sinceMs: fault.sinceMs, reading: kept });
    return kept;
  }

  /** Undefined for a city in which nothing measures. */
  #dueRota(): Rota | undefined {
    let due: Rota | undefined;
    for (const rota of this.#rotas) if (rota.atMs < (due?.atMs ?? Infinity)) due = rota;
    return due;
  }

  /** One step only: how far ahead the next report is, nobody knows. */
  #lookUpReports(): void {
    const untilMs = this.#reportsUntilMs + REPORT_STEP_MS;
    const reports = this.#reports.between(this.#reportsUntilMs, untilMs);
    const told = [...reports, ...this.#offices.until(untilMs)];
    this.#pending = told.toSorted((a, b) => a.atMs - b.atMs);
    this.#reportsUntilMs = untilMs;
  }

  #isSilent(device: number, tMs: number): boolean {
    const slot = Math.floor(tMs / SILENCE_SLOT_MS);
    const draw = this.#noise.at(device, slot);
    if (draw >= SILENT_SHARE) return false;
    const share = tMs / SILENCE_SLOT_MS - slot;
    const from = (draw / SILENT_SHARE) * 0.6;
    return share >= from && share < from + 0.4;
  }
}

/** The description of an entity that reports every `periodMs`. */
export function describe(entity: SimEntity, system: CitySystem, periodMs: number): EntityDescription {
  const metrics = Object.fromEntries(
    Object.entries(system.metrics).map(([metric, known]) => [
      metric,
      { ...known, expectedEveryMs: periodMs },
    ]),
  );
  return { ...entity.description, metrics };
}

/** What offices feel of the city's weather and troubles. */
export function officeWorld({ weather, causes }: CityWorld): OfficeWorld {
  return {
    rainMmH: (tMs) => weather.cityRainMmH(tMs),
    powerLost: (loc, tMs) => causes.powerLost(loc, tMs),
    attackOn: (system, tMs) => causes.attackOn(system, tMs),
  };
}
