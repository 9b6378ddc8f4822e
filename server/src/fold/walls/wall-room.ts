import type { CanonicalWriter } from '@metropane/base';

/** What the fold must know of a wall: which scenes follow each other, and for how long. What a scene shows is the screen's business. */
export interface WallRoomConfig {
  id: string;
  /** Scene ids in order; at least one. */
  playlist: readonly string[];
  /** Milliseconds per scene; a scene that is not named stays 30 s. */
  dwellMs: Readonly<Record<string, number>>;
}

/** What all screens of a room show. Times are of the room's clock, epoch milliseconds. */
export interface WallRoom {
  id: string;
  scene: string;
  sinceMs: number;
  /** When the next scene comes; null while it is held or frozen. */
  untilMs: number | null;
  /** Place in the playlist, from 0. */
  index: number;
  /** The life-threatening incident that took the wall over, and since when. */
  held: { incidentId: string; sinceMs: number } | null;
  /** Put there by a person for a while. */
  sent: { scene: string; incidentId: string | null; by: string; untilMs: number } | null;
  /** Rotation stands still by a person's word. */
  frozen: { by: string; sinceMs: number } | null;
}

/** What a desk may do with a wall. `send` needs `scene` (of the pack, or `incident` with `incidentId`) and `forMs`. */
export type WallAction =
  | { action: 'send'; scene: string; incidentId?: string; forMs: number }
  | { action: 'freeze' | 'unfreeze' | 'next' | 'previous' | 'resume' };

export type WallRefusal = 'unknown-room' | 'unknown-scene' | 'bad-action';

/** The scene of one incident: camera on its place, its clocks and its course. Every wall has it. */
export const INCIDENT_SCENE = 'incident';
/** A life-threatening incident that nobody acknowledges holds a wall no longer than this: the rest of the city goes on. */
export const LONGEST_HOLD_MS = 10 * 60_000;
/** The longest that a person may put a scene on a wall: a shift. */
export const LONGEST_SEND_MS = 12 * 3_600_000;
const DEFAULT_DWELL_MS = 30_000;

/** A room at the first tick. */
export function openRoom(config: WallRoomConfig, nowMs: number): WallRoom {
  const scene = config.playlist[0]!;
  return {
    id: config.id,
    scene,
    sinceMs: nowMs,
    untilMs: config.playlist.length > 1 ? nowMs + dwellOf(config, scene) : null,
    index: 0,
    held: null,
    sent: null,
    frozen: null,
  };
}

/** The room in its playlist, `step` scenes on, from `nowMs`. */
export function turned(room: WallRoom, config: WallRoomConfig, { step, nowMs }: Turn): WallRoom {
  const { playlist } = config;
  const index = (((room.index + step) % playlist.length) + playlist.length) % playlist.length;
  const scene = playlist[index]!;
  const rests = playlist.length === 1 || room.frozen !== null;
  return { ...room, scene, index, sinceMs: nowMs, untilMs: rests ? null : nowMs + dwellOf(config, scene) };
}

interface Turn {
  step: number;
  nowMs: number;
}

function dwellOf(config: WallRoomConfig, scene: string): number {
  return config.dwellMs[scene] ?? DEFAULT_DWELL_MS;
}

/** Checks an act from outside. */
export function parseWallAction(raw: unknown): WallAction | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { action, scene, incidentId, forMs } = raw as Readonly<Record<string, unknown>>;
  if (action === 'freeze' || action === 'unfreeze' || action === 'next' || action === 'previous')
    return { action };
  if (action === 'resume') return { action };
  if (action !== 'send' || typeof scene !== 'string' || typeof forMs !== 'number') return undefined;
  if (!(forMs >= 1_000 && forMs <= LONGEST_SEND_MS)) return undefined;
  if (scene !== INCIDENT_SCENE) return { action, scene, forMs };
  return typeof incidentId === 'string' ? { action, scene, incidentId, forMs } : undefined;
}

/** Writes a room the same way whether it was folded live or restored. */
export function writeWallRoom(writer: CanonicalWriter, room: WallRoom): void {
  const { scene, sinceMs, untilMs, index, held, sent, frozen } = room;
  writer
    .string(scene)
    .f64(sinceMs)
    .f64(untilMs ?? -1)
    .u32(index);
  writer.string(held === null ? '' : `${held.incidentId} ${held.sinceMs}`);
  writer.string(sent === null ? '' : `${sent.scene} ${sent.incidentId ?? ''} ${sent.by} ${sent.untilMs}`);
  writer.string(frozen === null ? '' : `${frozen.by} ${frozen.sinceMs}`);
}
