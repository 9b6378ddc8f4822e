import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CheckpointStore,
  type FileSystem,
  Journal,
  type JournalRefusal,
  TelemetryLogReader,
  TelemetryLogWriter,
} from '@metropane/event-log';
import { builtinBindings, type FeedBinding } from '@metropane/feeds';
import type { CityDiff } from '@metropane/live-state';
import { ControlRoom } from '../src/fold/control-room.ts';
import { EMPTY_CONFIG } from '../src/fold/fold-config.ts';
import type { DeadLetter } from '../src/ingest/dead-letter-store.ts';
import { FeedRegistry } from '../src/ingest/feed-registry.ts';
import { ActionWriter } from '../src/pipeline/action-writer.ts';
import { DerivedWriter } from '../src/pipeline/derived-writer.ts';
import { FactWriter } from '../src/pipeline/fact-writer.ts';
import type { FoldFault } from '../src/pipeline/fold-fault.ts';
import { toFact } from '../src/pipeline/journal-facts.ts';
import { loadRoom } from '../src/pipeline/load-room.ts';
import { replayInto } from '../src/pipeline/log-replay.ts';
import type { ToPayloads } from '../src/pipeline/payload-messages.ts';
import { PayloadSender } from '../src/pipeline/payload-sender.ts';
import { DEFAULT_PAYLOAD_RETENTION, payloadFolder, PayloadService } from '../src/pipeline/payload-service.ts';
import { PipelineCore } from '../src/pipeline/pipeline-core.ts';
import { PersonalKeys } from '../src/personal/personal-keys.ts';
import { recoverRoom } from '../src/pipeline/recover.ts';
import { FeedClock, wallClock } from '../src/pipeline/room-clock.ts';
import { Sequencer } from '../src/pipeline/sequencer.ts';
import { View } from '../src/view/view.ts';

/**
 * A pipeline in this process, on a real log and a real journal in a fresh folder, with a clock that the test moves. With `recovers`
 * the room is that of the process before in `dir`: newest checkpoint and tail of the log.
 */
