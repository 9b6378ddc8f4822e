import type { ControlRoom } from './control-room.ts';
import type { FeedConfig } from './fold-config.ts';

/**
 * The number by which the window engine knows a feed with this policy. A policy that changed is a new feed to the engine; entities
 * known before keep the policy that they started with.
 */
export function windowFeedOf(room: ControlRoom, policy: FeedConfig): number {
  const { id, watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs } = policy;
  const key = [id, watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs].join('\0');
  let feed = room.windowFeeds.get(key);
  if (feed === undefined) {
    feed = room.windows.addFeed({ watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs });
    room.windowFeeds.set(key, feed);
  }
  return feed;
}
