import type { FeedRecord } from '@metropane/live-state';
import type { FollowerStatus } from '../pipeline/follower-messages.ts';
import type { PipelineHealth } from '../pipeline/messages.ts';

export interface MetricSources {
  feeds: FeedRecord[];
  pipeline: PipelineHealth | null;
  follower: FollowerStatus | null;
  fanout: Record<string, number>;
  broker: Record<string, number>;
}

/** Prometheus text of the whole centre. Labels come from configuration and closed code lists, so their number is bounded. */
export function metricsText({ feeds, pipeline, follower, fanout, broker }: MetricSources): string {
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
    add('log_gaps_total', pipeline.gaps);
    add('journal_pending', pipeline.journalPending);
  }
  if (follower !== null) {
    add('follower_behind_bytes', follower.behindBytes);
    add('replay_verified_total', follower.verified);
    add('replay_mismatch_total', follower.mismatches);
    add('history_rows', follower.history.rows);
    add('history_files', follower.history.files);
  }
  for (const [name, value] of Object.entries(fanout)) add(`fanout_${snake(name)}`, value);
  for (const [name, value] of Object.entries(broker)) add(`broker_${snake(name)}`, value);
  return `${lines.join('\n')}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