export function makePipeline(
  options: {
    bindings?: FeedBinding[];
    dir?: string;
    fs?: FileSystem;
    maxPendingBytes?: number;
    segmentBytes?: number;
    recovers?: boolean;
    /** The room's time is that of its events, as in an exercise. */
    hasFeedClock?: boolean;
  } = {},
) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'metropane-pipeline-'));
  const clock = { ms: Date.UTC(2026, 10, 23, 8), nowMs: () => clock.ms };
  const disk = {
    ...(options.fs === undefined ? {} : { fs: options.fs }),
    ...(options.maxPendingBytes === undefined ? {} : { maxPendingBytes: options.maxPendingBytes }),
    ...(options.segmentBytes === undefined ? {} : { segmentBytes: options.segmentBytes }),
  };
  const loaded =
    options.recovers === true
      ? loadRoom(valueOf(CheckpointStore.open({ folder: join(dir, 'checkpoints') })), null)
      : null;
  const log = valueOf(
    TelemetryLogWriter.openForAppend({
      folder: join(dir, 'log'),
      clock,
      ...(loaded?.header ? { continueAfter: loaded.header } : {}),
      ...disk,
    }),
  );
  const journal = valueOf(Journal.open(join(dir, 'journal.db')));
  const resolve = (seq: number) => {
    const entry = valueOf(journal.get(seq));
    if (entry === null) throw new Error(`no journal entry ${seq}`);
    return toFact(entry);
  };
  const recovered = loaded === null ? null : recoverRoom({ loaded, log, resolve });
  const room = recovered?.room ?? new ControlRoom();
  const roomClock = options.hasFeedClock === true ? new FeedClock(clock, room.nowMs) : wallClock(clock);
  const bindings = options.bindings ?? builtinBindings('Asia/Ho_Chi_Minh');
  const sequencer = new Sequencer(log, room, {
    flushed: () => undefined,
    fault: (fault) => faults.push(fault),
  });
  const view = new View(room);
  const diffs: CityDiff[] = [];
  const deadLetters: DeadLetter[] = [];
  const faults: FoldFault[] = [];
  /** What the journal answers while it is set. */
  const journalRefuses: { code: JournalRefusal | null } = { code: null };
  const keys = PersonalKeys.open(dir);
  const parts = {
    journal: {
      append: (draft: Parameters<Journal['append']>[0][number]) => {
        const { code } = journalRefuses;
        if (code !== null) return Promise.resolve({ ok: false as const, code, message: 'as the test wants' });
        const stored = journal.append([draft]);
        return Promise.resolve(stored.ok ? { ok: true as const, value: stored.value[0]! } : stored);
      },
      appendAll: (drafts: Parameters<Journal['append']>[0]) => {
        const { code } = journalRefuses;
        if (code !== null) return Promise.resolve({ ok: false as const, code, message: 'as the test wants' });
        return Promise.resolve(journal.append(drafts));
      },
    } as never,
    sequencer,
    room,
    clock: roomClock,
    unitAt: () => null,
    keys,
  };
  const facts = new FactWriter(parts);
  const derived = new DerivedWriter({
    journal: parts.journal,
    sequencer,
    room,
    nowMs: () => performance.now(),
    on: { ruleBroke: (broke) => actions.disable(broke) },
  });
  const actions = new ActionWriter(facts, room, roomClock);
  const payloads = new PayloadService({
    folder: payloadFolder(dir),
    clock,
    retention: DEFAULT_PAYLOAD_RETENTION,
    ...(options.fs === undefined ? {} : { fs: options.fs }),
  });
  const core = new PipelineCore({
    room,
    view,
    sequencer,
    registry: new FeedRegistry(bindings),
    facts,
    derived,
    payloads: new PayloadSender(portTo(payloads), log),
    clock: roomClock,
    onDiff: (diff) => diffs.push(diff),
    onDeadLetters: (letters) => deadLetters.push(...letters),
    pause: () => Promise.resolve(),
  });
  if (loaded === null) room.fold({ kind: 'epoch', epoch: log.epoch }, 0);
  const configure = () =>
    facts.write({
      kind: 'config',
      v: 1,
      atMs: clock.ms,
      actor: 'system',
      body: {
        ...EMPTY_CONFIG,
        feeds: bindings.map((b) => ({ ...b, simulated: false, periodMs: null })),
        layers: [{ id: 'traffic', metrics: ['speedKmh'] }],
      },
    });
  return {
    dir,
    clock,
    log,
    journal,
    room,
    view,
    core,
    facts,
    diffs,
    deadLetters,
    faults,
    journalRefuses,
    sequencer,
    payloads,
    resolve,
    configure,
    actions,
    derived,
    /** What the tail of the log told again. */
    toldAgain: recovered?.derived ?? [],
    kept: (dedupKey: string) => valueOf(journal.byDedupKey(dedupKey)),
    /** A new room folded from the log alone, optionally continuing from an older one. */
    replay(
      into: ControlRoom = new ControlRoom(),
      fromOffset?: number,
      skips?: ReadonlySet<number>,
    ): ControlRoom {
      const from = fromOffset === undefined ? {} : { from: { epoch: log.epoch, offset: fromOffset } };
      const fs = options.fs === undefined ? {} : { fs: options.fs };
      const reader = new TelemetryLogReader({ folder: join(dir, 'log'), ...from, ...fs });
      const until = { upToOffset: log.flushedOffset, resolve, ...(skips ? { skips } : {}) };
      while (replayInto(into, reader, until).hasMore);
      reader.close();
      return into;
    },
    close() {
      log.close();
      keys.close();
      journal.close();
    },
  };
}

/** A port whose other end takes everything at once, in this thread. */
export function portTo(service: PayloadService): ConstructorParameters<typeof PayloadSender>[0] {
  let onTaken: (taken: { bytes: number; settled: number }) => void = () => undefined;
  return {
    on(name: string, listener: typeof onTaken) {
      if (name === 'message') onTaken = listener;
      return this;
    },
    postMessage(message: ToPayloads) {
      if (message.type === 'open') service.open(message);
      else if (message.type === 'batch') service.take(message.batch);
      else service.takeMessage(message.message, message.missed);
      const columns = message.type === 'batch' ? message.batch.columns : null;
      onTaken({
        bytes: message.type === 'message' ? message.message.payload.length : (columns?.payloads.length ?? 0),
        settled: message.type === 'message' ? 1 : (columns?.feedOf.length ?? 0),
      });
    },
    close: () => undefined,
  } as never;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
