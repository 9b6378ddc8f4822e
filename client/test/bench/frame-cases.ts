import { LayerDiffBuilder } from '@metropane/live-state';
import { decodeFrame, encodeChannel, packParts } from '@metropane/protocol';
import { LiveStore } from '../../src/live/live-store.ts';
import type { BenchCase } from './bench-main.ts';
import { seededRandom } from './bench-map.ts';

const ROWS = 10_000;
const FRAMES = 120;
const METRICS = ['n', 'mean', 'min', 'max'];

/** One decimal, as sensors send them. */
function figures(random: () => number): number[] {
  return [1 + Math.floor(random() * 60), 10 + random() * 50, random() * 10, 60 + random() * 40].map(
    (value) => Math.round(value * 10) / 10,
  );
}

/** A binary frame of 10,000 entities: decoded, and applied to the live state. */
export async function frameCase(): Promise<BenchCase> {
  const live = new LiveStore();
  const random = seededRandom(3);
  const builder = new LayerDiffBuilder({ id: 'air', metrics: METRICS });
  const frameOf = (seq: number) => {
    for (let row = 0; row < ROWS; row++) {
      if (seq === 1)
        builder.name(row, `air:${String(row).padStart(6, '0')}`).move(row, 106 + random(), 10 + random());
      builder.measure(row, 1_763_881_500_000 + seq * 1_000 + Math.floor(random() * 1_000), figures(random));
    }
    const diff = builder.take();
    const { parts, body } = packParts([
      { channel: 'layer:air', bytes: encodeChannel({ kind: 'layer', diff }) },
    ]);
    return { header: { epoch: 1, from: seq - 1, seq, atMs: 1_763_881_500_000 + seq * 1_000, parts }, body };
  };
  const decoded = ({ header, body }: ReturnType<typeof frameOf>) => {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error('the frame does not decode');
    return frame.value;
  };
  live.applySnapshot(decoded(frameOf(1)), ['layer:air']);
  const frames = Array.from({ length: FRAMES }, (_, i) => frameOf(i + 2));
  return {
    update() {
      const frame = frames.shift();
      if (frame === undefined) throw new Error('the frames of this case are used up');
      live.applyDiff(decoded(frame));
      return Promise.resolve();
    },
  };
}

/** The same figures as JSON objects into a map by entity. */
export async function recordsCase(): Promise<BenchCase> {
  const random = seededRandom(3);
  const held = new Map<string, object>();
  const texts = Array.from({ length: FRAMES }, (_, seq) =>
    JSON.stringify(
      Array.from({ length: ROWS }, (_, row) => {
        const [n, mean, min, max] = figures(random);
        return {
          id: `air:${String(row).padStart(6, '0')}`,
          t: 1_763_881_500_000 + seq * 1_000,
          n,
          mean,
          min,
          max,
        };
      }),
    ),
  );
  return {
    update() {
      for (const record of JSON.parse(texts.shift()!) as { id: string }[]) held.set(record.id, record);
      return Promise.resolve();
    },
  };
}
