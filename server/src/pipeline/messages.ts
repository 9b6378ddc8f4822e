import type { MessagePort } from 'node:worker_threads';
import type { WallRefusal, WallRoom } from '../fold/walls/wall-room.ts';
import type { RejectCode } from '@metropane/city';
import type { BriefWarning } from '@metropane/incidents';
import type { CityDiff, SystemRecord } from '@metropane/live-state';
import type { WindowEngineCounters } from '@metropane/windowing';
import type { RawBatch } from '../broker/raw-batch.ts';
import type { DeadLetter } from '../ingest/dead-letter-store.ts';
import type { DerivedFigures } from './derived-writer.ts';
import type { DeskCall } from './desk-messages.ts';
import type { IncidentCursor, IncidentsWanted } from './incident-list.ts';

/** What crosses the thread boundary between main and the pipeline worker. Typed arrays are transferred, never shared. */
export type ToPipeline =
  | { type: 'raw'; batch: RawBatch }
  | { type: 'call'; id: number; call: PipelineCall }
  | { type: 'system'; record: SystemRecord }
  | { type: 'in-flight'; counts: Record<string, number> }
  /** A worker behind the log was started again: this is its line. */
  | { type: 'attach'; to: 'follower' | 'payloads'; port: MessagePort };

export type FromPipeline =
  | { type: 'ready'; epoch: number; recovered: Recovery }
  | { type: 'batch-done'; batchId: number; ok: true }
  | { type: 'batch-done'; batchId: number; ok: false; reason: string }
  | { type: 'reply'; id: number; ok: true; value: unknown }
  | { type: 'reply'; id: number; ok: false; code: string; message: string }
  | { type: 'diff'; diff: CityDiff }
  | { type: 'dead-letters'; letters: DeadLetter[] }
  | { type: 'health'; health: PipelineHealth };

export type PipelineCall =
  | {
      name: 'observations' | 'reports' | 'cases' | 'indicators';
      feed: string;
      body: Uint8Array;
      arrivalMs: number;
      actor: string;
    }
  | { name: 'replay'; feed: string; topic: string; payload: Uint8Array; arrivalMs: number }
  | { name: 'reject'; feed: string; code: RejectCode; arrivalMs: number }
  | { name: 'action'; incidentId: string; action: unknown; actor: string }
  /** What was done with an exercise, for the journal of the live room. */
  | { name: 'realm'; realm: string; act: 'open' | 'end'; actor: string }
  /** An entry that the fold passes over: who read or erased what is personal. With a `dedupKey` it is kept once. */
  | {
      name: 'note';
      kind: NoteKind;
      actor: string;
      body: object;
      dedupKey?: string;
      /** Sealed into the entry, readable with `PersonalKeys.open(record, …)`. */
      personal?: { record: string; fields: object };
    }
  | { name: 'feeds' }
  | { name: 'feed'; id: string }
  | { name: 'incidents'; wanted: IncidentsWanted; limit: number; after?: IncidentCursor }
  | { name: 'incident'; id: string }
  /** Where a report went: the id of its incident, or null. */
  | { name: 'incident-of-report'; source: string; id: string }
  | {
      name: 'entities';
      domain?: string;
      bbox?: [number, number, number, number];
      q?: string;
      limit: number;
      /** How many entities, in the order in which they were first heard, lie before the page. */
      after?: number;
    }
  | { name: 'offset' }
  | { name: 'state-hash' }
  | { name: 'walls' }
  | { name: 'wall-action'; wall: string; action: unknown; actor: string }
  | { name: 'shift' }
  /** `warnings`: what the journal, which the pipeline does not read, says is out. */
  | { name: 'shift-brief'; position: string; warnings: BriefWarning[] }
  | { name: 'shift-action'; action: unknown; actor: string; warnings: BriefWarning[] }
  | DeskCall
  | { name: 'stop' };

/** Kinds of journal entries that are kept for an audit and change nothing in the room. */
export type NoteKind =
  | 'personal-read'
  | 'personal-erased'
  | 'cap-issued'
  | 'cap-proposed'
  | 'delivery-act'
  | 'account'
  | 'token'
  | 'device'
  | 'session'
  | 'attachment-name';

/** What became of an act on a wall. */
export type WallAnswer = { status: 200; wall: WallRoom | null } | { status: 404 | 422; code: WallRefusal };

export interface Recovery {
  fromCheckpoint: boolean;
  tailRecords: number;
  cutBytes: number;
  missingRefs: number;
  /** Records that broke the fold twice and were passed over at this start. */
  skipped: string[];
  damages: string[];
  tookMs: number;
}

export interface PipelineHealth {
  offset: number;
  tickLagMs: number;
  entities: number;
  series: number;
  /** What the window engine refused or gave up, each a bound that was reached. */
  windows: Pick<WindowEngineCounters, 'seriesRefused' | 'seriesEvicted' | 'dedupEvicted' | 'quantilesLost'>;
  gaps: number;
  logStatus: 'ok' | 'degraded';
  logDetail: string;
  journalStatus: 'ok' | 'degraded';
  journalDetail: string;
  journalPending: number;
  /** Transitions of alarms and incidents on their way to the journal. */
  derived: DerivedFigures;
}
