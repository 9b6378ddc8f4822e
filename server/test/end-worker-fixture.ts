/**
 * Loaded into a centre before its own program (`--import`): SIGUSR2 ends the thread whose name stands in a file. The program itself
 * knows nothing of it.
 */
import { readFileSync } from 'node:fs';
import { isMainThread, type Worker } from 'node:worker_threads';

const file = process.env['METROPANE_TEST_END_WORKER'];

// Threads load it too.
if (isMainThread && file !== undefined) {
  const threads = new Set<Worker>();
  process.on('worker', (worker) => {
    threads.add(worker);
    worker.once('exit', () => threads.delete(worker));
  });
  process.on('SIGUSR2', () => {
    const name = readFileSync(file, 'utf8');
    for (const thread of threads) if (thread.threadName === name) void thread.terminate();
  });
}
