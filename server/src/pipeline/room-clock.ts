import type { Clock } from '@metropane/base';

/**
 * The time of a room. The live room lives in the time of this machine. An exercise lives in the time of its feed: its clock is the
 * newest event time that it has seen, so a stream at ten times the speed folds with the windows, the idleness and the lateness that
 * it would have at its own speed, and stands still while nothing comes.
 */
export interface RoomClock extends Clock {
  /** False as long as there is no time yet: no tick is logged before. */
  readonly isRunning: boolean;
  /** Puts the arrivals of messages that are about to be decoded to the time that the door judges `future` by. */
  stamp(arrivalMs: Float64Array): void;
  /** Moves with the events of decoded rows, and gives each row the arrival that it has by this clock. */
  follow(timeMs: Float64Array, arrivalMs: Float64Array): void;
  /** Moves to the time of an event that is no reading. */
  advance(eventMs: number): void;
  /** Puts stamped arrivals of messages that are decoded to what they are by this clock. */
  settle(arrivalMs: Float64Array): void;
  /** As `settle`, of one. */
  arrivedMs(stampedMs: number): number;
}

/** The time of this machine, which no feed moves. */
export function wallClock(clock: Clock): RoomClock {
  return {
    isRunning: true,
    nowMs: () => clock.nowMs(),
    stamp: () => undefined,
    follow: () => undefined,
    advance: () => undefined,
    settle: () => undefined,
    arrivedMs: (stampedMs) => stampedMs,
  };
}

/** An hour of events per second of waiting: more than any scenario is played at, and a sensor that is a day ahead is still refused. */
const FASTEST = 3_600;
/** How far ahead of this machine an exercise may begin: next year's flood, and not a device of the year 2099. */
const FIRST_LEAP_MS = 366 * 86_400_000;

/** A clock of its own ticks. `startMs`: where it stood when the room was last open; 0 = it never ran. */
export class FeedClock implements RoomClock {
  readonly #wall: Clock;
  #nowMs: number;
  #stampMs = Number.NaN;
  /** When what is decoded now came, by this machine. */
  #stampedAtMs: number | null = null;
  /** When what moved it last came, by this machine; null = not since the room was opened: then the next event may lie anywhere. */
  #movedAtMs: number | null = null;

  constructor(wall: Clock, startMs = 0) {
    this.#wall = wall;
    this.#nowMs = startMs;
  }

  get isRunning(): boolean {
    return this.#nowMs > 0;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /**
   * As late as an event may lie now: a single device that is years ahead must not carry the room's time away with it, while a
   * scenario that is played fast, or goes on after a pause, must be let through.
   */
  stamp(arrivalMs: Float64Array): void {
    // By when it came, not by when its turn is: what waited behind a slow moment carries more than 60 s at a fast pace.
    const wallMs = arrivalMs.at(-1) ?? this.#wall.nowMs();
    this.#stampedAtMs = wallMs;
    this.#stampMs =
      this.#movedAtMs === null
        ? Math.max(this.#nowMs, wallMs + FIRST_LEAP_MS)
        : this.#nowMs + Math.max(0, wallMs - this.#movedAtMs) * FASTEST;
    arrivalMs.fill(this.#stampMs);
  }

  /** A row arrives when the newest event up to it happened. An arrival that the data brought along stays. */
  follow(timeMs: Float64Array, arrivalMs: Float64Array): void {
    for (let row = 0; row < timeMs.length; row++) {
      this.advance(timeMs[row]!);
      arrivalMs[row] = this.arrivedMs(arrivalMs[row]!);
    }
  }

  advance(eventMs: number): void {
    if (eventMs <= this.#nowMs) return;
    this.#nowMs = eventMs;
    this.#movedAtMs = this.#stampedAtMs ?? this.#wall.nowMs();
  }

  settle(arrivalMs: Float64Array): void {
    for (let i = 0; i < arrivalMs.length; i++) arrivalMs[i] = this.arrivedMs(arrivalMs[i]!);
  }

  arrivedMs(stampedMs: number): number {
    if (stampedMs !== this.#stampMs) return stampedMs;
    // Before the first event it came at no time that this room has.
    return this.isRunning ? this.#nowMs : Number.NEGATIVE_INFINITY;
  }
}
