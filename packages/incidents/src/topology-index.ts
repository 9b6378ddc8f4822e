import type { GroupingReason } from './incident-parts.ts';
import type { TopologyLink } from './topology.ts';

/** A place from which a fault may have come, and over what. */
export interface CausePath {
  hops: number;
  lagMs: number;
  /** Of the link nearest to the effect. */
  kind: TopologyLink['kind'];
}
export type CausePaths = ReadonlyMap<string, CausePath>;

/** Further than this a fault is its own matter; and no search looks at more places than this. */
const MAX_HOPS = 4;
const MAX_PLACES = 256;
/** Places whose paths are remembered; a city has some ten thousand links. */
const MAX_REMEMBERED = 50_000;

/** Over which networks a condition of this category comes from somewhere else. Nothing that endangers lives is here. */
const NETWORKS: Readonly<Record<string, readonly TopologyLink['kind'][]>> = {
  'traffic-jam': ['road', 'drain'],
  'public-transport': ['road', 'feeder'],
  power: ['feeder'],
  'traffic-signal': ['feeder'],
  lighting: ['feeder'],
  'water-supply': ['feeder'],
  'water-pressure': ['feeder'],
  'system-fault': ['feeder'],
  sewer: ['feeder', 'drain'],
  'road-damage': ['drain'],
  flood: ['drain', 'reach'],
  tide: ['reach'],
  'water-pollution': ['reach'],
};

/** Over what the search goes on, having come over one kind: under a jam there may be water, under water a river. */
const NEXT: Readonly<Record<TopologyLink['kind'], readonly TopologyLink['kind'][]>> = {
  road: ['road', 'drain'],
  drain: ['reach'],
  feeder: ['feeder'],
  reach: ['reach'],
};

export const REASON_OF_NETWORK: Readonly<Record<TopologyLink['kind'], GroupingReason['kind']>> = {
  road: 'upstream',
  feeder: 'same-feeder',
  reach: 'same-reach',
  drain: 'drains',
};

interface Edge {
  key: string;
  kind: TopologyLink['kind'];
  lagMs: number;
}

/** The city's networks, searched from an effect back to its possible causes. Derived from the configuration: no state. */
export class TopologyIndex {
  readonly #causes = new Map<string, Edge[]>();
  readonly #effects = new Map<string, Set<TopologyLink['kind']>>();
  readonly #known = new Map<string, CausePaths>();

  constructor(links: readonly TopologyLink[]) {
    for (const { kind, from, to, lagMs = 0 } of links) {
      // Traffic goes from `from` to `to`, so a queue at `to` reaches back to `from`.
      const [cause, effect] = kind === 'road' ? [to, from] : [from, to];
      const edges = this.#causes.get(effect) ?? [];
      edges.push({ key: cause, kind, lagMs });
      this.#causes.set(effect, edges);
      this.#effects.set(cause, (this.#effects.get(cause) ?? new Set()).add(kind));
    }
  }

  /** Places from which a condition of this category at `key` may have come, nearest first, without `key` itself. */
  causesOf(key: string, category: string): CausePaths {
    const networks = NETWORKS[category];
    if (networks === undefined || !this.#causes.has(key)) return NO_PATHS;
    const name = `${networks.join()}\0${key}`;
    let paths = this.#known.get(name);
    if (paths === undefined) {
      paths = this.#search(key, networks);
      if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
      this.#known.set(name, paths);
    }
    return paths;
  }

  /** True when what happens at `key` reaches others over a network that is not traffic: then it is a source, not only a symptom. */
  isSource(key: string, category: string): boolean {
    const networks = NETWORKS[category];
    const effects = this.#effects.get(key);
    if (networks === undefined || effects === undefined) return false;
    return networks.some((kind) => kind !== 'road' && effects.has(kind));
  }

  #search(start: string, networks: readonly TopologyLink['kind'][]): CausePaths {
    const found = new Map<string, CausePath>();
    let front = [
      { key: start, lagMs: 0, over: networks, first: undefined as TopologyLink['kind'] | undefined },
    ];
    for (let hops = 1; hops <= MAX_HOPS && front.length > 0; hops++) {
      const next: typeof front = [];
      for (const place of front) {
        for (const edge of this.#causes.get(place.key) ?? []) {
          if (!place.over.includes(edge.kind) || edge.key === start || found.has(edge.key)) continue;
          if (found.size >= MAX_PLACES) return found;
          const lagMs = place.lagMs + edge.lagMs;
          const first = place.first ?? edge.kind;
          found.set(edge.key, { hops, lagMs, kind: first });
          next.push({ key: edge.key, lagMs, over: NEXT[edge.kind], first });
        }
      }
      front = next;
    }
    return found;
  }
}

export const NO_PATHS: CausePaths = new Map();
export const NO_TOPOLOGY = new TopologyIndex([]);
