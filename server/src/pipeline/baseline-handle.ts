import { setInterval } from 'node:timers';
import { type AskedBaseline, BaselineOffice, type Round } from '../baselines/baseline-office.ts';
import { FitterThread } from '../baselines/fitter-thread.ts';
import type { AskedModel, ModelEntry } from './baseline-desk.ts';
import type { FollowerHandle } from './follower-handle.ts';
import type { PipelineHandle } from './pipeline-handle.ts';

/** How often it is asked whether anything is due. */
const LOOK_MS = 60_000;
/** A week has 168 hours. */
const MAX_ROWS = 200;

/** Main's end of baselines: asks the pipeline what rules want, history what there was, and gives the journal what was fitted. */
export class BaselineHandle {
  readonly #office: BaselineOffice;
  readonly #timer: NodeJS.Timeout;

  constructor(parts: {
    pipeline: Pick<PipelineHandle, 'call'>;
    history: Pick<FollowerHandle, 'windows'>;
    nowMs: () => number;
    zone: string;
    zoneOfFeed: Readonly<Record<string, string>>;
  }) {
    const { pipeline, history, nowMs, zone, zoneOfFeed } = parts;
    this.#office = new BaselineOffice({
      ...{ nowMs, zone },
      asked: async () => (await pipeline.call<AskedModel[]>({ name: 'baselines' })).map(toAsked),
      openFitter: () => new FitterThread(),
      async hours({ domain, entity, metric }, span) {
        const query = { domain, entity, metric, window: 'PT1H' as const, ...span };
        return (await history.windows({ ...query, zone, zoneOfFeed, maxRows: MAX_ROWS })).rows;
      },
      async journal(series, outcome) {
        const entry: ModelEntry = outcome.ok
          ? { kind: 'model-fitted', body: { series, model: outcome.model, quality: outcome.quality } }
          : { kind: 'model-refused', body: { series, refusal: outcome.refusal } };
        await pipeline.call({ name: 'put-baseline', entry });
      },
    });
    this.#timer = setInterval(() => void this.#office.tick(), LOOK_MS);
    this.#timer.unref();
  }

  /** The newest round, also the one under way; null before the first. */
  get round(): Round | null {
    return this.#office.round;
  }

  fitNow(isWanted: (series: string) => boolean): Promise<Round> {
    return this.#office.fitNow(isWanted);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#office.stop();
  }
}

function toAsked({ series, domain, entity, metric, state }: AskedModel): AskedBaseline {
  const fittedAtMs = state?.fittedAtMs ?? null;
  return { series, domain, entity, metric, fittedAtMs, refusedAtMs: state?.refused?.atMs ?? null };
}
