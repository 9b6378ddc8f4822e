import { GEOFENCE_KINDS } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';
import { z } from 'zod';
import type { GeofenceAnswer } from '../../pipeline/geofence-writer.ts';
import { geofenceRecord } from '../../view/geofence-record.ts';
import { wallGeofence } from '../../view/wall-forms.ts';
import type { Room } from '../api-deps.ts';
import type { Api } from '../http-server.ts';
import { Problem } from '../problem.ts';

const Fence = z.looseObject({
  name: z.string(),
  purpose: z.string().describe('why it is drawn'),
  kind: z.string().describe(GEOFENCE_KINDS.join(', ')),
  ring: z.array(z.unknown()).describe('3 to 200 [longitude, latitude] in degrees; nowhere meets itself'),
  expiresAtMs: z.number().nullable().optional().describe('epoch milliseconds, at most 30 days ahead'),
});
const ActionId = z.string().max(100).optional().describe('told again, it does nothing new');
const Draw = Fence.extend({ actionId: ActionId });
const Action = z.looseObject({
  action: z.enum(['change', 'remove']),
  actionId: ActionId,
  expectedRevision: z.number().int().nonnegative(),
  fence: Fence.optional().describe('the whole fence as it is to be; of a change'),
});

/** Areas drawn on the map: those that stand, and the acts of who draws. */
export function geofenceRoutes(app: Api): void {
  app.get('/api/v1/geofences', {}, async ({ room, principal }) => {
    const items = await room.pipeline.call<GeofenceRecord[]>({ name: 'geofences' });
    return { items: principal?.role === 'wall' ? items.map(wallGeofence) : items };
  });
  app.post('/api/v1/geofences', { schema: { body: Draw } }, async ({ room, body, principal }, reply) => {
    const { actionId, ...fence } = body;
    const action = { action: 'draw', fence, ...(actionId === undefined ? {} : { actionId }) };
    const drawn = await take(room, action, principal?.label);
    return reply.code(201).send(drawn);
  });
  app.post(
    '/api/v1/geofences/:id/actions',
    { schema: { params: z.object({ id: z.string() }), body: Action } },
    async ({ room, params: { id }, body, principal }) => take(room, { ...body, id }, principal?.label),
  );
}

/** The fence after the act; `{removed: true}` where it is gone. */
async function take(room: Room, action: object, actor = 'unknown'): Promise<object> {
  const answer = await room.pipeline.call<GeofenceAnswer>({ name: 'geofence-action', action, actor });
  const { status, code = 'refused', detail = code, fence } = answer;
  const shown = fence === null ? null : geofenceRecord(fence);
  if (status === 200) return shown ?? { removed: true };
  throw new Problem(status, code, { detail, extra: shown === null ? {} : { fence: shown } });
}
