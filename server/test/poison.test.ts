/** DESIGN 9.15: a record that breaks the fold costs one crash, never a loop, and is shown. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ControlRoom } from '../src/fold/control-room.ts';
import type { LogEntry } from '../src/fold/log-entry.ts';
import { CrashMarker } from '../src/pipeline/crash-marker.ts';
import { FoldFault } from '../src/pipeline/fold-fault.ts';
import { recoverPastPoison } from '../src/pipeline/recover-past-poison.ts';
import { makePipeline } from './pipeline-fixture.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'metropane-poison-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

const utf8 = new TextEncoder();
const post = (pipeline: ReturnType<typeof makePipeline>, entity: string) =>
  pipeline.core.takeMessage('http', {
    topic: 'observations',
    payload: utf8.encode(JSON.stringify({ domain: 'air', entity, t: pipeline.clock.ms, v: { x: 1 } })),
    arrivalMs: pipeline.clock.ms,
  });

/** A bug of the fold, for the test: it breaks on readings of one entity, halfway. */
function breakFoldOn(entity: string): void {
  const fold = ControlRoom.prototype.fold;
  vi.spyOn(ControlRoom.prototype, 'fold').mockImplementation(function (
    this: ControlRoom,
    entry: LogEntry,
    offset: number,
  ) {
    fold.call(this, entry, offset);
    if (entry.kind === 'readings' && entry.frame.texts.all().includes(entity))
      throw new Error('broken halfway');
  });
}

test('the live fold stops at a record that breaks it, and says where', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  breakFoldOn('poison');
  await expect(post(pipeline, 'poison')).rejects.toBeInstanceOf(FoldFault);
  expect(pipeline.faults).toEqual([expect.objectContaining({ feed: 'http', message: 'broken halfway' })]);
  await expect(post(pipeline, 'good'), 'a half changed room takes nothing more').rejects.toBeInstanceOf(
    FoldFault,
  );
  expect(() => pipeline.core.tick()).toThrow(FoldFault);
  pipeline.close();
});

test('the second crash at one record passes it over: the rest of the log folds, the feed is faulted and refused', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  await post(pipeline, 'before');
  breakFoldOn('poison');
  const marker = new CrashMarker(dir);
  await post(pipeline, 'poison').catch((error: FoldFault) => marker.write(error));
  const kept: FoldFault[] = [];
  const { recovered, skipped } = await recoverPastPoison({
    recover: (skips) => pipeline.replay(new ControlRoom(), undefined, skips),
    skips: [],
    marker,
    keepSkip: (fault) => Promise.resolve(void kept.push(fault)),
  });
  expect(skipped).toEqual(kept);
  expect(recovered.entities.find('air', 'before')).toBe(0);
  expect(recovered.entities.find('air', 'poison')).toBeUndefined();
  expect(marker.offset).toBeNull();
  const { offset, feed, message } = skipped[0]!;
  recovered.fold({ kind: 'skip', offset, feed, error: message }, offset + 1);
  expect(recovered.faulted.get('http')).toBe('broken halfway');
  recovered.fold({ kind: 'epoch', epoch: 9 }, offset + 2);
  expect(recovered.faulted.size, 'a restart lets it try again').toBe(0);
  pipeline.close();
});

test('the first crash at a record ends the process and leaves the marker for the next start', async () => {
  const marker = new CrashMarker(dir);
  const fault = new FoldFault({ offset: 77, feed: 'mqtt' }, new Error('once'));
  const recover = (): never => {
    throw fault;
  };
  const keepSkip = vi.fn<() => Promise<void>>();
  await expect(recoverPastPoison({ recover, skips: [], marker, keepSkip })).rejects.toBe(fault);
  expect(marker.offset).toBe(77);
  expect(keepSkip).not.toHaveBeenCalled();
});

test('several records behind each other cost one crash, and what earlier starts passed over stays so', async () => {
  const marker = new CrashMarker(dir);
  const bad = [10, 20, 30];
  marker.write(new FoldFault({ offset: 20, feed: 'mqtt' }, new Error('x')));
  const { recovered } = await recoverPastPoison({
    recover(skips) {
      const next = bad.find((offset) => !skips.has(offset));
      if (next !== undefined) throw new FoldFault({ offset: next, feed: 'mqtt' }, new Error('x'));
      return [...skips];
    },
    skips: [10],
    marker,
    keepSkip: () => Promise.resolve(),
  });
  expect(recovered).toEqual([10, 20, 30]);
});

test('a passed-over ref counts as folded, so that the refs behind it do not bring it back', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  const report = (id: string) =>
    pipeline.core.takeMessage('http', {
      topic: 'reports',
      payload: utf8.encode(
        JSON.stringify({
          id,
          t: pipeline.clock.ms,
          category: 'flood',
          title: id,
          loc: [100 + Number(id), 10],
        }),
      ),
      arrivalMs: pipeline.clock.ms,
    });
  const offset = pipeline.log.flushedOffset;
  await report('1');
  await report('2');
  const room = pipeline.replay(new ControlRoom(), undefined, new Set([offset]));
  expect([...room.incidents.values()].map((incident) => incident.title)).toEqual(['2']);
  expect(room.lastJournalSeq).toBe(pipeline.room.lastJournalSeq);
  pipeline.close();
});

test('messages of a faulted feed are refused and kept, those of others are taken', async () => {
  const pipeline = makePipeline();
  await pipeline.configure();
  pipeline.room.fold({ kind: 'skip', offset: 5, feed: 'http', error: 'broken' }, 9);
  expect(pipeline.view.feeds().find((feed) => feed.id === 'http')).toMatchObject({ status: 'faulted' });
  expect(await post(pipeline, 'a')).toMatchObject({ accepted: 0, rejected: [{ code: 'unsafe' }] });
  expect(pipeline.deadLetters).toHaveLength(1);
  pipeline.close();
});
