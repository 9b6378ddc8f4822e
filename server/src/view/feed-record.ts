import type { FeedRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';

/** `npm start` promises a silent feed is marked at twice its period. Without a period only "never" can be told. */
const SILENT_AFTER_PERIODS = 2;

/** One feed as screens and `GET /feeds` show it; all counts from one fold snapshot, so the law holds inside it. */
export function feedRecord(
  room: ControlRoom,
  id: string,
  more: { inFlight: number; ratePerS: number },
): FeedRecord {
  const counts = room.ledger.counts(id);
  const config = room.ledger.config(id);
  const lastArrivalMs = finiteOrNull(counts.lastArrivalMs);
  const lastEventMs = finiteOrNull(counts.lastEventMs);
  const silentForMs = lastArrivalMs === null ? null : Math.max(0, room.nowMs - lastArrivalMs);
  const watermarkMs = finiteOrNull(feedWatermark(room, id, counts.lastEventMs));
  const periodMs = config?.periodMs ?? null;
  return {
    id,
    format: config?.format ?? 'metropane',
    status: room.faulted.has(id)
      ? 'faulted'
      : statusOf({ silentForMs, periodMs, said: room.feedStatus.get(id) }),
    received: counts.received,
    counted: counts.counted,
    duplicate: counts.duplicate,
    late: counts.late,
    rejected: { ...counts.rejected },
    missing: counts.missing,
    flagged: counts.flagged,
    conflict: counts.conflict,
    inFlight: more.inFlight,
    watermarkMs,
    lagMs: watermarkMs === null ? null : Math.max(0, room.nowMs - watermarkMs),
    silentForMs,
    lastArrivalMs,
    lastEventMs,
    periodMs,
    outOfOrdernessMs: config?.outOfOrdernessMs ?? null,
    allowedLatenessMs: config?.allowedLatenessMs ?? null,
    ratePerS: more.ratePerS,
    simulated: config?.simulated ?? false,
  };
}

/** The feed's own watermark where it has one, else its newest event time less the disorder that it is allowed. */
function feedWatermark(room: ControlRoom, id: string, lastEventMs: number): number {
  const source = room.sourceOfFeed.get(id);
  if (source !== undefined) return room.windows.watermarkMs(source);
  return lastEventMs - (room.ledger.config(id)?.outOfOrdernessMs ?? 0);
}

/** `said`: what the feed told of itself; a last will of `down` is known before any silence is. */
function statusOf({
  silentForMs,
  periodMs,
  said,
}: {
  silentForMs: number | null;
  periodMs: number | null;
  said: 'up' | 'down' | undefined;
}): FeedRecord['status'] {
  if (said === 'down') return 'down';
  if (silentForMs === null) return 'never';
  if (periodMs !== null && silentForMs > SILENT_AFTER_PERIODS * periodMs) return 'silent';
  return 'up';
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
