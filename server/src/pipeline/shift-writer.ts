import type { Clock } from '@metropane/base';
import { handoverBrief } from '@metropane/incidents';
import type {
  BriefFeed,
  BriefWarning,
  HandoverBrief,
  ShiftActOutcome,
  ShiftEntry,
  ShiftPosition,
} from '@metropane/incidents';
import type { FeedRecord, Text } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import type { PositionConfig } from '../fold/fold-config.ts';
import type { FactWriter } from './fact-writer.ts';

/** What the person is told; `status` is the HTTP status of the answer. */
export interface ShiftAnswer {
  status: 200 | 404 | 409 | 422;
  code?: string;
  detail?: string;
  allowed?: string[];
  /** The position as it is now. */
  position?: ShiftPosition;
}

/** A position with what the city says of it. */
export interface ShownPosition extends ShiftPosition {
  name: Text;
  categories: string[];
}

/** An act as it came, with what only main knows of the room. */
export interface WantedShiftAct {
  action: unknown;
  actor: string;
  /** CAP alerts in force, for the brief of a handover. */
  warnings: readonly BriefWarning[];
}

const STATUS: Readonly<Record<string, 404 | 409>> = { 'no-position': 404, 'stale-revision': 409 };
/** As of a silent feed: what a feed tells may be as old as two of its periods. */
const STALE_AFTER_PERIODS = 2;

/**
 * Acts on the shift, one at a time: decided against the fold, journalled, folded, and only then shown as done, as `ActionWriter`
 * does. The brief of a handover is frozen here: made of the room before the act and stored inside its entry.
 */
export class ShiftWriter {
  readonly #facts: Pick<FactWriter, 'write'>;
  readonly #room: ControlRoom;
  readonly #feeds: () => FeedRecord[];
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    facts: Pick<FactWriter, 'write'>;
    room: ControlRoom;
    feeds: () => FeedRecord[];
    clock: Clock;
  }) {
    this.#facts = parts.facts;
    this.#room = parts.room;
    this.#feeds = parts.feeds;
    this.#clock = parts.clock;
  }

  take(act: WantedShiftAct): Promise<ShiftAnswer> {
    const answer = this.#turn.then(() => this.#act(act));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** What a handover of the position would tell if it began now; null for a position that there is not. */
  brief(position: string, warnings: readonly BriefWarning[]): HandoverBrief | null {
    const room = this.#room;
    const notes = room.shifts.position(position)?.notes;
    if (notes === undefined) return null;
    return handoverBrief({
      position,
      answersFor: (category) => positionOf(this.#configs(), category) === position,
      nowMs: room.nowMs,
      incidents: room.incidents.values(),
      alarms: room.alarms.values(),
      feeds: this.#feeds().map((feed) => toWatched(feed, room.nowMs)),
      notes,
      warnings,
    });
  }

  /** Every position of the city, in its order. */
  shown(): { atMs: number; positions: ShownPosition[] } {
    const positions = this.#configs().flatMap(({ id, name, categories }) => {
      const position = this.#room.shifts.position(id);
      return position === undefined ? [] : [{ ...position, name, categories }];
    });
    return { atMs: this.#room.nowMs, positions };
  }

  async #act({ action, actor, warnings }: WantedShiftAct): Promise<ShiftAnswer> {
    const atMs = this.#clock.nowMs();
    const entry: ShiftEntry = { action, ...this.#frozen(action, warnings) };
    const decided = this.#room.shifts.decide(entry, { atMs, actor, journalSeq: 0 });
    const id = positionIdOf(action);
    if (!decided.ok) return this.#refusal(decided, id);
    if (decided.isRepeat) return { status: 200, position: decided.value.position };
    await this.#facts.write({ kind: 'shift-action', v: 1, atMs, actor, body: entry });
    return { status: 200, ...this.#position(id) };
  }

  #frozen(action: unknown, warnings: readonly BriefWarning[]): { brief?: HandoverBrief } {
    if (typeof action !== 'object' || action === null || !('action' in action)) return {};
    const brief = action.action === 'begin' ? this.brief(positionIdOf(action), warnings) : null;
    return brief === null ? {} : { brief };
  }

  #refusal(refusal: Extract<ShiftActOutcome, { ok: false }>, id: string): ShiftAnswer {
    return {
      status: STATUS[refusal.code] ?? 422,
      code: refusal.code,
      detail: refusal.message,
      ...(refusal.allowed ? { allowed: refusal.allowed } : {}),
      ...this.#position(id),
    };
  }

  #position(id: string): { position?: ShiftPosition } {
    const position = this.#room.shifts.position(id);
    return position === undefined ? {} : { position };
  }

  #configs(): readonly PositionConfig[] {
    return this.#room.config.alarms?.positions ?? [];
  }
}

/** The position that answers for a category: the one that names it, else the one without categories. */
function positionOf(positions: readonly PositionConfig[], category: string): string | undefined {
  const own = positions.find(({ categories }) => categories.includes(category));
  return (own ?? positions.find(({ categories }) => categories.length === 0))?.id;
}

/** A feed that talks, but of times long past, is told apart from one that is up. */
function toWatched(
  { id, status, lastEventMs, lastArrivalMs, periodMs, outOfOrdernessMs }: FeedRecord,
  nowMs: number,
): Omit<BriefFeed, 'status'> & { status: BriefFeed['status'] | 'up' } {
  const mayBeOldMs = periodMs === null ? null : STALE_AFTER_PERIODS * periodMs + (outOfOrdernessMs ?? 0);
  const isStale = mayBeOldMs !== null && lastEventMs !== null && nowMs - lastEventMs > mayBeOldMs;
  return { id, status: status === 'up' && isStale ? 'stale' : status, lastEventMs, lastArrivalMs };
}

function positionIdOf(action: unknown): string {
  if (typeof action !== 'object' || action === null || !('position' in action)) return '';
  return typeof action.position === 'string' ? action.position.trim() : '';
}
