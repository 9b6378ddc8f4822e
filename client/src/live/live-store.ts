/**
 * The room as this screen knows it: one `CityState` outside React, changed on arrival, and a small store of version counters
 * that tells React, at most once per animation frame, which tables moved. Ten thousand readings that touch no incident
 * leave the incident list's version alone, so nothing of it renders.
 * The trap: rows and columns are changed in place. Read them through the version, never keep a table in React state.
 */
import { assert } from '@metropane/base';
import {
  applyDiff,
  applySnapshot,
  emptyState,
  parseChannel,
  RECORD_TABLE_NAMES,
} from '@metropane/live-state';
import type { Channel, CityDiff, CityState, RecordTableName } from '@metropane/live-state';
import type { ScreensList } from '@metropane/protocol';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { InterestClaims } from './interest.ts';
import { INITIAL_LINK, nextLinkState } from './link-state.ts';
import type { LinkEvent, LinkState } from './link-state.ts';
import { Presence } from './presence.ts';
import { ServerClock } from './server-clock.ts';

/** A record table's name, or `layer:<id>`. */
export type LiveTable = RecordTableName | `layer:${string}`;

export interface LiveVersions {
  /** How often each table changed as far as painted; absent = never. */
  tables: Readonly<Partial<Record<LiveTable, number>>>;
  epoch: number;
  seq: number;
}

export class LiveStore {
  readonly state: CityState = emptyState();
  /** What this page's parts want of the layers. */
  readonly interest = new InterestClaims();
  readonly versions: StoreApi<LiveVersions> = createStore(() => ({ tables: {}, epoch: 0, seq: 0 }));
  readonly presence = new Presence();
  /** The screens of the walls, as desks are told; null = not known. */
  readonly screens: StoreApi<{ list: ScreensList | null }> = createStore(() => ({ list: null }));
  readonly link: StoreApi<LinkState> = createStore(() => INITIAL_LINK);
  /** Build id that the server runs; null before the first welcome. */
  readonly serverBuild: StoreApi<{ build: string | null }> = createStore(() => ({ build: null }));
  readonly clock: ServerClock;
  readonly #localNowMs: () => number;
  readonly #onFrame: (paint: () => void) => void;
  readonly #dirty = new Set<LiveTable>();
  readonly #held = new Set<Channel>();
  #isScheduled = false;

  constructor(
    localNowMs: () => number = () => performance.timeOrigin + performance.now(),
    onFrame: (paint: () => void) => void = nextFrame,
  ) {
    this.#localNowMs = localNowMs;
    this.#onFrame = onFrame;
    this.clock = new ServerClock(localNowMs);
  }

  /** Channels whose rows are in `state`: what the centre sent, which may be behind what `interest` wants. */
  get held(): ReadonlySet<Channel> {
    return this.#held;
  }

  /**
   * Replaces the channels by the snapshot's rows, and empties those that the centre sends no more. Throws when the snapshot would go back
   * within its epoch.
   */
  applySnapshot(snapshot: CityDiff, channels: Iterable<Channel>, dropped: Iterable<Channel> = []): void {
    const layersBefore = [...this.state.layers.keys()];
    const [named, gone] = [[...channels], [...dropped]];
    const isOtherEpoch = snapshot.epoch !== this.state.epoch;
    applySnapshot(this.state, snapshot, [...named, ...gone]);
    if (isOtherEpoch) {
      this.#held.clear();
      for (const table of RECORD_TABLE_NAMES) this.#dirty.add(table);
      for (const id of [...layersBefore, ...this.state.layers.keys()]) this.#dirty.add(`layer:${id}`);
    }
    for (const channel of gone) this.#held.delete(channel);
    for (const channel of named) this.#held.add(channel);
    for (const channel of [...named, ...gone]) this.#dirty.add(tableOf(channel));
    this.#schedule();
  }

  /** Applies the next diff. Throws over a gap: ask `relationOf` first. */
  applyDiff(diff: CityDiff): void {
    applyDiff(this.state, diff);
    for (const table of RECORD_TABLE_NAMES) if (diff.records[table] !== undefined) this.#dirty.add(table);
    for (const id of diff.layers.keys()) this.#dirty.add(`layer:${id}`);
    this.#schedule();
  }

  /** Tells what has changed now, in the animation frame of who asks, instead of in the next one. */
  paintNow(): void {
    if (this.#isScheduled) this.#flush();
  }

  /** Moves the link's state machine. */
  tellLink(event: LinkEvent): void {
    const before = this.link.getState();
    const after = nextLinkState(before, event, this.#localNowMs());
    if (after !== before) this.link.setState(after, true);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#onFrame(() => this.#flush());
  }

  #flush(): void {
    if (!this.#isScheduled) return;
    this.#isScheduled = false;
    const tables = { ...this.versions.getState().tables };
    for (const table of this.#dirty) tables[table] = (tables[table] ?? 0) + 1;
    this.#dirty.clear();
    this.versions.setState({ tables, epoch: this.state.epoch, seq: this.state.seq }, true);
  }
}

/** A hidden tab gets no animation frames, but its alarms must still move. */
function nextFrame(paint: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(paint);
  else setTimeout(paint, 100);
}

function tableOf(channel: Channel): LiveTable {
  const target = parseChannel(channel);
  assert(target !== undefined, 'the centre names channels of the protocol', { channel });
  return target.kind === 'records' ? target.table : `layer:${target.layerId}`;
}
