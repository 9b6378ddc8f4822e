import { assert, type CanonicalWriter } from '@metropane/base';
import { type Geofence, type GeofenceFaultCode, type GeofenceUnit, parseGeofence } from '@metropane/city';
import { type GeofenceAction, parseGeofenceAction } from './parse-geofence-action.ts';

/** Body of the journal entries of kind `geofence-action`: what a person did, and which units the centre found the ring to touch. */
export interface GeofenceEntry {
  action: unknown;
  units?: readonly GeofenceUnit[];
}

export type GeofenceRefusal =
  | GeofenceFaultCode
  | 'bad-action'
  | 'no-geofence'
  | 'stale-revision'
  | 'too-many-geofences';

/** What became of an act. `fence`: as it is after the act, null = gone. `isRepeat`: it was done before, nothing was done now. */
export type GeofenceOutcome =
  | { ok: true; id: string; fence: Geofence | null; isRepeat: boolean }
  | { ok: false; code: GeofenceRefusal; message: string };

export interface GeofencesSnapshot {
  nextNumber: number;
  fences: Geofence[];
  acts: [actionId: string, id: string][];
}

interface ActContext {
  atMs: number;
  actor: string;
}

/** More would cover the city, and each is looked through for what lies in it. */
export const MOST_FENCES = 200;
/** Ids of acts remembered, so that one that is sent again has one effect. */
const KEEP_ACTS = 500;

/**
 * Areas that people drew, as part of the fold: a replay, a restart and every screen have the same ones. A fence ends when somebody
 * removes it or when the room's time reaches its expiry; the journal keeps who drew, changed and removed what.
 */
export class Geofences {
  readonly #fences = new Map<string, Geofence>();
  /** Action id → fence, of acts that were done; what was refused was never journalled. */
  readonly #acts = new Map<string, string>();
  readonly #changed = new Set<string>();
  #nextNumber = 1;

  get(id: string): Geofence | undefined {
    return this.#fences.get(id);
  }

  /** In the order in which they were drawn. */
  values(): Iterable<Geofence> {
    return this.#fences.values();
  }

  /** Ids of fences that changed or are gone since the last call. Not state. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** Everything is news to a view that starts from nothing. */
  markAllChanged(): void {
    for (const id of this.#fences.keys()) this.#changed.add(id);
  }

  /** What `act` would do, without doing it: for refusing before an act is journalled. */
  decide({ action: raw, units = [] }: GeofenceEntry, { atMs, actor }: ActContext): GeofenceOutcome {
    const parsed = parseGeofenceAction(raw);
    if (!parsed.ok) return parsed;
    const action = parsed.value;
    const doneOn = this.#acts.get(action.actionId ?? '');
    if (doneOn !== undefined)
      return { ok: true, id: doneOn, fence: this.#fences.get(doneOn) ?? null, isRepeat: true };
    const present = action.action === 'draw' ? undefined : this.#fences.get(action.id);
    const refused = this.#refusalOf(action, present);
    if (refused !== undefined) return refused;
    if (action.action === 'remove') return { ok: true, id: action.id, fence: null, isRepeat: false };
    const draft = parseGeofence(action.fence, atMs);
    if (!draft.ok) return draft;
    const id = present?.id ?? `VG-${String(this.#nextNumber).padStart(6, '0')}`;
    const { revision = 0, createdBy = actor, createdAtMs = atMs } = present ?? {};
    const fence: Geofence = {
      ...{ id, revision: revision + 1, ...draft.value, units, createdBy, createdAtMs },
      ...{ changedBy: actor, changedAtMs: atMs },
    };
    return { ok: true, id, fence, isRepeat: false };
  }

  /** Does an act, or says why not. */
  act(entry: GeofenceEntry, ctx: ActContext): GeofenceOutcome {
    const outcome = this.decide(entry, ctx);
    if (!outcome.ok || outcome.isRepeat) return outcome;
    const { id, fence } = outcome;
    this.#remember(entry.action, id);
    this.#changed.add(id);
    if (fence === null) this.#fences.delete(id);
    else this.#fences.set(id, fence);
    if (fence?.revision === 1) this.#nextNumber += 1;
    return outcome;
  }

  /** Time passes: fences whose time is over end. */
  tick(nowMs: number): void {
    for (const { id, expiresAtMs } of this.#fences.values()) {
      if (expiresAtMs === null || expiresAtMs > nowMs) continue;
      this.#fences.delete(id);
      this.#changed.add(id);
    }
  }

  snapshot(): GeofencesSnapshot {
    return structuredClone({
      nextNumber: this.#nextNumber,
      fences: [...this.#fences.values()],
      acts: [...this.#acts],
    });
  }

  /** Fills an empty book. */
  restore(from: GeofencesSnapshot): void {
    assert(this.#fences.size === 0 && this.#nextNumber === 1, 'only an empty book of fences is restored', {
      fences: this.#fences.size,
    });
    this.#nextNumber = from.nextNumber;
    for (const fence of from.fences) this.#fences.set(fence.id, structuredClone(fence));
    for (const [actionId, id] of from.acts) this.#acts.set(actionId, id);
    this.markAllChanged();
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    if (this.#nextNumber === 1) return;
    write('geofences', (writer) => {
      writer.u32(this.#nextNumber).u32(this.#acts.size);
      for (const [actionId, id] of this.#acts) writer.string(actionId).string(id);
    });
    for (const [id, fence] of this.#fences) write(`geofence\0${id}`, (writer) => writeFence(writer, fence));
  }

  #refusalOf(action: GeofenceAction, present: Geofence | undefined): GeofenceOutcome | undefined {
    if (action.action === 'draw') {
      if (this.#fences.size < MOST_FENCES) return undefined;
      return refusal('too-many-geofences', `${MOST_FENCES} fences stand; remove one that nobody needs`);
    }
    const { id, expectedRevision } = action;
    if (present === undefined) return refusal('no-geofence', `there is no fence ${id}, or it has ended`);
    if (expectedRevision === present.revision) return undefined;
    const message = `revision ${expectedRevision} was expected, fence ${id} is at ${present.revision}`;
    return refusal('stale-revision', message);
  }

  #remember(action: unknown, id: string): void {
    const { actionId } = action as { actionId?: string };
    if (actionId === undefined) return;
    this.#acts.set(actionId, id);
    if (this.#acts.size <= KEEP_ACTS) return;
    const [oldest] = this.#acts.keys();
    this.#acts.delete(oldest!);
  }
}

function writeFence(writer: CanonicalWriter, fence: Geofence): void {
  const { revision, name, purpose, kind, ring, expiresAtMs, units } = fence;
  writer.u32(revision).string(name).string(purpose).string(kind);
  writer.f64(expiresAtMs ?? -1).u32(ring.length);
  for (const [lon, lat] of ring) writer.f64(lon).f64(lat);
  writer.u32(units.length);
  for (const unit of units) writer.string(unit.code).string(unit.name);
  writer.string(fence.createdBy).f64(fence.createdAtMs).string(fence.changedBy).f64(fence.changedAtMs);
}

function refusal(code: GeofenceRefusal, message: string): GeofenceOutcome {
  return { ok: false, code, message };
}
