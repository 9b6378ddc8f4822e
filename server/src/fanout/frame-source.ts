import { assert } from '@metropane/base';
import {
  applyDiff,
  emptyState,
  isCellChannel,
  isEmptyLayerDiff,
  joinParts,
  mergeDiffs,
  snapshotPartOf,
  splitByChannel,
} from '@metropane/live-state';
import type { Channel, CityDiff, CityState } from '@metropane/live-state';
import { decodeChannel, encodeCell, encodeChannel, packParts } from '@metropane/protocol';
import type { DiffHeader, EncodedPart, SnapshotHeader } from '@metropane/protocol';
import { AgencyRows } from './agency-rows.ts';
import { CellSource, toLayerDiff } from './cell-source.ts';
import type { CellRows } from './cell-source.ts';
import type { Audience } from './channel-rights.ts';
import { agencyOf, isRedacted, redactedPart } from './channel-rights.ts';
import { DiffRing } from './diff-ring.ts';
import type { RingEntry } from './diff-ring.ts';

/** A frame ready to be sent. */
export interface Frame<H extends DiffHeader | SnapshotHeader> {
  header: H;
  body: Uint8Array;
}

/** Channels in ascending order, as one audience sees them: clients of one interest share every frame. */
export interface Interest {
  audience: Audience;
  channels: readonly Channel[];
}

export interface FrameCounts {
  /** Parts of publishes that were encoded: one per channel and publish, and one more where walls see another form. */
  encodings: number;
  /** Parts encoded for snapshots and for clients that had fallen behind. */
  catchUpEncodings: number;
}

/**
 * Turns publishes into frames. Owns the copy of the state, the ring of encoded diffs and every cache, and knows no socket.
 * A part is encoded once per publish however many clients watch it; snapshots and merged diffs once per publish and start. Layers are
 * always encoded, for the ring; a map cell only when a client that watches it is to be told. [P16]
 */
export class FrameSource {
  readonly counts: FrameCounts = { encodings: 0, catchUpEncodings: 0 };
  readonly #ring: DiffRing;
  readonly #mergeBytes: number;
  #state: CityState;
  #cells: CellSource;
  #agencies: AgencyRows;
  #latest: RingEntry | undefined;
  /** Encodings that hold until the next publish: wall forms, snapshot parts, merged parts. Undefined = no rows. */
  readonly #cache = new Map<string, Uint8Array | undefined>();
  /** Cell parts of the latest publish; by channel alone, because every interest asks for every channel of it. */
  readonly #latestCells = new Map<string, Uint8Array>();
  /** Rows by cell channel since a publish, until the next one. */
  readonly #cellRows = new Map<number | 'latest', ReadonlyMap<string, CellRows>>();

  constructor(epoch: number, limits: { ringMs: number; ringBytes: number; mergeBytes: number }) {
    this.#state = emptyState(epoch);
    this.#cells = new CellSource(this.#state);
    this.#agencies = new AgencyRows(this.#state);
    this.#ring = new DiffRing({ maxAgeMs: limits.ringMs, maxBytes: limits.ringBytes });
    this.#mergeBytes = limits.mergeBytes;
  }

  get state(): Readonly<CityState> {
    return this.#state;
  }

