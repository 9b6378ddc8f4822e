import type { Rng } from '@metropane/base';
import type { Report } from '@metropane/city';
import type { Alarm } from './alarms/alarm.ts';
import { alarmOf, place, reportOf, T0 } from './incident-fixture.ts';
import type { TopologyLink } from './topology.ts';

/** One thing that reaches the centre, in the zone in which it was planted. */
export interface StormEvent {
  zone: number;
  isRoot: boolean;
  arrivalMs: number;
  event: { alarm: Alarm } | { report: Report; unit: { code: string; name: string } };
}

export interface Storm {
  topology: TopologyLink[];
  events: StormEvent[];
  roots: number;
}

interface Zone {
  number: number;
  centre: readonly [number, number];
  unit: { code: string; name: string };
}
interface Planted {
  links: TopologyLink[];
  root: StormEvent['event'];
  /** The `n`-th consequence, `lagMs` after the cause. */
  effect: (n: number, tMs: number) => StormEvent['event'];
}

/** Zones lie this far apart: nothing of one has to do with another. */
const ZONE_M = 6_000;
/** Consequences reach the centre from `earlyMs` before their cause was noticed to this much after. */
const LATE_MS = 40_000;

/** `roots` causes with their consequences, `total` events in 60 s, in the order in which they arrive. */
export function makeStorm(
  rng: Rng,
  { roots, total, earlyMs }: { roots: number; total: number; earlyMs: number },
): Storm {
  const events: StormEvent[] = [];
  const topology: TopologyLink[] = [];
  for (let number = 0; number < roots; number++) {
    const unit = { code: `w-${number}`, name: `Phường ${number}` };
    const zone: Zone = { number, centre: place(number * ZONE_M, 0), unit };
    const plant = PLANTS[(number + rng.int(PLANTS.length)) % PLANTS.length]!;
    const causeMs = T0 + rng.int(15_000);
    const { links, root, effect } = plant(zone, rng, causeMs);
    topology.push(...links);
    events.push({ zone: number, isRoot: true, arrivalMs: causeMs, event: root });
    const share = Math.floor(total / roots) - 1 + (number === 0 ? total % roots : 0);
    for (let n = 0; n < share; n++) {
      const event = effect(n, causeMs + rng.int(30_000));
      // Of several callers about one fire the first is the one that must be heard, so the others come after it.
      const aheadMs = isSameThing(root, event) ? -1 : earlyMs;
      const arrivalMs = causeMs - aheadMs + rng.int(aheadMs + LATE_MS);
      events.push({ zone: number, isRoot: false, arrivalMs, event });
    }
  }
  events.sort((a, b) => a.arrivalMs - b.arrivalMs);
  return { topology, events, roots };
}

function isSameThing(a: StormEvent['event'], b: StormEvent['event']): boolean {
  return 'report' in a && 'report' in b && a.report.category === b.report.category;
}

type Plant = (zone: Zone, rng: Rng, causeMs: number) => Planted;

/** A feeder fails: transformers, signals and lights on it, calls from the streets around. */
const powerCut: Plant = ({ number, centre, unit }, rng, causeMs) => {
  const feeder = `power/feeder-${number}`;
  const at = (n: number): string => `power/node-${number}-${n}`;
  const links = Array.from({ length: 60 }, (_, n): TopologyLink => ({
    kind: 'feeder',
    from: n < 20 ? feeder : at(n % 20),
    to: at(n),
    lagMs: 1_000,
  }));
  return {
    links,
    root: {
      alarm: alarmOf({ key: feeder, category: 'power', priority: 2, onsetMs: causeMs, loc: centre, unit }),
    },
    effect(n, tMs) {
      const loc = place(rng.int(700) - 350, rng.int(700) - 350, centre);
      if (n % 5 === 4)
        return {
          report: around(`p${number}-${n}`, {
            category: 'power',
            tMs,
            loc: place(rng.int(200) - 100, 0, centre),
          }),
          unit,
        };
      const category = n % 3 === 0 ? 'power' : n % 3 === 1 ? 'traffic-signal' : 'lighting';
      const alarm = alarmOf({ key: at(n % 60), category, priority: 3, onsetMs: tMs, loc, unit });
      return { alarm: { ...alarm, id: `${alarm.id}:${n}` } };
    },
  };
};

