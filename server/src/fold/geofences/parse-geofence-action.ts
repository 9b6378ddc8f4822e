import { err, ok, type Result } from '@metropane/base';

/** What a person does with fences; `fence` is looked at by `parseGeofence`. */
export type GeofenceAction =
  | { action: 'draw'; actionId?: string; fence: unknown }
  | { action: 'change'; id: string; actionId?: string; expectedRevision: number; fence: unknown }
  | { action: 'remove'; id: string; actionId?: string; expectedRevision: number };

const LONGEST_ACTION_ID = 100;

/** Checks the frame of an act from outside. */
export function parseGeofenceAction(raw: unknown): Result<GeofenceAction, 'bad-action'> {
  if (typeof raw !== 'object' || raw === null) return err('bad-action', 'an act is a JSON object');
  const { action, id, actionId, expectedRevision, fence } = raw as Readonly<Record<string, unknown>>;
  const named = actionId === undefined ? {} : { actionId: String(actionId) };
  if (actionId !== undefined && (typeof actionId !== 'string' || actionId.length > LONGEST_ACTION_ID))
    return err('bad-action', `actionId is a text of at most ${LONGEST_ACTION_ID} characters`);
  if (action === 'draw') return ok({ action, ...named, fence });
  if (action !== 'change' && action !== 'remove')
    return err('bad-action', 'action is one of draw, change, remove');
  if (typeof id !== 'string') return err('bad-action', 'id names the fence');
  if (!Number.isSafeInteger(expectedRevision))
    return err('bad-action', 'expectedRevision is the revision of the fence as it was seen');
  const on = { id, ...named, expectedRevision: expectedRevision as number };
  return ok(action === 'remove' ? { action, ...on } : { action, ...on, fence });
}
