import type { FeedRecord } from '@metropane/live-state';
import type { StatusPort } from './api/api-deps.ts';
import type { Brokers } from './brokers.ts';
import type { FanoutHandle } from './fanout/start-fanout.ts';
import type { MessagePath } from './message-path.ts';
import { metricsText } from './operations/metrics.ts';

/** Readiness with its reasons and the figures of all parts, as `/readyz` and `/metrics` tell them. */
export function centreStatus(
  path: MessagePath,
  brokers: Brokers,
  fanout: () => FanoutHandle | null,
): StatusPort {
  const { pipeline, follower, payloads, offices, delivery, inFlight } = path;
  return {
    readiness() {
      const reasons: string[] = [];
      if (pipeline.health?.logStatus === 'degraded') reasons.push(`log: ${pipeline.health.logDetail}`);
      if (pipeline.health?.journalStatus === 'degraded') {
        reasons.push(`journal: ${pipeline.health.journalDetail}`);
      }
      if (follower.historyFault !== null) reasons.push(`history: ${follower.historyFault}`);
      else if (follower.fault !== null) reasons.push(`follower: ${follower.fault}`);
      if (follower.historyUpkeepFault !== null)
        reasons.push(`history upkeep: ${follower.historyUpkeepFault}`);
      if (payloads.fault !== null) reasons.push(`payloads: ${payloads.fault}`);
      if (offices.fault !== null) reasons.push(`offices: ${offices.fault}`);
      // A receiver that cannot be reached is no fault of the centre: its row says so.
      if (delivery.life.down !== null) reasons.push(`delivery: ${delivery.life.down}`);
      for (const broker of brokers.faults()) reasons.push(`broker: ${broker}`);
      return { ready: reasons.length === 0, reasons };
    },
    async metrics() {
      const feeds = await pipeline.call<FeedRecord[]>({ name: 'feeds' });
      return metricsText({
        feeds: feeds.map((feed) => ({ ...feed, inFlight: inFlight.of(feed.id) })),
        pipeline: pipeline.health,
        follower: follower.status,
        payloads: payloads.status,
        deliveries: delivery.status?.counts ?? {},
        workers: {
          ...{ follower: follower.life, payloads: payloads.life },
          ...{ offices: offices.life, delivery: delivery.life },
        },
        fanout: numbersOf(fanout()?.stats() ?? {}),
        broker: brokers.figures(),
      });
    },
  };
}

function numbersOf(stats: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stats).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
