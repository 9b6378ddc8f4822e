import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ControlRoom } from '../src/fold/control-room.ts';
import type { LogEntry } from '../src/fold/log-entry.ts';
import { loadRoom } from '../src/pipeline/load-room.ts';
import { makeFollower } from './follower-fixture.ts';
import { makePipeline } from './pipeline-fixture.ts';

afterEach(() => void vi.restoreAllMocks());

const utf8 = new TextEncoder();
type Pipeline = ReturnType<typeof makePipeline>;
async function readings(pipeline: Pipeline, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    pipeline.clock.ms += 50;
    const item = { domain: 'air', entity: `e${i % 3}`, t: pipeline.clock.ms, v: { x: i } };
    const payload = utf8.encode(JSON.stringify(item));
    await pipeline.core.takeMessage('http', { topic: 'observations', payload, arrivalMs: pipeline.clock.ms });
  }
  pipeline.core.tick();
}
const segments = (pipeline: Pipeline) =>
  readdirSync(join(pipeline.dir, 'log')).filter((name) => name.endsWith('.seg'));
const rowsOf = (store: Awaited<ReturnType<typeof makeFollower>>['store']) => store.stats.rows;

test('old log goes after a checkpoint, never what a kept checkpoint needs, and the room recovers from the rest', async () => {
  const pipeline = makePipeline({ segmentBytes: 2_000 });
  await pipeline.configure();
  const retention = { maxAgeMs: 365 * 86_400_000, maxBytes: 5_000 };
  const { follower, checkpoints } = await makeFollower(pipeline, { retention });
  for (let round = 0; round < 6; round++) {
    await readings(pipeline, 60);
    await follower.catchUp(pipeline.log.flushedOffset);
    await follower.checkpoint();
  }
  const first = Number(segments(pipeline)[0]!.slice(0, 20));
  const headers = checkpoints.headers();
  const oldest = headers.ok ? headers.value.at(-1)!.offset : -1;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(oldest);
  const { room, header } = loadRoom(checkpoints, null, (each) => each.offset === oldest);
  expect(pipeline.replay(room, header!.offset).stateHash()).toBe(pipeline.room.stateHash());
  expect(follower.status({ status: 'ok', detail: '' }).fault).toBeNull();
  pipeline.close();
});

test('log younger than the age and smaller than the budget stays', async () => {
  const pipeline = makePipeline({ segmentBytes: 2_000 });
  await pipeline.configure();
  const { follower } = await makeFollower(pipeline, { retention: { maxAgeMs: 86_400_000, maxBytes: 1e9 } });
  for (let round = 0; round < 5; round++) {
    await readings(pipeline, 60);
    await follower.catchUp(pipeline.log.flushedOffset);
    await follower.checkpoint();
  }
  expect(Number(segments(pipeline)[0]!.slice(0, 20))).toBe(0);
  pipeline.clock.ms += 2 * 86_400_000;
  await readings(pipeline, 60);
  await follower.catchUp(pipeline.log.flushedOffset);
  await follower.checkpoint();
  expect(Number(segments(pipeline)[0]!.slice(0, 20)), 'a day later').toBeGreaterThan(0);
  pipeline.close();
});

test.each(['advance', 'catchUp'] as const)(
  'a checkpoint is taken whenever enough log lies behind the last, also while much waits (%s)',
  async (how) => {
    const pipeline = makePipeline();
    await pipeline.configure();
    const everyBytes = 3_000;
    const { follower, checkpoints } = await makeFollower(pipeline, { checkpointEveryBytes: everyBytes });
    const newest = () => {
      const headers = checkpoints.headers();
      return headers.ok ? (headers.value[0]?.offset ?? null) : null;
    };
    let before = 0;
    for (let round = 0; round < 3; round++) {
      await readings(pipeline, 5);
      follower.note({ type: 'flushed', offset: pipeline.log.flushedOffset });
      await follower.advance();
      expect(follower.offset - before).toBeLessThan(everyBytes);
      expect(newest()).toBe(before === 0 ? null : before);
      await readings(pipeline, 60);
      follower.note({ type: 'flushed', offset: pipeline.log.flushedOffset });
      await (how === 'advance' ? follower.advance() : follower.catchUp(pipeline.log.flushedOffset));
      expect(newest()).toBe(follower.offset);
      before = follower.offset;
    }
    const { room } = loadRoom(checkpoints, null);
    expect(room.stateHash()).toBe(pipeline.room.stateHash());
    pipeline.close();
  },
);

