import type { Clock } from '@metropane/base';
import type { SystemRecord } from '@metropane/live-state';
import type { Brokers } from './brokers.ts';
import type { DeliveryHandle } from './delivery/delivery-handle.ts';
import type { DeadLetterStore } from './ingest/dead-letter-store.ts';
import type { InFlight } from './ingest/in-flight.ts';
import type { OfficesHandle } from './offices/offices-handle.ts';
import type { FollowerHandle } from './pipeline/follower-handle.ts';
import type { PayloadHandle } from './pipeline/payload-handle.ts';
import type { PipelineHandle } from './pipeline/pipeline-handle.ts';
import type { WorkerLife } from './workers/supervised-worker.ts';

const EVERY_MS = 1_000;

/** Tells the view every second how the parts of the centre are: a part that fails is seen on every screen, never only in a log. */
export function watchSystems(parts: {
  pipeline: PipelineHandle;
  follower: FollowerHandle;
  payloads: PayloadHandle;
  offices: OfficesHandle;
  delivery: Pick<DeliveryHandle, 'fault' | 'life'>;
  brokers: Pick<Brokers, 'faults'>;
  deadLetters: DeadLetterStore;
  inFlight: InFlight;
  clock: Clock;
}): { stop(): void } {
  const since = new Map<string, { status: SystemRecord['status']; sinceMs: number }>();
  const tell = (id: string, status: SystemRecord['status'], detail: string): void => {
    const known = since.get(id);
    const sinceMs = known?.status === status ? known.sinceMs : parts.clock.nowMs();
    since.set(id, { status, sinceMs });
    parts.pipeline.setSystem({ id, status, detail, sinceMs });
  };
  const timer = setInterval(() => {
    const { pipeline, follower, payloads, offices, delivery, brokers, deadLetters } = parts;
    pipeline.setInFlight(parts.inFlight.all());
    const faults = brokers.faults();
    tell('broker', faults.length === 0 ? 'ok' : 'degraded', faults.join('; '));
    tell('log', pipeline.health?.logStatus ?? 'ok', pipeline.health?.logDetail ?? '');
    tell('journal', pipeline.health?.journalStatus ?? 'ok', pipeline.health?.journalDetail ?? '');
    tell('dead-letters', deadLetters.failure === null ? 'ok' : 'degraded', deadLetters.failure ?? '');
    if (follower.historyFault !== null) tell('history', 'down', follower.historyFault);
    else
      tell(
        'history',
        follower.historyUpkeepFault === null ? 'ok' : 'degraded',
        follower.historyUpkeepFault ?? '',
      );
    for (const [id, worker] of Object.entries({ follower, offices, delivery, payloads }))
      tell(id, statusOf(worker), detailOf(worker));
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

interface Watched {
  readonly fault: string | null;
  readonly life: WorkerLife;
}

function statusOf({ fault, life }: Watched): SystemRecord['status'] {
  if (life.down !== null) return 'down';
  return fault === null ? 'ok' : 'degraded';
}

/** A worker that works again keeps saying that it had ended: who looks later shall know why figures have a hole. */
function detailOf({ fault, life }: Watched): string {
  const { restarts, down, lastEnd } = life;
  const again = restarts === 0 ? [] : [`restarts: ${restarts}${down === null ? ` (${lastEnd})` : ''}`];
  return [...(fault === null ? [] : [fault]), ...again].join('; ');
}
