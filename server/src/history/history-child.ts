/**
 * The history process: DuckDB in a process of its own, so that neither its memory nor its crash is the centre's.
 * It handles one request at a time, in order: a query never sees a flush half done. It ends when its parent does.
 */
import { setPriority } from 'node:os';
import { HistoryStore } from './history-store.ts';
import type { HistoryReply, HistoryRequest, HistoryStats } from './history-messages.ts';

const dir = process.argv[2];
if (dir === undefined || process.send === undefined) {
  process.stderr.write('history-child is started by the centre, with its folder as argument\n');
  process.exit(2);
}
process.on('disconnect', () => process.exit(0));

setPriority(10);
const store = await HistoryStore.open(dir);
let turn: Promise<void> = Promise.resolve();
process.on('message', (request: HistoryRequest) => {
  turn = turn.then(() => answer(request));
});
reply({ id: 0, ok: true, value: stats() });

async function answer(request: HistoryRequest): Promise<void> {
  try {
    reply({ id: request.id, ok: true, value: await run(request) });
  } catch (error) {
    reply({ id: request.id, ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}

async function run(request: HistoryRequest): Promise<Extract<HistoryReply, { ok: true }>['value']> {
  switch (request.op) {
    case 'append':
      await store.append(request.rows);
      return stats();
    case 'flush':
      await store.flush(request.upToOffset);
      return stats();
    case 'windows':
      return store.windows(request.query);
    case 'observations':
      return store.observations(request.query);
    case 'stats':
      return stats();
  }
}

function stats(): HistoryStats {
  return { coveredOffset: store.coveredOffset, ...store.stats };
}

function reply(message: HistoryReply): void {
  process.send?.(message);
}