test('a checkpoint that history refused is not tried again at every stretch', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  let flushes = 0;
  const { follower } = await makeFollower(pipeline, {
    checkpointEveryBytes: 3_000,
    history: (inner) => ({
      async append(rows) {
        await inner.append(rows);
        return { coveredOffset: inner.coveredOffset, ...inner.stats };
      },
      flush() {
        flushes += 1;
        return Promise.reject(new Error('no space'));
      },
    }),
  });
  await readings(pipeline, 60);
  await expect(follower.catchUp(pipeline.log.flushedOffset)).rejects.toThrow('no space');
  await readings(pipeline, 2);
  await follower.catchUp(pipeline.log.flushedOffset);
  expect(flushes).toBe(1);
  expect(follower.isFlushFailing).toBe(true);
  pipeline.close();
});

test('rows that history refused go with the next attempt, once', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  let refusals = 2;
  const { follower, store } = await makeFollower(pipeline, {
    history: (inner) => ({
      async append(rows) {
        if (refusals-- > 0) throw new Error('no space');
        await inner.append(rows);
        return { coveredOffset: inner.coveredOffset, ...inner.stats };
      },
      async flush(upToOffset) {
        await inner.flush(upToOffset);
        return { coveredOffset: inner.coveredOffset, ...inner.stats };
      },
    }),
  });
  await readings(pipeline, 10);
  await expect(follower.catchUp(pipeline.log.flushedOffset)).rejects.toThrow('no space');
  await expect(follower.checkpoint()).rejects.toThrow('no space');
  await follower.checkpoint();
  expect(rowsOf(store)).toBe(10);
  expect(store.coveredOffset).toBe(pipeline.log.flushedOffset - 1);
  pipeline.close();
});

test('a follower whose fold broke stops, says so, and takes no checkpoint of half a room', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  await readings(pipeline, 5);
  const { follower, checkpoints } = await makeFollower(pipeline);
  await follower.catchUp(pipeline.log.flushedOffset);
  const whole = await follower.checkpoint();
  await readings(pipeline, 5);
  const fold = ControlRoom.prototype.fold;
  let isBroken = false;
  vi.spyOn(ControlRoom.prototype, 'fold').mockImplementation(function (
    this: ControlRoom,
    entry: LogEntry,
    offset: number,
  ) {
    if (this === follower.room && entry.kind === 'readings' && !isBroken) {
      isBroken = true;
      throw new Error('broken');
    }
    fold.call(this, entry, offset);
  });
  await follower.catchUp(pipeline.log.flushedOffset);
  expect(follower.status({ status: 'ok', detail: '' }).fault).toContain('broken');
  await readings(pipeline, 5);
  await follower.catchUp(pipeline.log.flushedOffset);
  expect(await follower.checkpoint()).toBe(whole);
  expect(checkpoints.headers()).toMatchObject({ ok: true, value: [{ offset: whole }] });
  pipeline.close();
});

test('history that holds much in memory is flushed between checkpoints, the log being durable first; a restart doubles nothing', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  const { follower, store } = await makeFollower(pipeline, { maxTailRows: 50 });
  for (let round = 0; round < 4; round++) {
    await readings(pipeline, 30);
    await follower.catchUp(pipeline.log.flushedOffset);
  }
  expect(store.stats).toMatchObject({ rows: 120, tailRows: 0, files: 2 });
  expect(store.coveredOffset).toBeGreaterThan(0);
  expect(store.coveredOffset).toBeLessThan(pipeline.log.flushedOffset);
  await readings(pipeline, 10);
  await follower.catchUp(pipeline.log.flushedOffset);
  follower.close();
  store.close();
  const again = await makeFollower(pipeline, { maxTailRows: 50 });
  await again.follower.catchUp(pipeline.log.flushedOffset);
  expect(rowsOf(again.store)).toBe(130);
  again.store.close();
  pipeline.close();
});
