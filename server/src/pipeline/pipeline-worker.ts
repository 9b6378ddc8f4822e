/**
 * Worker A: ingest, sequencer, log, hot fold and view in one thread, so that a reading crosses no queue between its bytes and its
 * place on the wall. Started by main with `PipelineStart`; talks in `messages.ts`.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@metropane/base';
import { loadCityPack, unitAt, unitsTouched } from '@metropane/city-pack';
import { CheckpointStore, JournalClient, repairPayloadStore, TelemetryLogWriter } from '@metropane/event-log';
import { fileKey } from '../fold/fold-journal.ts';
import { readFileFeeds } from '../ingest/file-feeds.ts';
import { FeedRegistry } from '../ingest/feed-registry.ts';
import { PersonalKeys } from '../personal/personal-keys.ts';
import { View } from '../view/view.ts';
import { ActionWriter } from './action-writer.ts';
import { ShiftWriter } from './shift-writer.ts';
import { CrashMarker } from './crash-marker.ts';
import { DeskCalls } from './desk-calls.ts';
import { diffColumns } from './diff-columns.ts';
import { FactWriter, JournalRefused } from './fact-writer.ts';
import { DerivedWriter } from './derived-writer.ts';
import { FoldFault } from './fold-fault.ts';
import { healRefs, journalConfig, keepSkip, showSkipped } from './heal-journal.ts';
import { GeofenceWriter } from './geofence-writer.ts';
import { IncidentOpener } from './incident-opener.ts';
import { JournalFactReader } from './journal-facts.ts';
import type { FromPipeline, ToPipeline } from './messages.ts';
import { PayloadSender } from './payload-sender.ts';
import { payloadFolder } from './payload-service.ts';
import { PipelineCalls } from './pipeline-calls.ts';
import { PipelineCore } from './pipeline-core.ts';
import { pipelineHealth } from './pipeline-health.ts';
import type { PipelineStart } from './pipeline-start.ts';
import { loadRoom } from './load-room.ts';
import { ProgressLine } from './progress-line.ts';
import { recoverRoom } from './recover.ts';
import { recoverPastPoison } from './recover-past-poison.ts';
import { FeedClock, wallClock } from './room-clock.ts';
import { RuleWriter } from './rule-writer.ts';
import { Sequencer } from './sequencer.ts';

const TICK_MS = 100;
const SYNC_EVERY_TICKS = 10;
const VERIFY_EVERY_TICKS = 300;
const HEALTH_EVERY_TICKS = 10;
/** How long a fact of a sender that cannot be told waits before the journal is asked again. */
const JOURNAL_RETRY_MS = 1_000;

assert(parentPort !== null, 'the pipeline runs in a worker');
const port = parentPort;
const start = workerData as PipelineStart;
const wall = { nowMs: () => Date.now() };
const startedMs = performance.now();

const checkpoints = required(
  'checkpoints',
  CheckpointStore.open({ folder: join(start.dataDir, 'checkpoints') }),
);
let loaded = loadRoom(checkpoints, null);
let isFresh = true;
const opened = TelemetryLogWriter.openForAppend({
  folder: join(start.dataDir, 'log'),
  clock: wall,
  ...(loaded.header === null ? {} : { continueAfter: loaded.header }),
});
const log = required('the log cannot be opened', opened);
// Before the first reading of this process: places that the log gives out again must not show what was sent before.
required(
  'the payload store cannot be repaired',
  repairPayloadStore(payloadFolder(start.dataDir), log.startOffset),
);
const payloads = new PayloadSender(start.payloads, log);
const progress = new ProgressLine(start.progress);
const journal = new JournalClient(start.journal as never);
const marker = new CrashMarker(start.dataDir);
const facts = new JournalFactReader(join(start.dataDir, 'journal.db'));
const { recovered, skipped } = await recoverPastPoison({
  recover(skips) {
    if (!isFresh) loaded = loadRoom(checkpoints, null);
    isFresh = false;
    return recoverRoom({ loaded, log, resolve: (seq) => facts.get(seq), skips });
  },
  skips: facts.skips(),
  marker,
  keepSkip: (fault) => keepSkip(journal, fault, wall.nowMs()),
});
facts.close();
const { room, tailRecords, damages, derived: toldAgain } = recovered;
const clock = start.hasFeedClock ? new FeedClock(wall, room.nowMs) : wallClock(wall);

const view = new View(room);
const sequencer = new Sequencer(log, room, {
  flushed: (offset) => progress.flushed(offset),
  fault: (fault) => marker.write(fault),
});
const pack = required('the city', loadCityPack(start.city));
const keys = PersonalKeys.open(start.dataDir);
const writerParts = {
  keys,
  journal,
  sequencer,
  room,
  clock,
  unitAt: (loc: readonly [number, number]) => {
    const unit = unitAt(pack, loc[0], loc[1]);
    return unit === undefined ? null : { code: unit.code, name: unit.name };
  },
};
const factWriter = new FactWriter(writerParts);
const derived = new DerivedWriter({
  journal,
  sequencer,
  room,
  nowMs: () => performance.now(),
  on: { ruleBroke: (broke) => actions.disable(broke) },
});
const registry = new FeedRegistry(start.bindings, { isLive: !start.hasFeedClock });
const core = new PipelineCore({
  room,
  view,
  sequencer,
  registry,
  facts: factWriter,
  derived,
  payloads,
  clock,
  onDiff: (diff) => port.postMessage({ type: 'diff', diff } satisfies FromPipeline, diffColumns(diff)),
  onDeadLetters: (letters) => post({ type: 'dead-letters', letters }),
  pause: () => new Promise((resolve) => setTimeout(resolve, JOURNAL_RETRY_MS)),
});
const actions = new ActionWriter(factWriter, room, clock);
const incidents = new IncidentOpener({
  ...writerParts,
  actions,
  facts: factWriter,
  isExercise: start.hasFeedClock,
});
const rules = new RuleWriter({ actions, facts: factWriter, room, clock });
const geofences = new GeofenceWriter({
  ...{ actions, facts: factWriter, room, clock },
  city: {
    bbox: pack.bbox,
    unitsTouched: (ring) => unitsTouched(pack, ring).map(({ code, name }) => ({ code, name })),
  },
});
const calls = new PipelineCalls({
  core,
  room,
  view,
  sequencer,
  actions,
  desk: new DeskCalls({
    ...{ room, actions, incidents, rules, geofences, clock },
    facts: factWriter,
    publish: () => core.publish(),
  }),
  shifts: new ShiftWriter({ facts: factWriter, room, feeds: () => view.feeds(), clock }),
  derived,
  facts: factWriter,
});

