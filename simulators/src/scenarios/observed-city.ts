/** What a centre would know of a stream: every message through the decoder of the contract, every report through the grouping. */
import type { CityPack } from '@metropane/city-pack';
import type { Report } from '@metropane/city';
import { builtinBindings, makeDecoder } from '@metropane/feeds';
import { Incidents } from '@metropane/incidents';
import type { Incident } from '@metropane/incidents';
import type { SimMessage } from '../message.ts';
import type { PlacedExpectation, Scenario } from './scenario.ts';

/** Readings of one entity in the order of arrival. */
export interface ObservedSeries {
  readonly domain: string;
  readonly entity: string;
  /** When each was sent, and the time that it claims. */
  readonly sentMs: number[];
  readonly tMs: number[];
  readonly values: ReadonlyMap<string, number | null>[];
}

/** A report with the incident that it opened or joined. */
export interface ObservedReport {
  readonly report: Report;
  readonly sentMs: number;
  readonly incidentId: string;
}

/** Everything that was told. */
export interface ObservedCity {
  readonly pack: CityPack;
  readonly series: ReadonlyMap<string, ObservedSeries>;
  readonly reports: readonly ObservedReport[];
  readonly incidents: ReadonlyMap<string, Incident>;
  /** When each step of a case was told, by administrative system. */
  readonly caseTimes: ReadonlyMap<string, readonly number[]>;
  /** Items that the decoder refused. */
  readonly refused: number;
}

/** Observes a stream to its end; readings are kept of the domains that the scenario expects something of. */
export function observeCity(
  messages: Iterable<SimMessage>,
  { expect }: Pick<Scenario, 'expect'>,
  pack: CityPack,
): ObservedCity {
  const kept = new Set(expect.map((one) => domainOf(one, pack)));
  const decoder = makeDecoder(builtinBindings(pack.zone)[0]);
  const encoder = new TextEncoder();
  const incidents = new Incidents();
  const series = new Map<string, ObservedSeries>();
  const reports: ObservedReport[] = [];
  const caseTimes = new Map<string, number[]>();
  let refused = 0;
  for (const { topic, payload, atMs } of messages) {
    const bytes = typeof payload === 'string' ? encoder.encode(payload) : payload;
    const decoded = decoder.decode({ topic, payload: bytes, arrivalMs: atMs });
    refused += decoded.rejected.length;
    for (const { domain, entity, tMs, readings } of decoded.observations) {
      if (!kept.has(domain)) continue;
      const key = `${domain}/${entity}`;
      let one = series.get(key);
      if (one === undefined) series.set(key, (one = { domain, entity, sentMs: [], tMs: [], values: [] }));
      one.sentMs.push(atMs);
      one.tMs.push(tMs);
      one.values.push(new Map(readings.map(({ metric, value }) => [metric, value])));
    }
    for (const { system } of decoded.cases ?? []) {
      const times = caseTimes.get(system);
      if (times === undefined) caseTimes.set(system, [atMs]);
      else times.push(atMs);
    }
    for (const report of decoded.reports ?? []) {
      const ctx = { atMs, journalSeq: reports.length + 1, actor: report.source, simulated: true };
      const { incident } = incidents.applyReport(report, ctx);
      reports.push({ report, sentMs: atMs, incidentId: incident.id });
    }
  }
  const known = new Map([...incidents.values()].map((incident) => [incident.id, incident]));
  return { pack, series, reports, incidents: known, caseTimes, refused };
}

function domainOf(expected: PlacedExpectation, pack: CityPack): string | undefined {
  if ('domain' in expected) return expected.domain;
  switch (expected.what) {
    case 'level':
      return pack.thresholds.find(({ id }) => id === expected.threshold)?.domain;
    case 'rain':
    case 'flood':
      return expected.what;
    case 'traffic':
    case 'traffic-untouched':
      return 'traffic';
    case 'air-untouched':
      return 'air';
    default:
      return undefined;
  }
}
