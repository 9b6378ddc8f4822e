import type { JournalClient } from '@metropane/event-log';
import { type AlarmPerformance, PerformanceCount, type PerformancePeriod } from '@metropane/incidents';
import { z } from 'zod';
import { alarmHistory } from '../alarm-history.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { parseTime } from '../iso-time.ts';
import { requireAnswer } from '../journal-answer.ts';
import { Problem } from '../problem.ts';

/** Buckets of ten minutes of so many years are as many as a screen and an answer can hold. */
const LONGEST_MS = 10 * 366 * 86_400_000;
/** More than stand at any time. */
const MOST_STANDING = 100_000;

/** What the page says beside the figures. */
type Answer = AlarmPerformance & {
  /** Since when it is known whether the centre ran; null: not known for this room, and taken as if it ran. */
  uptimeFromMs: number | null;
};

/** How the alarm system treated each duty position over a period, after ISA-18.2 and EEMUA 191, counted from the journal; the period begins no earlier than it. */
export function performanceRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/alarms/performance',
    {
      schema: {
        querystring: z.object({ from: z.string(), to: z.string() }),
        description: 'figures per duty position with targets; buckets without an alarm are counted',
      },
    },
    async ({ query, room }) => {
      const askedMs = parseTime('from', query.from);
      const toMs = parseTime('to', query.to);
      if (!(askedMs < toMs && toMs - askedMs <= LONGEST_MS)) {
        throw new Problem(400, 'bad-request', { detail: 'from lies before to, at most 10 years' });
      }
      // Before its first entry the centre was not there: an hour without a centre is no hour without an alarm.
      const fromMs = Math.max(askedMs, await beginningOf(room.journal));
      if (fromMs >= toMs)
        throw new Problem(404, 'not-recorded', { detail: 'the centre has no records of then' });
      const { alarms, zone } = deps.foldConfig();
      const positions = (alarms?.positions ?? []).map(({ id }) => id);
      // An exercise runs on its own clock, in which nobody knows of a downtime.
      const uptime = room.realm === 'live' ? deps.uptime : null;
      const downtimes = uptime?.downtimes({ fromMs, toMs }) ?? [];
      const figures = await count(room, { fromMs, toMs, positions, zone, downtimes });
      return { ...figures, uptimeFromMs: uptime?.knownFromMs ?? null } satisfies Answer;
    },
  );
}

async function count({ journal, pipeline }: Room, period: PerformancePeriod): Promise<AlarmPerformance> {
  const { items } = await pipeline.call<{ items: { id: string; raisedAtMs: number }[] }>({
    ...{ name: 'alarms', wanted: {}, limit: MOST_STANDING },
  });
  const performance = new PerformanceCount(period);
  for await (const transition of alarmHistory(journal, period, items)) performance.add(transition);
  return performance.finish();
}

async function beginningOf(journal: Pick<JournalClient, 'read'>): Promise<number> {
  const [first] = requireAnswer(await journal.read(1, 1));
  return first?.atMs ?? Number.POSITIVE_INFINITY;
}
