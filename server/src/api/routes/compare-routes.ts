import type { JournalClient } from '@metropane/event-log';
import { z } from 'zod';
import { WINDOW_MS, type WindowRow } from '../../history/history-query.ts';
import { type Against, type AlignedBin, alignedBins } from '../../insight/align-periods.ts';
import { type BinValue, comparedBins } from '../../insight/compare-bins.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

const MOST_DAYS = { PT5M: 3, PT1H: 31, P1D: 366 } as const;
const PAGE = 2_000;
const MOST_EVENTS = 300_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const Query = z.object({
  what: z.enum(['series', 'incidents-opened']).default('series'),
  domain: z.string().optional(),
  entity: z.string().optional().describe('absent: over all entities of the domain'),
  metric: z.string().optional(),
  stat: z.enum(['mean', 'max', 'sum', 'n']).default('mean'),
  window: z.enum(['PT5M', 'PT1H', 'P1D']).default('PT1H'),
  from: z.string().describe("first civil date of the city, 'YYYY-MM-DD'"),
  days: z.coerce.number().int().min(1).default(7),
  against: z
    .string()
    .default('days:7')
    .describe("'days:N' before, 'year' (same date), 'tet' (same day counted from Tết), 'date:YYYY-MM-DD'"),
});
type Asked = z.output<typeof Query>;

/** One stretch of days beside another, by civil time: what both know is compared, what either lacks is counted. */
export function compareRoutes(app: Api, deps: ApiDeps): void {
  app.get('/api/v1/compare', { schema: { querystring: Query } }, async ({ query, room }) => {
    const { zone } = deps.foldConfig();
    const against = readAgainst(query.against, deps);
    checkSpan(query);
    const lengthMs = query.window === 'P1D' ? null : WINDOW_MS[query.window];
    const bins = alignedBins({ from: query.from, days: query.days, zone }, against, lengthMs);
    const others = bins.flatMap(({ otherMs }) => (otherMs === null ? [] : [otherMs]));
    const read = query.what === 'series' ? seriesReader(query, { room, deps }) : openedReader(bins, room);
    const [now, before] = await Promise.all([read(bins.map(({ startMs }) => startMs)), read(others)]);
    const nowMs = room.clock.nowMs();
    const how = howOf(query);
    const { bins: compared, summary } = comparedBins(bins, { now, before }, { how, nowMs });
    return {
      ...{ zone, how, offersTet: deps.hasTet },
      items: compared.map(({ startMs, endMs, otherMs, otherEndMs: _otherEndMs, ...rest }) => ({
        ...{ start: isoTime(startMs), end: isoTime(endMs), other: isoTime(otherMs) },
        ...rest,
      })),
      summary,
    };
  });
}

/** Values by the start of their bins; bins of which nothing is known are absent. */
type Reader = (starts: readonly number[]) => Promise<Map<number, BinValue>>;

function seriesReader(query: Asked, { room, deps }: { room: Room; deps: ApiDeps }): Reader {
  const { domain, metric, entity, window, stat } = query;
  if (domain === undefined || metric === undefined)
    throw new Problem(400, 'bad-request', { detail: 'a series has a domain and a metric' });
  return async (starts) => {
    if (starts.length === 0) return new Map();
    const { rows } = await room.history.windows({
      ...{ domain, metric, window, ...(entity === undefined ? {} : { entity }) },
      fromMs: Math.min(...starts),
      toMs: Math.max(...starts) + 1,
      ...{ zone: deps.foldConfig().zone, zoneOfFeed: deps.zoneOfFeed },
      maxRows: 20_000,
    });
    return new Map(rows.map((row) => [row.startMs, { value: statOf(row, stat), n: row.n }]));
  };
}

function statOf(row: WindowRow, stat: Asked['stat']): number {
  return row[stat];
}

/** Incidents that were opened, from the journal, which forgets none. Before its first entry nothing is known: that is not zero. */
function openedReader(bins: readonly AlignedBin[], { journal, clock }: Room): Reader {
  return async (starts) => {
    if (starts.length === 0) return new Map();
    const nowMs = clock.nowMs();
    const ends = new Map(bins.flatMap((bin) => endsOf(bin)));
    const [first] = requireAnswer(await journal.read(1, 1));
    const known = [...new Set(starts)]
      .filter((ms) => first !== undefined && ms >= first.atMs && ms < nowMs)
      .sort((a, b) => a - b);
    const counts = new Map(known.map((ms) => [ms, { value: 0, n: 0 }]));
    if (known.length === 0) return counts;
    const span = { fromMs: known[0]!, toMs: ends.get(known.at(-1)!)! };
    let at = 0;
    for await (const atMs of openings(journal, span)) {
      while (at + 1 < known.length && known[at + 1]! <= atMs) at += 1;
      const count = counts.get(known[at]!)!;
      if (atMs >= ends.get(known[at]!)!) continue;
      count.value += 1;
      count.n += 1;
    }
    return counts;
  };
}

/** The end of a bin on both sides. */
function endsOf({ startMs, endMs, otherMs, otherEndMs }: AlignedBin): [startMs: number, endMs: number][] {
  const own: [number, number] = [startMs, endMs];
  return otherMs === null || otherEndMs === null ? [own] : [own, [otherMs, otherEndMs]];
}

async function* openings(
  journal: Pick<JournalClient, 'between'>,
  span: { fromMs: number; toMs: number },
): AsyncGenerator<number> {
  let after: { atMs: number; seq: number } | undefined;
  let read = 0;
  for (;;) {
    const query = {
      kind: 'derived.incident',
      ...span,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    };
    const page = requireAnswer(await journal.between(query));
    for (const { atMs, body } of page) {
      if ((JSON.parse(body) as { event: string }).event === 'opened') yield atMs;
    }
    read += page.length;
    if (read > MOST_EVENTS)
      throw new Problem(413, 'too-many-rows', {
        detail: `more than ${MOST_EVENTS} events: ask for fewer days`,
      });
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    after = { atMs: last.atMs, seq: last.seq };
  }
}

function howOf({ what, stat }: Asked): 'total' | 'mean' | 'largest' {
  if (what === 'incidents-opened' || stat === 'sum' || stat === 'n') return 'total';
  return stat === 'max' ? 'largest' : 'mean';
}

function readAgainst(text: string, deps: ApiDeps): Against {
  const [kind, value = ''] = text.split(':');
  if (kind === 'year') return { kind };
  if (kind === 'tet') {
    if (deps.hasTet) return { kind };
    throw new Problem(400, 'bad-request', { detail: 'against: the calendar of this city has no Tết' });
  }
  if (kind === 'date' && isDate(value)) return { kind, date: value };
  const days = Number(value);
  if (kind === 'days' && Number.isInteger(days) && days >= 1 && days <= 3_660) return { kind, days };
  throw new Problem(400, 'bad-request', {
    detail: `against: one of days:N (1–3660), year, tet, date:YYYY-MM-DD, not ${text}`,
  });
}

function checkSpan({ from, days, window }: Asked): void {
  if (!isDate(from)) throw new Problem(400, 'bad-time', { detail: `from is a date YYYY-MM-DD, not ${from}` });
  if (days > MOST_DAYS[window])
    throw new Problem(400, 'bad-request', { detail: `days: at most ${MOST_DAYS[window]} of ${window}` });
}

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const ms = Date.parse(`${text}T00:00Z`);
  // Also 30 February is none.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