  get ring(): { size: number; bytes: number } {
    return { size: this.#ring.size, bytes: this.#ring.bytes };
  }

  /** Starts over from a state; what clients hold of another one is worth nothing. Owned from now on: do not change it. */
  setState(state: CityState): void {
    this.#state = state;
    this.#cells = new CellSource(state);
    this.#agencies = new AgencyRows(state);
    this.#latest = undefined;
    this.#ring.clear();
    this.#forgetEncodings();
  }

  /** Takes the next publish in: state, ring and the parts for `diffFrame`. */
  publish(diff: CityDiff): void {
    const parts = new Map<string, Uint8Array>();
    for (const [channel, part] of splitByChannel(diff)) {
      parts.set(channel, encodeChannel(part));
      this.counts.encodings += 1;
    }
    applyDiff(this.#state, diff);
    this.#forgetEncodings();
    const { epoch, from, seq, atMs } = diff;
    const incidents = this.#agencies.publish(diff);
    this.#latest = { epoch, from, seq, atMs, parts, touched: this.#cells.publish(diff), incidents };
    this.#ring.push(this.#latest);
  }

  /** The latest publish for one interest; undefined when it touches nothing of it. `from`: what its clients hold at least. */
  diffFrame({ audience, channels }: Interest, from: number): Frame<DiffHeader> | undefined {
    const latest = this.#latest;
    assert(latest !== undefined, 'a diff frame follows a publish');
    const parts: EncodedPart[] = [];
    for (const channel of channels) {
      const bytes = isCellChannel(channel)
        ? this.#latestCell(channel, latest)
        : this.#latestPart(channel, audience, latest);
      if (bytes !== undefined) parts.push({ channel, bytes });
    }
    return parts.length === 0 ? undefined : this.#toDiff(from, parts);
  }

  /**
   * Everything of an interest after publish `from`, as one diff, perhaps without parts; undefined when the ring does not reach back
   * so far or a snapshot is cheaper.
   */
  mergedFrame({ audience, channels }: Interest, from: number): Frame<DiffHeader> | undefined {
    const missed = this.#ring.after(from);
    if (missed === undefined || from > this.#state.seq) return undefined;
    // An empty ring says nothing about a client that is behind the state that it was set to.
    if (missed.length === 0 && from !== this.#state.seq) return undefined;
    let bytes = 0;
    for (const entry of missed)
      for (const channel of channels) bytes += entry.parts.get(channel)?.length ?? 0;
    if (bytes > this.#mergeBytes) return undefined;
    const parts: EncodedPart[] = [];
    for (const channel of channels) {
      const merged = isCellChannel(channel)
        ? this.#mergedCell(channel, { missed, from })
        : this.#merged(channel, { audience, missed, from });
      if (merged !== undefined) parts.push({ channel, bytes: merged });
    }
    return this.#toDiff(from, parts);
  }

  /** All rows of an interest at the state's `seq`; `dropped` channels are named, so that the client empties them. [P11] */
  snapshotFrame({ audience, channels }: Interest, dropped: readonly Channel[]): Frame<SnapshotHeader> {
    const encoded: EncodedPart[] = [];
    for (const channel of channels) {
      const bytes = this.#cached(`snapshot ${formOf(channel, audience)}`, () =>
        isCellChannel(channel) ? this.#snapshotCell(channel) : this.#snapshotPart(channel, audience),
      );
      if (bytes !== undefined) encoded.push({ channel, bytes });
    }
    const { parts, body } = packParts(encoded);
    const { epoch, seq, atMs } = this.#state;
    const header: SnapshotHeader = { epoch, seq, atMs, channels: [...channels], parts };
    if (dropped.length > 0) header.dropped = [...dropped];
    return { header, body };
  }

  #latestPart(channel: Channel, audience: Audience, latest: RingEntry): Uint8Array | undefined {
    const agency = agencyOf(channel, audience);
    if (agency !== undefined)
      return this.#cached(`latest ${channel} ${audience}`, () => this.#agencyPart(channel, agency, [latest]));
    const bytes = latest.parts.get(channel);
    return bytes !== undefined && isRedacted(channel, audience) ? this.#redacted(channel, bytes) : bytes;
  }

  #agencyPart(channel: Channel, agency: string, missed: readonly RingEntry[]): Uint8Array | undefined {
    const touches = missed.map(({ incidents }) => incidents);
    const part = this.#agencies.partSince(channel, agency, touches);
    if (part === undefined) return undefined;
    this.counts.encodings += 1;
    return encodeChannel(part);
  }

  #snapshotPart(channel: Channel, audience: Audience): Uint8Array | undefined {
    const agency = agencyOf(channel, audience);
    const part =
      agency === undefined
        ? snapshotPartOf(this.#state, channel)
        : this.#agencies.snapshotPart(channel, agency);
    if (part === undefined) return undefined;
    this.counts.catchUpEncodings += 1;
    return encodeChannel(isRedacted(channel, audience) ? redactedPart(part) : part);
  }

  #snapshotCell(channel: Channel): Uint8Array | undefined {
    const diff = this.#cells.snapshotOf(channel);
    if (diff === undefined || isEmptyLayerDiff(diff)) return undefined;
    this.counts.catchUpEncodings += 1;
    return encodeCell(diff);
  }

  #latestCell(channel: Channel, latest: RingEntry): Uint8Array | undefined {
    const known = this.#latestCells.get(channel);
    if (known !== undefined) return known;
    const rows = this.#cellRowsSince('latest', [latest]).get(channel);
    if (rows === undefined) return undefined;
    this.counts.encodings += 1;
    const bytes = encodeCell(toLayerDiff(rows));
    this.#latestCells.set(channel, bytes);
    return bytes;
  }

