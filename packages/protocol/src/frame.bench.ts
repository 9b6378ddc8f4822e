import { LayerDiffBuilder } from '@metropane/live-state';
import type { LayerDiff, LayerSchema } from '@metropane/live-state';
import { decodeChannel, encodeChannel } from './frame/channel-codec.ts';

/**
 * One diff frame of 10,000 aggregates against the same figures as JSON objects: bytes, and time to encode and decode.
 * Two kinds of figures: `sensor` as sensors send them (one decimal place), `mean` as averages are (any f32).
 */

interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  baselineValue: number;
  ratio: number;
  dropped: number;
  late: number;
  n: number;
}

const ROWS = 10_000;
const ROUNDS = 60;
const SCHEMA: LayerSchema = { id: 'traffic', metrics: ['n', 'mean', 'min', 'max'] };
const BASE_MS = 1_763_881_500_000;

interface Aggregate {
  id: string;
  t: number;
  n: number;
  mean: number;
  min: number;
  max: number;
}

export const benches = {
  'frame.bytes': () => Promise.resolve([measured('sensor').bytes, measured('mean').bytes]),
  'frame.speed': () => Promise.resolve([measured('sensor').speed, measured('mean').speed]),
};

function measured(kind: 'sensor' | 'mean'): { bytes: Figure; speed: Figure } {
  const aggregates = makeAggregates(kind);
  const diff = toLayerDiff(aggregates);
  const text = Buffer.from(JSON.stringify(aggregates));
  const bytes = encodeChannel({ kind: 'layer', diff });
  const times = { columns: [] as number[], json: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.columns.push(millisecondsOf(() => decodeChannel(encodeChannel({ kind: 'layer', diff }))));
    // A diff of objects is what a server without columns holds and sends.
    times.json.push(millisecondsOf(() => JSON.parse(Buffer.from(JSON.stringify(aggregates)).toString())));
  }
  const columnsMs = median(times.columns);
  const jsonMs = median(times.json);
  const common = { dropped: 0, late: 0, n: ROWS };
  return {
    bytes: {
      name: `frame.bytes.${kind}`,
      value: bytes.length,
      unit: 'bytes',
      baseline: 'JSON objects',
      baselineValue: text.length,
      ratio: text.length / bytes.length,
      ...common,
    },
    speed: {
      name: `frame.speed.${kind}`,
      value: columnsMs,
      unit: 'ms encode + decode',
      baseline: 'JSON objects',
      baselineValue: jsonMs,
      ratio: jsonMs / columnsMs,
      ...common,
    },
  };
}

function makeAggregates(kind: 'sensor' | 'mean'): Aggregate[] {
  let seed = 42;
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const figure = (least: number, span: number): number => {
    const value = least + next() * span;
    return kind === 'sensor' ? Math.round(value * 10) / 10 : Math.fround(value);
  };
  return Array.from({ length: ROWS }, (_, i) => ({
    id: `seg:${String(i).padStart(6, '0')}`,
    t: BASE_MS + Math.floor(next() * 10_000),
    n: 1 + Math.floor(next() * 60),
    mean: figure(10, 50),
    min: figure(0, 10),
    max: figure(60, 40),
  }));
}

/** The rows were named before: a diff carries ids as row numbers, about nine of ten rows changed. */
function toLayerDiff(aggregates: readonly Aggregate[]): LayerDiff {
  const builder = new LayerDiffBuilder(SCHEMA);
  aggregates.forEach(({ t, n, mean, min, max }, i) => {
    builder.measure(i + Math.floor(i / 9), t, [n, mean, min, max]);
  });
  return builder.take();
}

function millisecondsOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
