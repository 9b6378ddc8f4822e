import { assert, type Clock } from '@metropane/base';
import {
  type Geofence,
  type GeofenceDraft,
  type GeofenceUnit,
  type OpenRing,
  ringFault,
} from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { GeofenceEntry, GeofenceOutcome } from '../fold/geofences/geofences.ts';
import { parseGeofenceAction } from '../fold/geofences/parse-geofence-action.ts';
import type { ActionWriter } from './action-writer.ts';
import type { FactWriter } from './fact-writer.ts';

/** What whoever draws is told; `status` is the HTTP status of the answer. */
export interface GeofenceAnswer {
  status: 200 | 404 | 409 | 422;
  code?: string;
  detail?: string;
  /** The fence as it is now; null = gone. */
  fence: Geofence | null;
}

/** What of the city a fence is checked against. */
export interface FencedCity {
  bbox: readonly [west: number, south: number, east: number, north: number];
  unitsTouched: (ring: OpenRing) => GeofenceUnit[];
}

const STATUS: Readonly<Record<string, 404 | 409>> = { 'no-geofence': 404, 'stale-revision': 409 };

/** Acts on fences, one at a time with all other acts: decided against the fold, journalled, folded, and only then shown as done. */
export class GeofenceWriter {
  readonly #actions: Pick<ActionWriter, 'inTurn'>;
  readonly #facts: Pick<FactWriter, 'write'>;
  readonly #room: ControlRoom;
  readonly #clock: Clock;
  readonly #city: FencedCity;

  constructor(parts: {
    actions: Pick<ActionWriter, 'inTurn'>;
    facts: Pick<FactWriter, 'write'>;
    room: ControlRoom;
    clock: Clock;
    city: FencedCity;
  }) {
    this.#actions = parts.actions;
    this.#facts = parts.facts;
    this.#room = parts.room;
    this.#clock = parts.clock;
    this.#city = parts.city;
  }

  take(action: unknown, actor: string): Promise<GeofenceAnswer> {
    return this.#actions.inTurn(() => this.#act(action, actor));
  }

  async #act(action: unknown, actor: string): Promise<GeofenceAnswer> {
    const { geofences } = this.#room;
    const ctx = { atMs: this.#clock.nowMs(), actor };
    const decided = geofences.decide({ action }, ctx);
    if (!decided.ok) return this.#refusal(decided, action);
    if (decided.isRepeat) return { status: 200, fence: decided.fence };
    const outside = decided.fence === null ? undefined : ringFault(decided.fence.ring, this.#city.bbox);
    if (outside !== undefined) return this.#refusal(outside, action);
    const body = this.#entryOf(action, decided.fence);
    await this.#facts.write({ kind: 'geofence-action', v: 1, atMs: ctx.atMs, actor, body });
    return { status: 200, fence: geofences.get(decided.id) ?? null };
  }

  /** What is known of the act and nothing else that was sent with it. */
  #entryOf(raw: unknown, fence: Geofence | null): GeofenceEntry {
    const parsed = parseGeofenceAction(raw);
    assert(parsed.ok, 'an act that was decided is well formed');
    const action = parsed.value;
    if (fence === null || action.action === 'remove') return { action };
    const { name, purpose, kind, ring, expiresAtMs } = fence;
    const draft: GeofenceDraft = { name, purpose, kind, ring, expiresAtMs };
    return { action: { ...action, fence: draft }, units: this.#city.unitsTouched(ring) };
  }

  #refusal(
    { code, message }: Pick<Extract<GeofenceOutcome, { ok: false }>, 'code' | 'message'>,
    action: unknown,
  ): GeofenceAnswer {
    const { id } = (action ?? {}) as { id?: unknown };
    const present = typeof id === 'string' ? this.#room.geofences.get(id) : undefined;
    return { status: STATUS[code] ?? 422, code, detail: message, fence: present ?? null };
  }
}
