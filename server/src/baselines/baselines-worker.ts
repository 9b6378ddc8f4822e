/** A thread that fits series, one after the other, behind everything else. Started by `FitterThread`, ended by it. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { assert } from '@metropane/base';
import type { FitTask } from './baseline-tasks.ts';
import { fitSeries, loadFitting } from './fit-series.ts';

assert(parentPort !== null, 'fitting runs in a worker');
const port = parentPort;
// On Linux this is the calling thread alone.
if (process.platform === 'linux') setPriority(10);
loadFitting();
port.on('message', (task: FitTask) => port.postMessage(fitSeries(task)));
