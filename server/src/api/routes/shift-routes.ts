import { type HandoverBrief, PLANNING_ACTIONS, type ShiftActionName } from '@metropane/incidents';
import { z } from 'zod';
import type { ShiftAnswer, ShownPosition } from '../../pipeline/shift-writer.ts';
import { activeWarnings } from '../active-warnings.ts';
import type { Room } from '../api-deps.ts';
import { HandoverArchive } from '../handover-archive.ts';
import type { Api } from '../http-server.ts';
import { parseTime } from '../iso-time.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';

const Action = z.looseObject({
  action: z.string(),
  position: z.string(),
  actionId: z.string().max(100).optional(),
  expectedRevision: z.number().int().nonnegative(),
});
const CHIEFS: ReadonlySet<string> = new Set(['supervisor', 'admin']);
const DAY_MS = 86_400_000;
/** What a list covers when nobody says from when. */
const DEFAULT_SPAN_MS = 30 * DAY_MS;

/** Who has which position, acts on the shift, and the handovers with their briefs and signatures. */
export function shiftRoutes(app: Api): void {
  const archives = new WeakMap<Room['journal'], HandoverArchive>();
  const archiveOf = ({ journal }: Room): HandoverArchive => {
    let archive = archives.get(journal);
    if (archive === undefined) archives.set(journal, (archive = new HandoverArchive(journal)));
    return archive;
  };
  app.get('/api/v1/shift', {}, ({ room }) =>
    room.pipeline.call<{ atMs: number; positions: ShownPosition[] }>({ name: 'shift' }),
  );
  app.get(
    '/api/v1/shift/brief',
    { schema: { querystring: z.object({ position: z.string() }) } },
    async ({ room, query: { position } }) => {
      const brief = await room.pipeline.call<HandoverBrief | null>({
        name: 'shift-brief',
        position,
        warnings: await activeWarnings(room.journal, room.clock.nowMs()),
      });
      if (brief === null) throw new Problem(404, 'no-position', { detail: `no position ${position}` });
      return brief;
    },
  );
  actionRoute(app);
  handoverRoutes(app, archiveOf);
}

function actionRoute(app: Api): void {
  app.post('/api/v1/shift/actions', { schema: { body: Action } }, async ({ body, principal, room }) => {
    const isPlanning = PLANNING_ACTIONS.includes(body.action as ShiftActionName);
    if (isPlanning && !CHIEFS.has(principal?.role ?? ''))
      throw new Problem(403, 'forbidden', { detail: 'the roster is made by supervisors' });
    const answer = await room.pipeline.call<ShiftAnswer>({
      name: 'shift-action',
      action: body,
      actor: principal?.label ?? 'unknown',
      // Only a handover that begins freezes a brief.
      warnings: body.action === 'begin' ? await activeWarnings(room.journal, room.clock.nowMs()) : [],
    });
    if (answer.status === 200) return answer.position;
    throw new Problem(answer.status, answer.code ?? 'refused', {
      detail: answer.detail ?? answer.code ?? 'refused',
      extra: {
        ...(answer.position ? { position: answer.position } : {}),
        ...(answer.allowed ? { allowed: answer.allowed } : {}),
      },
    });
  });
}

function handoverRoutes(app: Api, archiveOf: (room: Room) => HandoverArchive): void {
  app.get(
    '/api/v1/handovers',
    {
      schema: {
        querystring: z.object({
          from: z.string().optional(),
          to: z.string().optional(),
          position: z.string().optional(),
          limit: limitParameter(100),
          cursor: z.string().optional(),
        }),
      },
    },
    async ({ query, room }) => {
      const toMs = query.to === undefined ? room.clock.nowMs() + 1 : parseTime('to', query.to);
      const fromMs = query.from === undefined ? toMs - DEFAULT_SPAN_MS : parseTime('from', query.from);
      const found = await archiveOf(room).between(fromMs, toMs);
      const wanted = found.filter(({ position }) => position === (query.position ?? position));
      const after = query.cursor === undefined ? null : fromCursor(query.cursor, z.tuple([z.string()]))[0];
      const first = after === null ? 0 : wanted.findIndex(({ id }) => id === after) + 1;
      const limit = clampLimit(query.limit, 1_000);
      const items = wanted.slice(first, first + limit);
      const last = items.at(-1);
      return last !== undefined && first + limit < wanted.length
        ? { items, nextCursor: toCursor([last.id]) }
        : { items };
    },
  );
  app.get(
    '/api/v1/handovers/:id',
    { schema: { params: z.object({ id: z.string() }) } },
    async ({ params: { id }, room }) => {
      const handover = await archiveOf(room).get(id);
      if (handover === null) throw new Problem(404, 'not-found', { detail: `no handover ${id}` });
      return handover;
    },
  );
}