  #mergedCell(
    channel: Channel,
    { missed, from }: { missed: readonly RingEntry[]; from: number },
  ): Uint8Array | undefined {
    return this.#cached(`merged ${from} ${channel}`, () => {
      const rows = this.#cellRowsSince(from, missed).get(channel);
      if (rows === undefined) return undefined;
      this.counts.catchUpEncodings += 1;
      return encodeCell(toLayerDiff(rows));
    });
  }

  /** `missed`: every publish after `from`, which is the key under which the answer is kept. */
  #cellRowsSince(from: number | 'latest', missed: readonly RingEntry[]): ReadonlyMap<string, CellRows> {
    let rows = this.#cellRows.get(from);
    if (rows === undefined) {
      rows = this.#cells.rowsByChannel(missed.map((entry) => entry.touched));
      this.#cellRows.set(from, rows);
    }
    return rows;
  }

  #forgetEncodings(): void {
    this.#cache.clear();
    this.#latestCells.clear();
    this.#cellRows.clear();
  }

  #toDiff(from: number, encoded: readonly EncodedPart[]): Frame<DiffHeader> {
    const { parts, body } = packParts(encoded);
    const { epoch, seq, atMs } = this.#state;
    return { header: { epoch, from, seq, atMs, parts }, body };
  }

  #redacted(channel: string, bytes: Uint8Array): Uint8Array {
    const redacted = this.#cached(`latest ${channel} wall`, () => {
      this.counts.encodings += 1;
      return encodeChannel(redactedPart(decodeChannel(bytes)));
    });
    assert(redacted !== undefined, 'a part stays a part', { channel });
    return redacted;
  }

  #merged(
    channel: Channel,
    { audience, missed, from }: { audience: Audience; missed: readonly RingEntry[]; from: number },
  ): Uint8Array | undefined {
    return this.#cached(`merged ${from} ${formOf(channel, audience)}`, () => {
      const agency = agencyOf(channel, audience);
      if (agency !== undefined) return this.#agencyPart(channel, agency, missed);
      const withPart = missed.filter((entry) => entry.parts.has(channel));
      if (withPart.length === 0) return undefined;
      const only = withPart.length === 1 ? withPart[0]!.parts.get(channel) : undefined;
      if (only !== undefined && !isRedacted(channel, audience)) return only;
      this.counts.catchUpEncodings += 1;
      const diffs = withPart.map((entry, i) => {
        // Publishes without this channel lie between: the spans are drawn together, the rows stay what they are.
        const span = { ...entry, from: i === 0 ? from : withPart[i - 1]!.seq };
        return joinParts(span, [decodeChannel(entry.parts.get(channel)!)]);
      });
      const part = splitByChannel(mergedInPairs(diffs)).get(channel);
      assert(part !== undefined, 'merging non-empty parts leaves one', { channel });
      return encodeChannel(isRedacted(channel, audience) ? redactedPart(part) : part);
    });
  }

  #cached(key: string, make: () => Uint8Array | undefined): Uint8Array | undefined {
    if (this.#cache.has(key)) return this.#cache.get(key);
    const made = make();
    this.#cache.set(key, made);
    return made;
  }
}

/** Pairs of pairs instead of one after another: every row is copied log n times, not n times. Merging is associative. */
function mergedInPairs(diffs: readonly CityDiff[]): CityDiff {
  let level = [...diffs];
  while (level.length > 1) {
    const next: CityDiff[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      next.push(right === undefined ? level[i]! : mergeDiffs(level[i]!, right));
    }
    level = next;
  }
  return level[0]!;
}

function formOf(channel: Channel, audience: Audience): string {
  if (agencyOf(channel, audience) !== undefined) return `${channel} ${audience}`;
  return isRedacted(channel, audience) ? `${channel} wall` : channel;
}
