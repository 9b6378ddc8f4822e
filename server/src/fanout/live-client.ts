import type { Channel } from '@metropane/live-state';
import type { Audience } from './channel-rights.ts';
import type { FanoutPrincipal } from './fanout-options.ts';

/**
 * What the server knows about one connection: what it watches, how far it was served, and its credit.
 * `held` channels are served up to `servedSeq`; `wanted` ones still need their snapshot; `dropped` ones are held too, until a snapshot
 * tells the client to empty them: it shows their rows so long, so they must be of the same moment as all others. While a client is in a room its `servedSeq`
 * is the state's; a client that leaves the room keeps the `servedSeq` of that moment, and nothing else is kept for it: what it
 * misses is merged from the ring when its credit returns.
 */
export class LiveClient<P extends FanoutPrincipal> {
  readonly principal: P;
  readonly audience: Audience;
  readonly connectedMs: number;
  held: readonly Channel[] = [];
  wanted: readonly Channel[] = [];
  /** No more of the interest. [P17] */
  dropped: readonly Channel[] = [];
  /** A hello has come; it may not have been handled yet. */
  hasSentHello = false;
  hasSaidHello = false;
  /** After a hello the client waits for a frame even if it missed nothing. */
  isOwedFrame = false;
  room: string | undefined;
  screen: string | undefined;
  /** Everything of `held` up to this publish was sent, or did not need to be. */
  servedSeq = 0;
  servedAtMs = 0;
  /** The `seq` that the client's state has once it applied all that was sent. */
  frameSeq = 0;
  /** Key of the interest room that it is in. */
  roomKey: string | undefined;
  paintedMs: number | undefined;
  lastCreditMs: number | undefined;
  #unacked: { seq: number; sentMs: number }[] = [];

  constructor(principal: P, { audience, nowMs }: { audience: Audience; nowMs: number }) {
    this.principal = principal;
    this.audience = audience;
    this.connectedMs = nowMs;
  }

  get unackedFrames(): number {
    return this.#unacked.length;
  }

  /** When the oldest un-acknowledged frame was sent. */
  get oldestUnackedMs(): number | undefined {
    return this.#unacked[0]?.sentMs;
  }

  /** Takes the interest over: what stays is held, what is new is wanted, both ascending. */
  setInterest(channels: Iterable<Channel>): void {
    const interest = new Set([...channels].sort());
    const there = new Set([...this.held, ...this.dropped].sort());
    this.held = [...interest].filter((channel) => there.has(channel));
    this.wanted = [...interest].filter((channel) => !there.has(channel));
    this.dropped = [...there].filter((channel) => !interest.has(channel));
  }

  /** What a hello says the client holds: nothing, or `channels` as they were at publish `seq`. Nothing is owed any more. */
  startOver(resume?: { seq: number; channels: Iterable<Channel> }): void {
    this.held = [...new Set(resume?.channels)].sort();
    this.wanted = [];
    this.dropped = [];
    this.servedSeq = resume?.seq ?? 0;
    this.frameSeq = this.servedSeq;
    this.servedAtMs = 0;
    this.isOwedFrame = true;
    this.#unacked = [];
  }

  /** All of the interest must be sent anew. */
  forgetHeld(): void {
    this.wanted = [...this.held, ...this.wanted].sort();
    this.held = [];
  }

  /** The interest is served up to `seq`. */
  served(seq: number, atMs: number): void {
    this.servedSeq = seq;
    this.servedAtMs = atMs;
  }

  /** A frame up to `seq` is on its way. */
  sent(seq: number, nowMs: number): void {
    this.frameSeq = seq;
    this.#unacked.push({ seq, sentMs: nowMs });
  }

  /** Everything up to `upTo` was applied. */
  acknowledge(upTo: number, nowMs: number): void {
    this.lastCreditMs = nowMs;
    let count = 0;
    while (count < this.#unacked.length && this.#unacked[count]!.seq <= upTo) count += 1;
    if (count > 0) this.#unacked.splice(0, count);
  }
}
