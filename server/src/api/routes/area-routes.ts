import type { IncidentRecord } from '@metropane/live-state';
import { z } from 'zod';
import { coverageOf } from '../../insight/held-incidents.ts';
import {
  agencyFigures,
  durationOf,
  groupFigures,
  isInTime,
  LEAST_FOR_MEDIAN,
  LEAST_FOR_SHARE,
  MEASURED_CLOCKS,
  type Period,
  targetsOf,
} from '../../insight/group-figures.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { areaMeasures } from '../insight/area-measures.ts';
import { heldInRoom } from '../insight/held-in-room.ts';
import { isoTime, parseTime } from '../iso-time.ts';
import { Problem } from '../problem.ts';

const LONGEST_MS = 366 * 86_400_000;
const MOST_ROWS = 500;
const PeriodQuery = z.object({ from: z.string(), to: z.string() });
const LEAST = { share: LEAST_FOR_SHARE, median: LEAST_FOR_MEDIAN };

/**
 * Wards and agencies beside each other, with what a comparison needs to be fair: n, intervals, the city's own share, and nothing
 * below the least n. The lists come in no order of merit.
 */
export function areaRoutes(app: Api, deps: ApiDeps): void {
  const description =
    'figures of incidents opened in the period; shares with Wilson intervals, median times with those that wait';
  app.get('/api/v1/areas', { schema: { querystring: PeriodQuery, description } }, async ({ query, room }) => {
    const { period, incidents, answer, targets } = await countedFor(query, room);
    const byUnit = Map.groupBy(incidents, ({ unit }) => unit?.code ?? '');
    const items = [...byUnit]
      .filter(([code]) => code !== '')
      .map(([code, own]) => ({ code, ...groupFigures(own, period, targets) }))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    return { ...answer, items, nowhere: (byUnit.get('') ?? []).length };
  });
  app.get(
    '/api/v1/areas/:code',
    { schema: { params: z.object({ code: z.string() }), querystring: PeriodQuery, description } },
    async ({ params: { code }, query, room }) => {
      const { period, incidents, answer, targets } = await countedFor(query, room);
      const own = incidents.filter(({ unit }) => unit?.code === code);
      const isKnown = deps.wards.some((ward) => ward.code === code);
      if (!isKnown && own.length === 0) throw new Problem(404, 'not-found', { detail: `no ward ${code}` });
      const figures = groupFigures(own, period, targets);
      const measures = await areaMeasures(code, period, { room, deps });
      return { ...answer, code, figures, ...rowsOf(own, period), ...measures };
    },
  );
  agencyRoutes(app);
}

function agencyRoutes(app: Api): void {
  const description =
    'figures of incidents that were given to the agency; one that several have counts for each';
  app.get(
    '/api/v1/agencies',
    { schema: { querystring: PeriodQuery, description } },
    async ({ query, room }) => {
      const { period, incidents, answer, targets } = await countedFor(query, room);
      const asked = incidents.flatMap(({ assignments = [] }) => assignments.map(({ assignee }) => assignee));
      const items = [...new Set(asked)]
        .sort()
        .map((agency) => ({ code: agency, ...agencyFigures(agency, incidents, { period, targets }) }));
      return { ...answer, items };
    },
  );
  app.get(
    '/api/v1/agencies/:id',
    { schema: { params: z.object({ id: z.string() }), querystring: PeriodQuery, description } },
    async ({ params: { id }, query, room }) => {
      const { period, incidents, answer, targets } = await countedFor(query, room);
      const own = incidents.filter(({ assignments = [] }) =>
        assignments.some(({ assignee, state }) => assignee === id && state !== 'withdrawn'),
      );
      const figures = agencyFigures(id, incidents, { period, targets });
      return { ...answer, code: id, figures, ...rowsOf(own, period) };
    },
  );
}

/** The period, what the room holds, and the figures of the whole city that parts are held against. */
async function countedFor(query: z.output<typeof PeriodQuery>, room: Room) {
  const fromMs = parseTime('from', query.from);
  const toMs = parseTime('to', query.to);
  if (!(fromMs < toMs && toMs - fromMs <= LONGEST_MS))
    throw new Problem(400, 'bad-request', { detail: 'from lies before to, at most 366 days' });
  const nowMs = room.clock.nowMs();
  const period: Period = { fromMs, toMs, nowMs };
  const incidents = await heldInRoom(room);
  const city = groupFigures(incidents, period);
  const answer = {
    period: { from: isoTime(fromMs), to: isoTime(toMs), countedAt: isoTime(nowMs) },
    coverage: coverageOf(incidents, period),
    least: LEAST,
    city,
  };
  return { period, incidents, answer, targets: targetsOf(city) };
}

/** The incidents behind the figures, newest first: each figure can be counted again from them. */
function rowsOf(
  own: readonly IncidentRecord[],
  period: Period,
): { incidents: object[]; incidentsInAll: number } {
  const opened = own.filter(({ knownAtMs }) => knownAtMs >= period.fromMs && knownAtMs < period.toMs);
  const rows = opened
    .toSorted((a, b) => b.knownAtMs - a.knownAtMs)
    .slice(0, MOST_ROWS)
    .map((incident) => ({
      ...{ id: incident.id, title: incident.title, category: incident.category, state: incident.state },
      ...{ priority: incident.priority, reports: incident.reports, knownAt: isoTime(incident.knownAtMs) },
      clocks: Object.fromEntries(
        MEASURED_CLOCKS.map((name) => {
          const clock = incident.clocks?.find((each) => each.name === name);
          const took = durationOf(incident, name, period.nowMs);
          return [name, took === null ? null : { ...took, isInTime: isInTime(clock) }];
        }),
      ),
    }));
  return { incidents: rows, incidentsInAll: opened.length };
}
