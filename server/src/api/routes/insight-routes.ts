import type { IncidentRecord } from '@metropane/live-state';
import { z } from 'zod';
import { coverageOf } from '../../insight/held-incidents.ts';
import { wardAround } from '../../insight/neighbourhood.ts';
import { similarTo } from '../../insight/similar-incidents.ts';
import { LEAST } from '../../insight/surprise.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { civilMinute } from '../insight/civil-weeks.ts';
import { heldInRoom } from '../insight/held-in-room.ts';
import { seriesAround } from '../insight/incident-series.ts';
import { Problem } from '../problem.ts';

const MOST_SIMILAR = 6;
const MOST_NEAR = 12;
const MOST_OF_WARD = 40;

/** What a supervisor asks about an incident: what was unusual around it, what lies around it, and when it was like this before. */
export function insightRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/incidents/:id/insight',
    {
      schema: {
        params: z.object({ id: z.string() }),
        description:
          'series within 30 min ranked by how far they depart from the same hour of 8 past weeks, neighbours in space and topology, similar past incidents with their scores',
      },
    },
    async ({ params: { id }, room }) => {
      const incident = await room.pipeline.call<IncidentRecord | null>({ name: 'incident', id });
      if (incident === null) throw new Problem(404, 'not-found', { detail: `no incident ${id}` });
      const { zone, alarms } = deps.foldConfig();
      const places = alarms?.places ?? {};
      const { entity } = incident;
      // A report names a thing without its domain.
      const named =
        entity === undefined ? [] : Object.keys(places).filter((key) => key.endsWith(`/${entity}`));
      const keys = [...(incident.alarms ?? []).map(({ key }) => key), ...named];
      const subject = { loc: incident.loc, unit: incident.unit, keys, openedAtMs: incident.openedAtMs };
      const [around, held] = await Promise.all([seriesAround(subject, room, deps), heldInRoom(room)]);
      const nameOf = (key: string): object => ({ key, name: places[key]?.name ?? { vi: key, en: key } });
      const ofWard = wardAround(incident.unit, places);
      const similar = similarTo(incident, held, { most: MOST_SIMILAR, civil: (ms) => civilMinute(ms, zone) });
      const oldestMs = held.reduce(
        (least, { openedAtMs }) => Math.min(least, openedAtMs),
        incident.openedAtMs,
      );
      return {
        incidentId: id,
        atMs: room.clock.nowMs(),
        ...{ span: around.span, least: LEAST, series: around.series, seriesProblem: around.problem },
        anchors: around.anchors.map(nameOf),
        network: around.network.map((each) => ({ ...each, ...nameOf(each.key) })),
        near: around.near.slice(0, MOST_NEAR).map((each) => ({ ...each, ...nameOf(each.key) })),
        nearInAll: around.near.length,
        ward:
          incident.unit === undefined
            ? null
            : { ...incident.unit, inAll: ofWard.length, things: ofWard.slice(0, MOST_OF_WARD).map(nameOf) },
        similar,
        // What similarity was looked for in: of closed incidents the room holds the newest.
        compared: {
          incidents: held.length,
          oldestMs,
          forgotten: coverageOf(held, { fromMs: -Infinity, toMs: Infinity }).missing,
        },
      };
    },
  );
}
