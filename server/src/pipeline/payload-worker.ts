/**
 * Worker *payloads*: compresses and keeps messages as they came, away from the hot path, and answers which message brought a
 * reading. Fed by the pipeline worker, asked by main.
 */
import { setPriority } from 'node:os';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { assert } from '@metropane/base';
import type { AskPayloads, FromPayloads, PayloadsTaken, ToPayloads } from './payload-messages.ts';
import { DEFAULT_PAYLOAD_RETENTION, payloadFolder, PayloadService } from './payload-service.ts';
import { PipelineRefusal } from './pipeline-refusal.ts';

const FLUSH_EVERY_MS = 1_000;
const TIDY_EVERY_MS = 60_000;

assert(parentPort !== null, 'the payload store runs in a worker');
// A receipt can wait, the wall cannot. On Linux this is the calling thread alone.
if (process.platform === 'linux') setPriority(10);
const port = parentPort;
const { dataDir, pipeline } = workerData as { dataDir: string; pipeline: MessagePort };
const service = new PayloadService({
  folder: payloadFolder(dataDir),
  clock: { nowMs: () => Date.now() },
  retention: DEFAULT_PAYLOAD_RETENTION,
});

/** Messages that were taken, or told as lost, and may still wait for the disk. */
let unsettled = 0;

const flushing = setInterval(() => {
  if (service.tick()) settle();
  post({ type: 'status', status: service.status() });
}, FLUSH_EVERY_MS);
const tidying = setInterval(() => service.tidy(), TIDY_EVERY_MS);

pipeline.on('message', take);
port.on('message', (message: AskPayloads) => {
  // What the pipeline sent before the question was asked has arrived; it is taken in first.
  for (let next = receiveMessageOnPort(pipeline); next !== undefined; next = receiveMessageOnPort(pipeline)) {
    take(next.message as ToPayloads);
  }
  if (message.type === 'at') answer(message);
  else finish();
});

function take(message: ToPayloads): void {
  switch (message.type) {
    case 'open':
      service.open(message);
      service.tidy();
      unsettled += message.lost;
      return;
    case 'batch': {
      const { columns, missed } = message.batch;
      service.take(message.batch);
      unsettled += missed + (columns?.feedOf.length ?? 0);
      if (columns !== null) tellTaken({ bytes: columns.payloads.length, settled: 0 });
      return;
    }
    case 'message':
      service.takeMessage(message.message, message.missed);
      unsettled += message.missed + 1;
      tellTaken({ bytes: message.message.payload.length, settled: 0 });
  }
}

function settle(): void {
  if (unsettled > 0) tellTaken({ bytes: 0, settled: unsettled });
  unsettled = 0;
}

function tellTaken(taken: PayloadsTaken): void {
  pipeline.postMessage(taken);
}

function answer({ id, offset }: Extract<AskPayloads, { type: 'at' }>): void {
  try {
    post({ type: 'found', id, payload: service.at(offset) });
  } catch (error) {
    const code = error instanceof PipelineRefusal ? error.code : 'internal';
    post({ type: 'refused', id, code, message: error instanceof Error ? error.message : String(error) });
  }
}

function finish(): void {
  clearInterval(flushing);
  clearInterval(tidying);
  service.close();
  pipeline.close();
  port.close();
}

function post(message: FromPayloads): void {
  port.postMessage(message);
}
