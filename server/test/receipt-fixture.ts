import { builtinBindings, type FeedBinding } from '@metropane/feeds';
import { onTestFinished } from 'vitest';
import { EMPTY_CONFIG, type FoldConfig } from '../src/fold/fold-config.ts';
import { Receipts } from '../src/history/receipts.ts';
import { answerReceipt } from '../src/pipeline/answer-receipt.ts';
import type { CityKnowledge } from '../src/pipeline/city-knowledge.ts';
import type { ReceiptAnswer, ReceiptQuestion } from '../src/pipeline/receipt-messages.ts';
import { makeFollower } from './follower-fixture.ts';
import { makePipeline } from './pipeline-fixture.ts';

export const T: number = Date.UTC(2026, 10, 23, 8);
const KNOWN: CityKnowledge = {
  zone: 'Asia/Ho_Chi_Minh',
  zoneOfFeed: {},
  names: new Map([['air\0a', { vi: 'Lê Duẩn', en: 'Le Duan' }]]),
  periods: new Map([['air\0a', { pm25UgM3: 10_000 }]]),
};

/** One reading of `air/{entity}/pm25UgM3`, `s` seconds after T. */
export interface Sent {
  s: number;
  v: number | null;
  id?: string;
  flag?: number;
  entity?: string;
}

/** A pipeline with a follower and history, to be asked for receipts. Sources are never idle unless the policy says so. */
export async function startReceipts(policy: Partial<FeedBinding> = {}, config: Partial<FoldConfig> = {}) {
  const bindings = builtinBindings('Asia/Ho_Chi_Minh').map((binding) => ({
    ...binding,
    idleAfterMs: 86_400_000,
    ...policy,
  }));
  const pipeline = makePipeline({ bindings });
  const feeds = bindings.map((binding) => ({ ...binding, simulated: false, periodMs: null }));
  const body = { ...EMPTY_CONFIG, feeds, ...config };
  await pipeline.facts.write({ kind: 'config', v: 1, atMs: pipeline.clock.ms, actor: 'system', body });
  let served = await makeFollower(pipeline);
  onTestFinished(() => {
    served.store.close();
    pipeline.close();
  });
  return {
    pipeline,
    /** Each as a message of its own; the clock goes with the newest. */
    async send(...all: Sent[]): Promise<void> {
      for (const { s, v, id, flag, entity = 'a' } of all) {
        const t = T + s * 1000;
        pipeline.clock.ms = Math.max(pipeline.clock.ms, t + 500);
        pipeline.core.tick();
        const told = { ...(id ? { id } : {}), ...(flag ? { q: { pm25UgM3: flag } } : {}) };
        const item = { domain: 'air', entity, t, v: { pm25UgM3: v }, ...told };
        const payload = new TextEncoder().encode(JSON.stringify(item));
        const message = { topic: 'observations', payload, arrivalMs: pipeline.clock.ms };
        await pipeline.core.takeMessage('http', message);
      }
      pipeline.core.tick();
    },
    async ask(question: ReceiptQuestion): Promise<ReceiptAnswer> {
      await served.follower.catchUp(pipeline.log.flushedOffset);
      const history = new Receipts(served.store);
      return answerReceipt({ room: served.follower.room, known: KNOWN, history }, question);
    },
    /** The follower and history end; with `checkpoint` what they had is in files, without it they fold the log again. */
    async restart({ checkpoint }: { checkpoint: boolean }): Promise<void> {
      if (checkpoint) await served.follower.checkpoint();
      served.follower.close();
      served.store.close();
      served = await makeFollower(pipeline);
    },
  };
}
