import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { makeBaseMap, type BaseMapPlan } from '@metropane/base-map';

/** Draws the tiles beside the message path and leaves whole files only: a half written one is never seen under its name. */
const { plan, path } = workerData as { plan: BaseMapPlan; path: string };
const bytes = makeBaseMap(plan);
const unfinished = `${path}.tmp`;
const file = openSync(unfinished, 'w', 0o644);
try {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
  fsyncSync(file);
} finally {
  closeSync(file);
}
renameSync(unfinished, path);
parentPort?.postMessage(bytes.length);
