/** A thread for one backtest: it folds recorded hours behind the live room, and ends. Started by `BacktestHandle`. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@metropane/base';
import { type BacktestAsk, runBacktest } from './run-backtest.ts';

assert(parentPort !== null, 'a backtest runs in a worker');
// Behind the hot fold, as the follower. On Linux this is the calling thread alone.
if (process.platform === 'linux') setPriority(10);
parentPort.postMessage(runBacktest(workerData as BacktestAsk));
