import type { MessagePort } from 'node:worker_threads';
import type { FeedBinding } from '@metropane/feeds';
import type { FoldConfig } from '../fold/fold-config.ts';

/** What the pipeline worker is started with. */
export interface PipelineStart {
  dataDir: string;
  /** True: the room's time is that of its events (an exercise); false: that of this machine. */
  hasFeedClock: boolean;
  config: FoldConfig;
  bindings: FeedBinding[];
  /** The only place from which `file:` feeds read; null = none. */
  feedDir: string | null;
  /** Folder or name of the city pack, for the unit of a place. */
  city: string;
  journal: MessagePort;
  /** To the payload store. */
  payloads: MessagePort;
  /** To the follower. */
  progress: MessagePort;
}
