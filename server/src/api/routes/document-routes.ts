import {
  afterAction,
  type DocumentOptions,
  ics201,
  ics214,
  type Incident,
  type IncidentFile,
  type IncidentTimelineItem,
} from '@metropane/incidents';
import type { AlarmRecord } from '@metropane/live-state';
import { z } from 'zod';
import type { ApiDeps, Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const MOST_ALARMS = 1_000;
const Query = z.object({
  language: z.enum(['vi', 'en']).default('vi'),
  person: z.string().max(100).optional().describe('only for ics214: the log of one person'),
});

type Ask = { file: IncidentFile; options: DocumentOptions & { person?: string } };
const FORMS: Readonly<Record<string, (ask: Ask) => unknown>> = {
  ics201: ({ file, options }) => ics201(file, options),
  ics214: ({ file, options }) => ({ items: ics214(file, options) }),
  'after-action': ({ file, options }) => afterAction(file, options),
};

/** Papers about an incident, made from its history when they are asked for: plain data that a screen or a printer lays out. */
export function documentRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/api/v1/incidents/:id/documents/:form',
    {
      schema: {
        params: z.object({ id: z.string(), form: z.enum(['ics201', 'ics214', 'after-action']) }),
        querystring: Query,
      },
    },
    async ({ params, query, room, principal }) => {
      const file = await fileOf(room, params.id);
      const { language, person } = query;
      const by = principal?.label ?? 'unknown';
      const positions = deps.foldConfig().alarms?.positions ?? [];
      const names = new Map([...deps.names, ...positions.map(({ id, name }) => [id, name] as const)]);
      const options = {
        language,
        atMs: room.clock.nowMs(),
        by,
        names,
        ...(person === undefined ? {} : { person }),
      };
      return FORMS[params.form]!({ file, options });
    },
  );
}

async function fileOf({ pipeline }: Room, id: string): Promise<IncidentFile> {
  const [found, alarms] = await Promise.all([
    pipeline.call<(Incident & { timeline: IncidentTimelineItem[] }) | null>({ name: 'incident', id }),
    pipeline.call<{ items: AlarmRecord[] }>({ name: 'alarms', wanted: { incident: id }, limit: MOST_ALARMS }),
  ]);
  if (found === null) throw new Problem(404, 'not-found', { detail: `no incident ${id}` });
  const { timeline, ...incident } = found;
  return { incident, timeline, alarms: alarms.items };
}
