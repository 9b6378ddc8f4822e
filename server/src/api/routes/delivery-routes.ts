import { z } from 'zod';
import type { DeliveryPage } from '../../delivery/delivery-messages.ts';
import { type Delivery, DELIVERY_STATES } from '../../delivery/outbox.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { clampLimit, fromCursor, limitParameter, toCursor } from '../paging.ts';
import { Problem } from '../problem.ts';

const MOST = 500;
const Id = z.object({ id: z.string().max(64) });

/** What left the centre, what waits, and what was given up; a supervisor sends again or takes back. */
export function deliveryRoutes(app: Api): void {
  app.get(
    '/api/v1/deliveries',
    {
      schema: {
        querystring: z.object({
          incident: z.string().max(64).optional(),
          state: z.enum(DELIVERY_STATES).optional(),
          limit: limitParameter(100),
          cursor: z.string().optional(),
        }),
      },
    },
    async (request) => {
      const { incident, state, limit, cursor } = request.query;
      const { items, next } = await request.room.delivery.ask<DeliveryPage>({
        name: 'list',
        limit: clampLimit(limit, MOST),
        ...(incident === undefined ? {} : { incident }),
        ...(state === undefined ? {} : { state }),
        ...(cursor === undefined ? {} : { before: fromCursor(cursor, z.tuple([z.number()]))[0] }),
      });
      return { items: items.map(toJson), ...(next === null ? {} : { nextCursor: toCursor([next]) }) };
    },
  );
  for (const act of ['retry', 'cancel'] as const) {
    app.post(`/api/v1/deliveries/:id/${act}`, { schema: { params: Id } }, async (request) => {
      const { room, params, principal } = request;
      const actor = principal?.label ?? 'unknown';
      const found = await room.delivery.ask<Delivery | null>({ name: 'get', id: params.id });
      if (found === null) throw new Problem(404, 'not-found', { detail: `no delivery ${params.id}` });
      // Written down before it is done: who had something sent again.
      const body = { deliveryId: found.id, target: found.target, incidentId: found.incidentId, act };
      await room.pipeline.call({ name: 'note', kind: 'delivery-act', actor, body });
      const question = act === 'retry' ? { name: act, id: found.id } : { name: act, id: found.id, by: actor };
      if (!(await room.delivery.ask<boolean>(question))) {
        throw new Problem(409, 'not-possible', {
          detail: `a delivery that is ${found.state} cannot be ${WORDS[act]}`,
        });
      }
      return toJson(await room.delivery.ask<Delivery>({ name: 'get', id: params.id }));
    });
  }
}

const WORDS = { retry: 'sent again', cancel: 'cancelled' } as const;

function toJson({ createdAtMs, nextAtMs, lastAtMs, seq, ...rest }: Delivery): Record<string, unknown> {
  return {
    ...rest,
    journalSeq: seq,
    createdAt: isoTime(createdAtMs),
    nextAt: isoTime(nextAtMs),
    lastAt: isoTime(lastAtMs),
  };
}
