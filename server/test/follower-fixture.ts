import { join } from 'node:path';
import { CheckpointStore } from '@metropane/event-log';
import { HistoryStore } from '../src/history/history-store.ts';
import { Follower, type FollowerParts, type LogRetention } from '../src/pipeline/follower.ts';
import type { makePipeline } from './pipeline-fixture.ts';

/** A follower and its history in this process, behind a pipeline of the tests. */
export async function makeFollower(
  pipeline: ReturnType<typeof makePipeline>,
  options: {
    retention?: LogRetention;
    checkpointEveryBytes?: number;
    maxTailRows?: number;
    kept?: FollowerParts['kept'];
    history?: (store: HistoryStore) => FollowerParts['history'];
  } = {},
) {
  const store = await HistoryStore.open(join(pipeline.dir, 'history'));
  const stats = () => ({ coveredOffset: store.coveredOffset, ...store.stats });
  const plain: FollowerParts['history'] = {
    async append(rows) {
      await store.append(rows);
      return stats();
    },
    async flush(upToOffset) {
      await store.flush(upToOffset);
      return stats();
    },
  };
  const checkpoints = CheckpointStore.open({ folder: join(pipeline.dir, 'checkpoints') });
  if (!checkpoints.ok) throw new Error(checkpoints.message);
  const follower = new Follower({
    logFolder: join(pipeline.dir, 'log'),
    checkpoints: checkpoints.value,
    history: options.history?.(store) ?? plain,
    historyStats: stats(),
    resolve: pipeline.resolve,
    kept: options.kept ?? pipeline.kept,
    pause: () => Promise.resolve(),
    ...(options.retention === undefined ? {} : { retention: options.retention }),
    ...(options.checkpointEveryBytes === undefined
      ? {}
      : { checkpointEveryBytes: options.checkpointEveryBytes }),
    ...(options.maxTailRows === undefined ? {} : { maxTailRows: options.maxTailRows }),
  });
  return { follower, store, plain, checkpoints: checkpoints.value };
}