/** The tide passes its alarm: streets that drain to the gauge, and the queues behind them. */
const highTide: Plant = ({ number, centre, unit }, rng, causeMs) => {
  const gauge = `water/gauge-${number}`;
  const street = (n: number): string => `flood/street-${number}-${n}`;
  const road = (n: number): string => `traffic/road-${number}-${n}`;
  const links: TopologyLink[] = [];
  for (let n = 0; n < 30; n++) {
    links.push({ kind: 'drain', from: gauge, to: street(n), lagMs: 5_000 });
    links.push({ kind: 'drain', from: gauge, to: road(n), lagMs: 10_000 });
    links.push({ kind: 'road', from: road(n + 30), to: road(n), lagMs: 10_000 });
  }
  return {
    links,
    root: {
      alarm: alarmOf({ key: gauge, category: 'tide', priority: 2, onsetMs: causeMs, loc: centre, unit }),
    },
    effect(n, tMs) {
      const loc = place(rng.int(3_000) - 1_500, rng.int(3_000) - 1_500, centre);
      if (n % 6 === 5)
        return {
          report: around(`t${number}-${n}`, {
            category: 'flood',
            tMs,
            loc: place(rng.int(600) - 300, 0, centre),
          }),
          unit,
        };
      const isRoad = n % 2 === 0;
      const key = isRoad ? road(rng.int(60)) : street(n % 30);
      const alarm = alarmOf({ key, category: isRoad ? 'traffic-jam' : 'flood', onsetMs: tMs, loc, unit });
      return { alarm: { ...alarm, id: `${alarm.id}:${n}` } };
    },
  };
};

/** A crash on a main road: queues up to four segments back on a tree of roads, and calls about the jam. */
const crash: Plant = ({ number, centre, unit }, rng, causeMs) => {
  const road = (n: number): string => `traffic/road-${number}-${n}`;
  // A binary tree: traffic goes from children to parents, and the queue from the parent back to its children.
  const links = Array.from({ length: 30 }, (_, n): TopologyLink => ({
    kind: 'road',
    from: road(n + 1),
    to: road(Math.floor(n / 2)),
    lagMs: 15_000,
  }));
  return {
    links,
    root: {
      alarm: alarmOf({
        key: road(0),
        category: 'traffic-accident',
        priority: 2,
        onsetMs: causeMs,
        loc: centre,
        unit,
      }),
    },
    effect(n, tMs) {
      if (n % 4 === 3) {
        const loc = place(rng.int(400) - 200, rng.int(400) - 200, centre);
        return { report: around(`c${number}-${n}`, { category: 'traffic-jam', tMs, loc }), unit };
      }
      const loc = place(rng.int(2_000) - 1_000, rng.int(2_000) - 1_000, centre);
      const alarm = alarmOf({ key: road(rng.int(31)), category: 'traffic-jam', onsetMs: tMs, loc, unit });
      return { alarm: { ...alarm, id: `${alarm.id}:${n}` } };
    },
  };
};

/** A house burns: smoke and queues around it. Other fires are none of its consequences. */
const fire: Plant = ({ number, centre, unit }, rng, causeMs) => ({
  links: [],
  root: { report: around(`f${number}`, { category: 'fire', tMs: causeMs, loc: centre, severity: 1 }), unit },
  effect(n, tMs) {
    const loc = place(rng.int(500) - 250, rng.int(500) - 250, centre);
    if (n % 3 === 0) {
      const near = place(rng.int(150) - 75, rng.int(150) - 75, centre);
      return { report: around(`f${number}-${n}`, { category: 'fire', tMs, loc: near, severity: 1 }), unit };
    }
    const category = n % 3 === 1 ? 'air' : 'traffic-jam';
    const alarm = alarmOf({ key: `sensor/${number}-${n}`, category, onsetMs: tMs, loc, unit });
    return { alarm: { ...alarm, id: `${alarm.id}:${n}` } };
  },
});

const PLANTS: readonly Plant[] = [powerCut, highTide, crash, fire];

/** Events with nothing in common: own place, own key, no network between them. */
export function makeUnrelated(rng: Rng, count: number): StormEvent[] {
  const categories = ['fire', 'power', 'flood', 'traffic-jam', 'road-damage', 'water-leak', 'tree-fall'];
  return Array.from({ length: count }, (_, n): StormEvent => {
    const loc = place((n % 10) * 2_000 + rng.int(300), 20_000 + Math.floor(n / 10) * 2_000 + rng.int(300));
    const category = categories[rng.int(categories.length)]!;
    const tMs = T0 + rng.int(60_000);
    const unit = { code: `u-${n}`, name: `Xã ${n}` };
    const isAlarm = rng.int(2) === 0;
    const event = isAlarm
      ? { alarm: alarmOf({ key: `sensor/u-${n}`, category, onsetMs: tMs, loc, unit }) }
      : { report: around(`u-${n}`, { category, tMs, loc }), unit };
    return { zone: -1 - n, isRoot: true, arrivalMs: tMs, event };
  });
}

function around(id: string, fields: Partial<Report> & { category: string }): Report {
  return reportOf({ id, title: `${fields.category} gần đây`, ...fields });
}
