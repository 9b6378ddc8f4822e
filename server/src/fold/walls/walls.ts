import type { CanonicalWriter } from '@metropane/base';
import type { Incident } from '@metropane/incidents';
import {
  INCIDENT_SCENE,
  LONGEST_HOLD_MS,
  openRoom,
  parseWallAction,
  turned,
  type WallRefusal,
  type WallRoom,
  type WallRoomConfig,
  writeWallRoom,
} from './wall-room.ts';

/**
 * What every wall shows, as part of the fold: so that all screens of a room change scene with the same publish, a replay shows the
 * walls as they were, and a restart goes on in the middle of a scene. A life-threatening incident that nobody has acknowledged takes
 * every wall over; a person's choice comes next; else the playlist turns.
 */
export class Walls {
  #configs = new Map<string, WallRoomConfig>();
  /** Ids of scenes that may be sent. */
  #scenes: ReadonlySet<string> = new Set();
  readonly #rooms = new Map<string, WallRoom>();
  readonly #changed = new Set<string>();

  /** Rooms that are gone are forgotten; one whose playlist changed starts over at the next tick. */
  configure(rooms: readonly WallRoomConfig[], scenes: Iterable<string>): void {
    this.#configs = new Map(rooms.map((room) => [room.id, room]));
    this.#scenes = new Set([...scenes, INCIDENT_SCENE]);
    for (const [id, room] of this.#rooms) {
      const scene = this.#configs.get(id)?.playlist[room.index];
      const isElsewhere = room.held !== null || room.sent !== null;
      if (scene !== undefined && (isElsewhere || scene === room.scene)) continue;
      this.#rooms.delete(id);
      this.#changed.add(id);
    }
  }

  configOf(id: string): WallRoomConfig | undefined {
    return this.#configs.get(id);
  }

  get(id: string): WallRoom | undefined {
    return this.#rooms.get(id);
  }

  values(): Iterable<WallRoom> {
    return this.#rooms.values();
  }

  /** Rooms that changed since the last call. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  /** Everything is news to a view that starts from nothing. */
  markAllChanged(): void {
    for (const id of this.#rooms.keys()) this.#changed.add(id);
  }

  /** Why an act cannot be done; undefined: it can. For refusing before it is journalled. */
  decide(roomId: string, raw: unknown): WallRefusal | undefined {
    if (!this.#configs.has(roomId)) return 'unknown-room';
    const action = parseWallAction(raw);
    if (action === undefined) return 'bad-action';
    return action.action === 'send' && !this.#scenes.has(action.scene) ? 'unknown-scene' : undefined;
  }

  /** Does an act that `decide` let pass; another one changes nothing. */
  act(roomId: string, raw: unknown, { by, nowMs }: { by: string; nowMs: number }): void {
    const config = this.#configs.get(roomId);
    const action = parseWallAction(raw);
    if (config === undefined || action === undefined || this.decide(roomId, raw) !== undefined) return;
    const room = this.#rooms.get(roomId) ?? openRoom(config, nowMs);
    switch (action.action) {
      case 'send': {
        const { scene, incidentId, forMs } = action;
        const sent = { scene, incidentId: incidentId ?? null, by, untilMs: nowMs + forMs };
        return this.#put(shown({ ...room, sent }, nowMs));
      }
      case 'resume':
        return this.#put(turned({ ...room, sent: null, frozen: null }, config, { step: 0, nowMs }));
      case 'freeze':
        return this.#put({ ...room, frozen: { by, sinceMs: nowMs }, untilMs: null });
      case 'unfreeze':
        return this.#put(turned({ ...room, frozen: null }, config, { step: 0, nowMs }));
      case 'next':
      case 'previous': {
        const step = action.action === 'next' ? 1 : -1;
        return this.#put(turned({ ...room, sent: null }, config, { step, nowMs }));
      }
    }
  }

  /** Time passes; `calling`: life-threatening incidents that nobody has acknowledged, in any order. */
  tick(nowMs: number, calling: Iterable<Incident>): void {
    if (this.#configs.size === 0) return;
    const loudest = newest(calling);
    for (const config of this.#configs.values()) {
      const room = this.#rooms.get(config.id);
      const after =
        room === undefined ? openRoom(config, nowMs) : this.#moved(room, config, { nowMs, loudest });
      if (after !== room) this.#put(after);
    }
  }

  #moved(
    room: WallRoom,
    config: WallRoomConfig,
    { nowMs, loudest }: { nowMs: number; loudest: Incident | undefined },
  ): WallRoom {
    const calls = loudest !== undefined && nowMs - loudest.knownAtMs < LONGEST_HOLD_MS;
    if (calls && room.held?.incidentId !== loudest.id)
      return shown({ ...room, held: { incidentId: loudest.id, sinceMs: nowMs } }, nowMs);
    if (!calls && room.held !== null) {
      const free = { ...room, held: null };
      return room.sent === null ? turned(free, config, { step: 0, nowMs }) : shown(free, nowMs);
    }
    if (room.held !== null) return room;
    if (room.sent !== null && nowMs >= room.sent.untilMs)
      return turned({ ...room, sent: null }, config, { step: 0, nowMs });
    if (room.sent !== null || room.untilMs === null || nowMs < room.untilMs) return room;
    // From when it was due, so that ticks that come late do not shift the rota; after a stop it goes on from now.
    const dueMs = nowMs - room.untilMs > 5_000 ? nowMs : room.untilMs;
    return turned(room, config, { step: 1, nowMs: dueMs });
  }

  #put(room: WallRoom): void {
    this.#rooms.set(room.id, room);
    this.#changed.add(room.id);
  }

  snapshot(): WallRoom[] {
    return [...this.#rooms.values()].map((room) => structuredClone(room));
  }

  /** Call after `configure`. */
  restore(rooms: readonly WallRoom[]): void {
    for (const room of rooms) this.#rooms.set(room.id, structuredClone(room));
    this.markAllChanged();
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const [id, room] of this.#rooms) write(`wall\0${id}`, (writer) => writeWallRoom(writer, room));
  }
}

/** With the scene that holds it or was sent to it. */
function shown(room: WallRoom, nowMs: number): WallRoom {
  const scene = room.held === null ? (room.sent?.scene ?? room.scene) : INCIDENT_SCENE;
  return { ...room, scene, sinceMs: nowMs, untilMs: null };
}

/** Of several the one that was known last: an operator has seen the others. */
function newest(incidents: Iterable<Incident>): Incident | undefined {
  let found: Incident | undefined;
  for (const incident of incidents) {
    if (found === undefined || incident.knownAtMs > found.knownAtMs) found = incident;
    else if (incident.knownAtMs === found.knownAtMs && incident.id > found.id) found = incident;
  }
  return found;
}
