/**
 * What the browser's main thread spends: 100,000 moving points and 50,000 coloured segments against MapLibre's own ways, a frame of 10,000
 * entities against JSON; what a first visit loads and when it paints. Ways alternate, two rounds each, the better round counts; segments
 * take one round: a renderer without a graphics card needs a minute for it, and the main thread's own time hardly differs.
 */
import { join } from 'node:path';
import type { Figure } from '../../../scripts/bench/figure.ts';
import { buildClientIfChanged } from '../../../scripts/client/client-build.ts';
import { openBenchBrowser } from './bench-page.ts';
import type { BenchBrowser } from './bench-page.ts';
import { bundleKb, firstPaintMs } from './first-visit.ts';

/** One way of drawing or reading, and how many updates make a measurement. */
interface Way {
  case: string;
  updates: number;
  pauseMs?: number;
}

interface Duel {
  name: string;
  n: number;
  own: Way;
  baseline: Way & { words: string };
}

const ROUNDS = 2;
const UNIT = 'ms of the main thread per update';

const POINT_DATA = { case: 'points.data', updates: 3, words: 'maplibre setData' } as const;
const OWN_CHARTS: Way = { case: 'charts.own', updates: 8 };
const OWN_SEGMENTS: Way = { case: 'segments.own', updates: 8 };

export const benches = {
  'client.points': () =>
    fought([
      {
        ...{ name: 'client.points', n: 100_000, own: { case: 'points.own', updates: 16 } },
        baseline: POINT_DATA,
      },
      {
        // A second in which the points glide to where they were told to go, as a wall shows them.
        ...{ name: 'client.points.glide', n: 100_000 },
        own: { case: 'points.own', updates: 6, pauseMs: 1_000 },
        baseline: { ...POINT_DATA, words: 'maplibre setData without gliding' },
      },
    ]),
  'client.segments': () =>
    fought(
      [
        {
          ...{ name: 'client.segments', n: 50_000, own: OWN_SEGMENTS },
          baseline: { case: 'segments.data', updates: 2, words: 'maplibre setData' },
        },
        {
          ...{ name: 'client.segments.state', n: 50_000, own: OWN_SEGMENTS },
          baseline: { case: 'segments.state', updates: 2, words: 'maplibre feature-state' },
        },
      ],
      1,
    ),
  'client.frame': () =>
    fought([
      {
        ...{ name: 'client.frame', n: 10_000, own: { case: 'frame.own', updates: 100 } },
        baseline: { case: 'frame.json', updates: 100, words: 'JSON.parse into a Map' },
      },
    ]),
  'client.charts': () =>
    fought([
      {
        ...{ name: 'client.charts', n: 24, own: OWN_CHARTS },
        baseline: { case: 'charts.plain', updates: 8, words: 'plain ECharts, whole option' },
      },
      {
        ...{ name: 'client.charts.still', n: 24, own: OWN_CHARTS },
        baseline: { case: 'charts.still', updates: 8, words: 'plain ECharts without animation' },
      },
    ]),
  'client.visit': visitFigures,
};

async function fought(duels: readonly Duel[], rounds = ROUNDS): Promise<Figure[]> {
  const bench = await openBenchBrowser();
  try {
    const ways = duels.flatMap(({ own, baseline }) => [own, baseline]);
    const best = await bestOfRounds(ways, { bench, rounds });
    return duels.map(({ name, n, own, baseline }) => {
      const [value, baselineValue] = [best.get(keyOf(own))!, best.get(keyOf(baseline))!];
      return figureOf({ name, unit: UNIT, n, value, baseline: baseline.words, baselineValue });
    });
  } finally {
    await bench.stop();
  }
}

/** The least time of each way; a way that several duels share is measured once a round. */
async function bestOfRounds(
  ways: readonly Way[],
  { bench, rounds }: { bench: BenchBrowser; rounds: number },
): Promise<Map<string, number>> {
  const best = new Map<string, number>();
  const distinct = new Map(ways.map((way) => [keyOf(way), way]));
  for (let round = 0; round < rounds; round++)
    for (const [key, { case: name, updates, pauseMs }] of distinct) {
      const ms = await bench.msPerUpdate(name, { updates, pauseMs });
      best.set(key, Math.min(ms, best.get(key) ?? Infinity));
    }
  return best;
}

function keyOf({ case: name, pauseMs = 0 }: Way): string {
  return `${name} ${pauseMs}`;
}

async function visitFigures(): Promise<Figure[]> {
  const root = process.cwd();
  if (!(await buildClientIfChanged(root))) throw new Error('the client does not build');
  const dist = join(root, 'client/dist');
  const kb = bundleKb(dist);
  const paint = await firstPaintMs(dist);
  return [
    figureOf({
      ...{ name: 'client.shell', unit: 'KB gzip before the first paint', n: kb.files, value: kb.shell },
      ...{ baseline: 'all code of the client', baselineValue: kb.all },
    }),
    figureOf({
      ...{ name: 'client.first-paint', unit: 'ms', n: 1, value: paint.shell },
      ...{ baseline: 'a page of one word', baselineValue: paint.bare },
    }),
  ];
}

function figureOf(figure: Omit<Figure, 'ratio' | 'dropped' | 'late'>): Figure {
  return { ...figure, ratio: figure.baselineValue / figure.value, dropped: 0, late: 0 };
}
