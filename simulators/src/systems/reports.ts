import { reportTopic } from '../message.ts';
import type { SimMessage } from '../message.ts';
import { EVENT_SLOT_MS } from './city-event.ts';
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
      // A second report may come a slot later than its event.
      for (
        let slot = Math.floor(fromMs / EVENT_SLOT_MS) - 1;
        slot <= Math.floor(toMs / EVENT_SLOT_MS);
        slot += 1
      )
        for (const event of events.startingIn(slot))
          for (const report of tell(event, noise))
            if (report.atMs > fromMs && report.atMs <= toMs) found.push(report);
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

function tell(event: CityEvent, noise: Noise): SimMessage[] {
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
