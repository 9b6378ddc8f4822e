import { reportTopic } from '../message.ts';
import type { SimMessage } from '../message.ts';
import { EVENT_SLOT_MS, LONGEST_TELLING_MS } from './city-event.ts';
import type { CityEvent, CityEvents } from './city-event.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { quantise } from './system.ts';

/** Share of events that a second source tells too, and how long it takes. */
const TOLD_TWICE = 0.3;
const SECOND_AFTER_MS = [90_000, 420_000] as const;

/** Reports of one seed's events. */
export interface EventReports {
  /** Reports told in (fromMs, toMs], by time. */
  between(fromMs: number, toMs: number): SimMessage[];
  /** What has been told of events that still go on at `tMs`, stamped with its own time, sent at `tMs`. */
  standingAt(tMs: number): SimMessage[];
}

/** Turns events into what people and cameras tell about them. */
export function makeEventReports(seed: number | string, events: CityEvents): EventReports {
  const noise = makeNoise(seed, 'reports');
  return {
    between: (fromMs, toMs) => {
      const found: SimMessage[] = [];
      // Reports may come long after their event began.
      for (
        let slot = Math.floor((fromMs - LONGEST_TELLING_MS) / EVENT_SLOT_MS);
        slot <= Math.floor(toMs / EVENT_SLOT_MS);
        slot += 1
      )
        for (const event of events.startingIn(slot)) {
          if (event.startMs + lastTellingMs(event) <= fromMs) continue;
          for (const report of tell(event, noise))
            if (report.atMs > fromMs && report.atMs <= toMs) found.push(report);
        }
      return found.toSorted((a, b) => a.atMs - b.atMs);
    },
    standingAt: (tMs) =>
      events
        .activeAt(tMs)
        .flatMap((event) => tell(event, noise))
        .filter((report) => report.atMs <= tMs)
        .toSorted((a, b) => a.atMs - b.atMs)
        .map((report) => ({ ...report, atMs: tMs })),
  };
}

function lastTellingMs({ tellers }: CityEvent): number {
  return tellers === undefined ? SECOND_AFTER_MS[1] : Math.max(0, ...tellers.map(({ afterMs }) => afterMs));
}

function tell(event: CityEvent, noise: Noise): SimMessage[] {
  if (event.tellers !== undefined)
    return event.tellers.map(({ source, afterMs, title, loc }, n) => {
      // Who calls names a place, not a sensor: only the first report carries the entity.
      const { entity, ...rest } = event;
      const told = {
        ...rest,
        id: `${event.id}-${n}`,
        title,
        ...(n > 0 || entity === undefined ? {} : { entity }),
      };
      return toReport(told, { source, atMs: event.startMs + afterMs, loc });
    });
  const first = toReport(event, { source: event.sources[0] ?? '1022', atMs: event.startMs, loc: event.loc });
  const second = event.sources[1];
  const chance = noise.at(event.startMs % 1_000_003, 0);
  if (second === undefined || chance >= TOLD_TWICE) return [first];
  const [soonest, latest] = SECOND_AFTER_MS;
  const afterMs = Math.floor(soonest + (chance / TOLD_TWICE) * (latest - soonest));
  const aside = (purpose: number): number => (noise.at(event.startMs % 1_000_003, purpose) - 0.5) * 0.0012;
  const loc = [quantise(event.loc[0] + aside(1), 5), quantise(event.loc[1] + aside(2), 5)] as const;
  return [first, toReport(event, { source: second, atMs: event.startMs + afterMs, loc })];
}

function toReport(
  event: CityEvent,
  {
    source,
    atMs,
    loc,
  }: { readonly source: string; readonly atMs: number; readonly loc: readonly [number, number] },
): SimMessage {
  const payload = JSON.stringify({
    id: `${source}-${event.id}`,
    t: atMs,
    category: event.category,
    title: event.title,
    description: event.description,
    severity: event.severity,
    loc,
    entity: event.entity,
    language: 'vi',
  });
  return { atMs, topic: reportTopic(source), qos: 1, retain: false, payload };
}
