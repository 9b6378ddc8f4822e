import { makeRng } from '@metropane/base';
import { applyDiff, emptyState } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { decodeRoom, encodeRoom } from '../src/pipeline/room-snapshot.ts';
import { makePipeline } from './pipeline-fixture.ts';

const SEEDS = Array.from({ length: process.env['METROPANE_TEST_FULL'] === '1' ? 40 : 6 }, (_, i) => i + 1);
const utf8 = new TextEncoder();

/** Readings with disorder, duplicates, late ones and refused ones; reports, acts and ticks between them. */
async function liveHour(
  pipeline: ReturnType<typeof makePipeline>,
  { seed, steps }: { readonly seed: number; readonly steps: number },
  onStep?: (step: number) => void,
) {
  const rng = makeRng(seed);
  await pipeline.configure();
  let last = '';
  for (let step = 0; step < steps; step++) {
    pipeline.clock.ms += rng.int(400);
    const what = rng.next();
    if (what < 0.6) {
      const lateness = rng.next() < 0.05 ? 300_000 : rng.int(4_000);
      const body = JSON.stringify({
        domain: 'traffic',
        entity: `s${rng.int(20)}`,
        t: pipeline.clock.ms - lateness,
        v: { speedKmh: rng.int(60), flowVph: rng.next() < 0.1 ? null : rng.int(900) },
        ...(rng.next() < 0.3 ? { id: `i${rng.int(50)}` } : {}),
      });
      const again = rng.next() < 0.15 && last !== '' ? last : body;
      last = body;
      await take(pipeline, 'observations', again);
    } else if (what < 0.7) {
      await take(pipeline, 'observations', rng.next() < 0.5 ? '{"broken"' : '[]');
    } else if (what < 0.8) {
      const report = {
        id: `r${rng.int(60)}`,
        t: pipeline.clock.ms,
        category: 'flood',
        title: 'Ngập',
        loc: [106.6 + rng.next() / 5, 10.7],
      };
      await take(pipeline, 'reports', JSON.stringify(report));
    } else if (what < 0.85) {
      const incident = [...pipeline.room.incidents.values()].at(-1);
      if (incident !== undefined) {
        const action = {
          action: rng.next() < 0.5 ? 'acknowledge' : 'note',
          text: 'x',
          expectedRevision: incident.revision,
        };
        await pipeline.actions.take(incident.id, action, 'desk 1');
      }
    } else pipeline.core.tick();
    onStep?.(step);
  }
}

const take = (pipeline: ReturnType<typeof makePipeline>, topic: string, body: string) =>
  pipeline.core.takeMessage('http', { topic, payload: utf8.encode(body), arrivalMs: pipeline.clock.ms });

test.each(SEEDS)('folding the log again gives the state hash of the live fold (seed %i)', async (seed) => {
  const pipeline = makePipeline();
  await liveHour(pipeline, { seed, steps: 600 });
  expect(pipeline.replay().stateHash()).toBe(pipeline.room.stateHash());
  pipeline.close();
});

test.each(SEEDS)(
  'a checkpoint at a random moment plus the tail gives the same hash (seed %i)',
  async (seed) => {
    const pipeline = makePipeline();
    const at = makeRng(seed + 1000).int(600);
    let checkpoint: Uint8Array | null = null;
    let offset = 0;
    await liveHour(pipeline, { seed, steps: 600 }, (step) => {
      if (step !== at) return;
      checkpoint = encodeRoom(pipeline.room);
      offset = pipeline.log.flushedOffset;
    });
    const restored = decodeRoom(checkpoint!, null);
    expect(pipeline.replay(restored, offset).stateHash()).toBe(pipeline.room.stateHash());
    pipeline.close();
  },
);

test.each(SEEDS)('the law of conservation holds at every moment (seed %i)', async (seed) => {
  const pipeline = makePipeline();
  await liveHour(pipeline, { seed, steps: 400 }, () => {
    for (const feed of pipeline.view.feeds()) {
      const rejected = Object.values(feed.rejected).reduce<number>((sum, n) => sum + (n ?? 0), 0);
      expect(feed.received).toBe(feed.counted + feed.duplicate + feed.late + rejected);
    }
  });
  pipeline.close();
});

test('the published diffs, applied in order, are the state of the room', async () => {
  const pipeline = makePipeline();
  await liveHour(pipeline, { seed: 7, steps: 400 });
  pipeline.clock.ms += 2_000;
  pipeline.core.tick();
  const state = emptyState(pipeline.room.epoch);
  for (const diff of pipeline.diffs) {
    expect(diff.from).toBe(state.seq);
    applyDiff(state, diff);
  }
  expect(state.records.incident.size).toBe(pipeline.room.incidents.size);
  for (const incident of pipeline.room.incidents.values())
    expect(state.records.incident.get(incident.id)).toEqual(incident);
  const layer = state.layers.get('traffic')!;
  const { entities } = pipeline.room;
  for (const entity of entities.rowsOf('traffic')) {
    const series = entities.findSeries(entity, 'speedKmh');
    if (series === undefined || Number.isNaN(entities.latestValue[series]!)) continue;
    expect(layer.metrics[0]![entities.rowOf[entity]!]).toBeCloseTo(entities.latestValue[series]!, 3);
  }
  pipeline.close();
});
