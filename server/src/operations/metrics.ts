import type { FeedRecord } from '@metropane/live-state';
import type { FollowerStatus } from '../pipeline/follower-messages.ts';
import type { PayloadStatus } from '../pipeline/payload-messages.ts';
import type { PipelineHealth } from '../pipeline/messages.ts';
import type { WorkerLife } from '../workers/supervised-worker.ts';

export interface MetricSources {
  feeds: FeedRecord[];
  pipeline: PipelineHealth | null;
  follower: FollowerStatus | null;
  payloads: PayloadStatus | null;
  fanout: Record<string, number>;
  broker: Record<string, number>;
  /** Messages that leave the centre, by target and state. */
  deliveries: Record<string, Partial<Record<string, number>>>;
  /** Threads that are started again when they end. */
  workers: Record<string, WorkerLife>;
}

/** Prometheus text of the whole centre. Labels come from configuration and closed code lists, so their number is bounded. */
export function metricsText(sources: MetricSources): string {
  const { feeds, pipeline, follower, payloads, fanout, broker, deliveries, workers } = sources;
  const lines: string[] = [];
  const add = (name: string, value: number, labels = ''): void =>
    void lines.push(`metropane_${name}${labels} ${value}`);
  for (const feed of feeds) {
    const label = `{feed="${escaped(feed.id)}"}`;
    add('feed_received_total', feed.received, label);
    add('feed_counted_total', feed.counted, label);
    add('feed_duplicate_total', feed.duplicate, label);
    add('feed_late_total', feed.late, label);
    add('feed_missing_total', feed.missing, label);
    add('feed_in_flight', feed.inFlight, label);
    for (const [code, n] of Object.entries(feed.rejected)) {
      add('feed_rejected_total', n ?? 0, `{feed="${escaped(feed.id)}",code="${escaped(code)}"}`);
    }
  }
  if (pipeline !== null) {
    add('log_offset_bytes', pipeline.offset);
    add('tick_lag_ms', pipeline.tickLagMs);
    add('entities', pipeline.entities);
    add('series', pipeline.series);
    add('series_refused_total', pipeline.windows.seriesRefused);
    add('series_evicted_total', pipeline.windows.seriesEvicted);
    add('identities_evicted_total', pipeline.windows.dedupEvicted);
    add('quantiles_lost_total', pipeline.windows.quantilesLost);
    add('log_gaps_total', pipeline.gaps);
    add('journal_pending', pipeline.journalPending);
    for (const [name, value] of Object.entries(pipeline.derived)) add(`derived_${snake(name)}`, value);
  }
  if (follower !== null) addFollower(follower, add);
  if (payloads !== null) addPayloads(payloads, add);
  addParts({ fanout, broker }, add);
  addDeliveries(deliveries, add);
  for (const [worker, { restarts, down }] of Object.entries(workers)) {
    add('worker_restarts_total', restarts, `{worker="${worker}"}`);
    add('worker_up', Number(down === null), `{worker="${worker}"}`);
  }
  return `${lines.join('\n')}\n`;
}

function addParts(
  parts: Record<string, Record<string, number>>,
  add: (name: string, value: number) => void,
): void {
  for (const [part, figures] of Object.entries(parts))
    for (const [name, value] of Object.entries(figures)) add(`${part}_${snake(name)}`, value);
}

function addDeliveries(
  deliveries: MetricSources['deliveries'],
  add: (name: string, value: number, labels: string) => void,
): void {
  for (const [target, counts] of Object.entries(deliveries))
    for (const [state, n] of Object.entries(counts))
      add('deliveries', n ?? 0, `{target="${escaped(target)}",state="${escaped(state)}"}`);
}

function addFollower(follower: FollowerStatus, add: (name: string, value: number) => void): void {
  add('follower_behind_bytes', follower.behindBytes);
  add('replay_verified_total', follower.verified);
  add('replay_mismatch_total', follower.mismatches);
  add('derived_matched_total', follower.derivedMatched);
  add('derived_mismatch_total', follower.derivedMismatches);
  add('history_rows', follower.history.rows);
  add('history_files', follower.history.files);
  add('history_bytes', follower.history.bytes);
  add('history_pane_rows', follower.history.paneRows);
  add('history_pane_files', follower.history.paneFiles);
  add('history_pane_bytes', follower.history.paneBytes);
  if (follower.history.oldestMs !== null)
    add('history_oldest_timestamp_seconds', follower.history.oldestMs / 1000);
}

function addPayloads(
  { kept, lost, payloadBytes, storedBytes, diskBytes }: PayloadStatus,
  add: (name: string, value: number) => void,
): void {
  add('payloads_kept_total', kept);
  add('payloads_lost_total', lost);
  add('payload_bytes_total', payloadBytes);
  add('payload_stored_bytes_total', storedBytes);
  add('payload_disk_bytes', diskBytes);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
