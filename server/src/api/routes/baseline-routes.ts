import { HOURS_OF_WEEK, type BaselineModel, type BaselineQuality } from '@metropane/rules';
import { z } from 'zod';
import type { Round } from '../../baselines/baseline-office.ts';
import type { AskedModel } from '../../pipeline/baseline-desk.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const Wanted = z.object({
  rule: z.string().max(64).optional().describe('only what this rule asks for'),
  series: z.string().max(400).optional().describe('domain/entity/metric: this one alone, with its numbers'),
});

/** What is usual for the series that rules compare with it: what was fitted from what, and why there is nothing. */
export function baselineRoutes(app: Api): void {
  app.get(
    '/api/v1/baselines',
    {
      schema: {
        querystring: Wanted,
        description:
          'state: ready (fitted), stale (fitted, the newest attempt was refused), refused (never fitted, why), waiting (not tried yet). ' +
          'A rule does not judge a key whose baseline is refused or waiting.',
      },
    },
    async ({ room, query }) => {
      const asked = await room.pipeline.call<AskedModel[]>({ name: 'baselines' });
      const items = asked
        .filter(({ rules }) => query.rule === undefined || rules.includes(query.rule))
        .filter(({ series }) => query.series === undefined || series === query.series)
        .map((one) => toJson(one, query.series !== undefined));
      const { round } = room.baselines ?? { round: null };
      return {
        items,
        notJudged: items.filter(({ version }) => version === 0).length,
        round: roundJson(round),
      };
    },
  );
  app.post(
    '/api/v1/baselines/fit',
    {
      schema: {
        body: z.object({ rule: z.string().max(64) }),
        description:
          'fits at once everything that the rule asks for; answers when it is done. 409 in an exercise',
      },
    },
    async ({ room, body }) => {
      const { baselines } = room;
      if (baselines === null)
        throw new Problem(409, 'no-baselines', {
          detail: 'an exercise has no history of its own to fit from',
        });
      const asked = await room.pipeline.call<AskedModel[]>({ name: 'baselines' });
      const wanted = new Set(
        asked.filter(({ rules }) => rules.includes(body.rule)).map(({ series }) => series),
      );
      if (wanted.size === 0)
        throw new Problem(404, 'not-found', { detail: `no rule ${body.rule} in force asks for a baseline` });
      return roundJson(await baselines.fitNow((series) => wanted.has(series)));
    },
  );
}

function toJson({ series, rules, state }: AskedModel, hasNumbers: boolean): BaselineJson {
  const { version = 0, fittedAtMs = null, model = null, quality = null, refused = null } = state ?? {};
  return {
    ...{ series, rules, version },
    state: model === null ? (refused === null ? 'waiting' : 'refused') : refused === null ? 'ready' : 'stale',
    fitted: fittedAtMs === null ? null : isoTime(fittedAtMs),
    quality: quality === null ? null : qualityJson(quality),
    refused:
      refused === null
        ? null
        : {
            ...{ code: refused.code, message: refused.message, at: isoTime(refused.atMs) },
            quality: refused.quality === null ? null : qualityJson(refused.quality),
          },
    ...(hasNumbers && model !== null ? { hoursOfWeek: numbersOf(model) } : {}),
  };
}

interface BaselineJson {
  series: string;
  rules: string[];
  version: number;
  state: 'ready' | 'stale' | 'refused' | 'waiting';
  fitted: string | null;
  quality: object | null;
  refused: object | null;
  hoursOfWeek?: object[];
}

function qualityJson({ fromMs, toMs, hours, missingShare }: BaselineQuality): object {
  return { from: isoTime(fromMs), to: isoTime(toMs), hours, missingShare };
}

/** 168 rows from Monday 00:00, local time of the city. */
function numbersOf({ low, mid, high }: BaselineModel): object[] {
  return Array.from({ length: HOURS_OF_WEEK }, (_, hour) => {
    return { hour, low: low[hour] ?? null, mid: mid[hour] ?? null, high: high[hour] ?? null };
  });
}

function roundJson(round: Round | null): object | null {
  if (round === null) return null;
  const { startedMs, endedMs, ...counts } = round;
  return { started: isoTime(startedMs), ended: endedMs === null ? null : isoTime(endedMs), ...counts };
}
