import { Readable } from 'node:stream';
import { domainStatistic } from '@metropane/city';
import { z } from 'zod';
import type { ObservationRow, ObservationsPosition, WindowName } from '../../history/history-query.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';
import { csvBlocks, toWindowJson } from './window-json.ts';

const MAX_ROWS = 200_000;
const PAGE_ROWS = 10_000;
const DAY_MS = 86_400_000;
export const WINDOWS = ['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S', 'P1D'] as const satisfies WindowName[];
const WindowsQuery = z.object({
  domain: z.string(),
  entity: z.string().optional(),
  metric: z.string(),
  window: z.enum(WINDOWS),
  from: z.string(),
  to: z.string(),
  format: z.enum(['json', 'csv']).default('json'),
});
const ObservationsQuery = z.object({
  domain: z.string(),
  entity: z.string().optional(),
  metric: z.string().optional(),
  from: z.string(),
  to: z.string(),
  /** Also duplicates, conflicts and nulls, which are part of no number; every row then has its `outcome`. */
  all: z.enum(['0', '1']).default('0'),
  limit: limitParameter(1000),
  cursor: z.string().optional(),
});
const Position = z.tuple([z.number(), z.string(), z.string(), z.int().nonnegative()]);
/** Settled windows and the raw events behind them. */
export function windowRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/windows', { schema: { querystring: WindowsQuery } }, async (request, reply) => {
    const { from, to, format, entity, ...rest } = request.query;
    const { history, clock } = request.room;
    const { rows, finalBeforeMs } = await history.windows({
      ...rest,
      ...(entity === undefined ? {} : { entity }),
      ...span({ from, to }, clock.nowMs()),
      zone: deps.foldConfig().zone,
      zoneOfFeed: deps.zoneOfFeed,
      maxRows: MAX_ROWS + 1,
    });
    if (rows.length > MAX_ROWS) {
      throw new Problem(413, 'too-many-rows', {
        detail: `more than ${MAX_ROWS} windows: ask for a shorter range or longer windows`,
      });
    }
    if (format === 'json') return { items: rows.map((row) => toWindowJson(row, finalBeforeMs)) };
    return reply
      .type('text/csv; charset=utf-8')
      .send(Readable.from(csvBlocks(rows, finalBeforeMs, domainStatistic(rest.domain, rest.metric)?.column)));
  });
  app.get('/api/v1/observations', { schema: { querystring: ObservationsQuery } }, async (request) => {
    const { from, to, entity, metric, domain, cursor } = request.query;
    const limit = clampLimit(request.query.limit, PAGE_ROWS);
    const after = cursor === undefined ? undefined : readPosition(cursor);
    const { history, clock } = request.room;
    const rows = await history.observations({
      domain,
      ...(entity === undefined ? {} : { entity }),
      ...(metric === undefined ? {} : { metric }),
      ...span({ from, to }, clock.nowMs()),
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
      ...(request.query.all === '1' ? { all: true } : {}),
    });
    const page = rows.slice(0, limit);
    const items = page.map(toObservationJson);
    const last = rows.length > limit ? page.at(-1) : undefined;
    if (last === undefined) return { items };
    return { items, nextCursor: toCursor([last.tMs, last.entity, last.metric, last.offset]) };
  });
}

function readPosition(cursor: string): ObservationsPosition {
  const [tMs, entity, metric, offset] = fromCursor(cursor, Position);
  return { tMs, entity, metric, offset };
}

/** The asked range, cut to where events can lie: the door takes none before 1970 and none far ahead of its arrival. */
function span({ from, to }: { from: string; to: string }, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = parseTime('from', from);
  const toMs = parseTime('to', to);
  if (toMs < fromMs) throw new Problem(400, 'bad-time', { detail: 'to lies before from' });
  const cut = (ms: number): number => Math.min(Math.max(ms, -DAY_MS), nowMs + DAY_MS);
  return { fromMs: cut(fromMs), toMs: cut(toMs) };
}

function toObservationJson(row: ObservationRow): Record<string, unknown> {
  const { tMs, arrivalMs, id, value, ...rest } = row;
  const times = { t: isoTime(tMs), arrival: isoTime(arrivalMs) };
  return { ...times, ...(id === '' ? {} : { id }), value: Number.isNaN(value) ? null : value, ...rest };
}
