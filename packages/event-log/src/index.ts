export type {
  CheckpointFault,
  DamageCode,
  DataFolderCode,
  DiskErrorCode,
  JournalRefusal,
  LogOpenCode,
} from './codes.ts';
export { attempt, toDiskError } from './file-system.ts';
export type { FileRef, FileSystem } from './file-system.ts';
export { FRAME_HEADER_BYTES, frameBytes, MAX_PAYLOAD_BYTES } from './frame.ts';
export { decodeEpochPayload, encodeEpochPayload, RECORD_KIND } from './log-record.ts';
export type { Damage, LogRecord, OffsetSpan, Position } from './log-record.ts';
export { removeExpiredSegments } from './log-retention.ts';
export { positionBefore } from './position-before.ts';
export type { RetentionPolicy, RetentionReport } from './log-retention.ts';
export { nodeFileSystem } from './node-file-system.ts';
export type { KeptPayload } from './payload-block.ts';
export { PayloadStoreReader } from './payload-store-reader.ts';
export { repairPayloadStore } from './payload-store-repair.ts';
export type { PayloadRepair } from './payload-store-repair.ts';
export { PayloadStoreWriter } from './payload-store-writer.ts';
export type { PayloadStats, PayloadStoreOptions } from './payload-store-writer.ts';
export { syncLogTail } from './sync-log-tail.ts';
export { TelemetryLogReader } from './telemetry-log-reader.ts';
export type { ReadReport, RecordVisitor, TelemetryLogReaderOptions } from './telemetry-log-reader.ts';
export { TelemetryLogWriter } from './telemetry-log-writer.ts';
export type { FlushReceipt, LogRepair, TelemetryLogOptions, UnloggedSpan } from './telemetry-log-options.ts';
export { CheckpointStore } from './checkpoint-store.ts';
export type {
  CheckpointLoad,
  CheckpointStoreOptions,
  LoadedCheckpoint,
  SkippedCheckpoint,
} from './checkpoint-store.ts';
export type { CheckpointHeader } from './checkpoint-file.ts';
export { CrashyFileSystem, SimulatedCrash } from './crashy-file-system.ts';
export type { DiskCall } from './crashy-file-system.ts';
export { DATA_FOLDER_VERSION, openDataFolder } from './data-folder.ts';
export { lockFolder } from './folder-lock.ts';
export type { DataFolder } from './data-folder.ts';
export { JournalClient } from './journal-client.ts';
export type { JournalClientOptions } from './journal-client.ts';
export { GENESIS_HASH, MAX_BODY_CHARS } from './journal-entry.ts';
export type { JournalEntry, JournalEntryDraft } from './journal-entry.ts';
export type { ChainHead, ChainReport } from './journal-verify.ts';
export { JournalWorker } from './journal-worker.ts';
export type { JournalWorkerOptions } from './journal-worker.ts';
export { Journal, MAX_PAGE } from './journal.ts';
export type { AppendReceipt, JournalOptions, TimeSpanQuery } from './journal.ts';