await derived.recover(toldAgain, log.startOffset);
const missingRefs = await healRefs({ journal, room, sequencer });
if (log.repair.cutBytes > 0) sequencer.take({ kind: 'gap', bytes: log.repair.cutBytes, reason: 'torn tail' });
if (log.repair.lost !== null) {
  const { fromOffset, toOffset } = log.repair.lost;
  sequencer.take({
    kind: 'gap',
    bytes: toOffset - fromOffset,
    reason: 'records known to a checkpoint are gone',
  });
}
await journalConfig(start.config, { room, facts: factWriter, atMs: clock.nowMs() });
showSkipped(skipped, { sequencer, view, atMs: clock.nowMs() });
core.tick();

let ticks = 0;
let expectedMs = performance.now() + TICK_MS;
let tickLagMs = 0;
const ticker = setInterval(onTick, TICK_MS);
port.on('message', (message: ToPipeline) => void receive(message));
post({
  type: 'ready',
  epoch: room.epoch,
  recovered: {
    fromCheckpoint: loaded.header !== null,
    tailRecords,
    cutBytes: log.repair.cutBytes,
    missingRefs,
    skipped: skipped.map(
      ({ offset, feed, message }) => `record ${offset} of feed ${feed || 'none'}: ${message}`,
    ),
    damages: [...loaded.passedOver, ...damages],
    tookMs: Math.round(performance.now() - startedMs),
  },
});

if (start.feedDir !== null) void readFiles(start.feedDir);

function onTick(): void {
  tickLagMs = Math.max(0, performance.now() - expectedMs);
  expectedMs = performance.now() + TICK_MS;
  ticks += 1;
  core.tick();
  progress.derived(derived.safeOffset, sequencer.unloggedRecords === 0);
  if (ticks % SYNC_EVERY_TICKS === 0) {
    sequencer.sync();
    actions.retryBroken();
  }
  // What was folded and never logged no replay can have.
  if (ticks % VERIFY_EVERY_TICKS === 0 && sequencer.unloggedRecords === 0)
    progress.verify(sequencer.flushedOffset, room.stateHash());
  if (ticks % HEALTH_EVERY_TICKS === 0)
    post({
      type: 'health',
      health: pipelineHealth({ sequencer, room, factWriter, derived, journal, tickLagMs }),
    });
}

async function receive(message: ToPipeline): Promise<void> {
  switch (message.type) {
    case 'raw':
      try {
        await core.takeBatch(message.batch);
        post({ type: 'batch-done', batchId: message.batch.id, ok: true });
      } catch (error) {
        if (error instanceof FoldFault) throw error;
        // Nothing of the batch is acknowledged: its senders repeat it, and identities make that harmless.
        post({ type: 'batch-done', batchId: message.batch.id, ok: false, reason: textOf(error) });
      }
      return;
    case 'in-flight':
      view.inFlight = (feed) => message.counts[feed] ?? 0;
      return;
    case 'system':
      view.setSystem(message.record);
      return;
    case 'attach':
      if (message.to === 'follower') progress.attach(message.port);
      else payloads.attach(message.port, log.nextOffset);
      return;
    case 'call':
      try {
        post({ type: 'reply', id: message.id, ok: true, value: await calls.answer(message.call) });
        if (message.call.name === 'stop') finish();
      } catch (error) {
        if (error instanceof FoldFault) throw error;
        const code = error instanceof JournalRefused ? error.code : 'internal';
        post({ type: 'reply', id: message.id, ok: false, code, message: textOf(error) });
      }
  }
}

/** Files are read beside the live feeds, a chunk at a time; what was read to its end is remembered in the journal. */
function readFiles(feedDir: string): Promise<void> {
  return readFileFeeds(registry, start.bindings, {
    feedDir,
    nowMs: () => clock.nowMs(),
    wasRead: (file) => room.filesRead.has(fileKey(file)),
    take: (feed, { path, chunk, arrivalMs, result }) =>
      core.takeDecoded(feed, { message: { topic: path, payload: chunk, arrivalMs }, result }),
    onRead: (file) =>
      factWriter.write({ kind: 'file-read', v: 1, atMs: clock.nowMs(), actor: 'system', body: file }),
    onError: (feed, reason) =>
      view.setSystem({ id: `file:${feed}`, status: 'degraded', detail: reason, sinceMs: clock.nowMs() }),
  });
}

function finish(): void {
  clearInterval(ticker);
  log.close();
  journal.close();
  keys.close();
  payloads.close();
  progress.close();
  port.close();
}

function required<T>(what: string, result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(`${what}: ${result.message}`);
  return result.value;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function post(message: FromPipeline): void {
  port.postMessage(message);
}
