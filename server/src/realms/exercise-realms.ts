/**
 * The exercises of this centre: which are open, which may be, and how they come and go. Each open one is a whole room of its own
 * (log, journal, fold, history); what they share with the live room is this process and nothing of its state.
 * Opened by the first message of its token or by a person; closed when nobody has used it for a while, its data kept; ended by a
 * supervisor, its data wiped. An ended one stays ended until a person opens it: a simulator that still runs cannot bring it back.
 */
import type { Clock } from '@metropane/base';
import type { Realm } from '../access/principal.ts';
import type { BrokerSink } from '../broker/broker-sink.ts';
import type { RealmFolders } from './realm-folders.ts';
import { RealmRefusal } from './realm-refusal.ts';

export const MOST_OPEN = 2;
/** Kept on disk, open ones included: a token without a realm of its own gets one, and tokens are cheap. */
export const MOST_KEPT = 16;
export const IDLE_MS = 10 * 60_000;
/** Realms whose refused messages are counted by name. */
const MOST_REFUSED_NAMES = 100;

export type RealmState = 'opening' | 'open' | 'closed' | 'ended' | 'failed';

/** An exercise while it is open. */
export interface OpenRealm<R> {
  readonly room: R;
  /** Epoch milliseconds of its clock; 0 = it has not begun. */
  clockMs(): number;
  /** Seconds of its clock per second, over the last ten. */
  speed(): number;
  watchers(): number;
  close(): Promise<void>;
}

/** Starts the workers of a realm in its folder. `sink` takes messages at once, `opened` resolves when its room has recovered. */
export type StartRealm<R> = (
  realm: Realm,
  folder: string,
  onDeath: (reason: string) => void,
) => { sink: BrokerSink; opened: Promise<OpenRealm<R>> };

export interface RealmSummary {
  realm: Realm;
  state: RealmState;
  sinceMs: number;
  clockMs: number | null;
  speed: number;
  watchers: number;
  /** Messages that came and were not taken, since the start of the centre. */
  refused: number;
  detail: string;
}

interface Entry<R> {
  state: 'opening' | 'open' | 'failed' | 'closing';
  sink: BrokerSink;
  opened: Promise<OpenRealm<R>>;
  open: OpenRealm<R> | null;
  sinceMs: number;
  usedMs: number;
  detail: string;
  stopDrain: () => void;
  shut: Promise<void> | null;
}

export class ExerciseRealms<R> {
  readonly #folders: RealmFolders;
  readonly #start: StartRealm<R>;
  readonly #clock: Clock;
  readonly #entries = new Map<Realm, Entry<R>>();
  readonly #refused = new Map<Realm, number>();
  readonly #drainListeners = new Set<() => void>();
  #isStopping = false;

  constructor(parts: { folders: RealmFolders; start: StartRealm<R>; clock: Clock }) {
    this.#folders = parts.folders;
    this.#start = parts.start;
    this.#clock = parts.clock;
  }

  /** Why a message of this realm would not be taken now; null = it would. */
  refusalOf(realm: Realm): RealmRefusal | null {
    const entry = this.#entries.get(realm);
    if (entry?.state === 'open' || entry?.state === 'opening') return null;
    return this.#refusalToOpen(realm);
  }

  /** Where its messages go; opens the realm if it may be. Null: they are not taken (see `refusalOf`), counted here. */
  sinkOf(realm: Realm): BrokerSink | null {
    const known = this.#entries.get(realm);
    const entry = known ?? this.#tryBegin(realm);
    if (entry === null || entry.state === 'failed' || entry.state === 'closing') {
      if (this.#refused.has(realm) || this.#refused.size < MOST_REFUSED_NAMES)
        this.#refused.set(realm, (this.#refused.get(realm) ?? 0) + 1);
      return null;
    }
    entry.usedMs = this.#clock.nowMs();
    return entry.sink;
  }

  /** The open room, for those who may not wait. */
  current(realm: Realm): R | null {
    const entry = this.#entries.get(realm);
    return entry?.state === 'open' ? (entry.open?.room ?? null) : null;
  }

  /** Throws `RealmRefusal` for a realm that nobody opened and nothing was sent to. */
  assertKnown(realm: Realm): void {
    if (this.#entries.has(realm) || this.#folders.find(realm) !== undefined) return;
    throw new RealmRefusal('unknown-realm', `there is no realm ${realm}`);
  }

  /** The room of a realm that exists, opened if it is closed. Rejects with `RealmRefusal`. */
  async enter(realm: Realm): Promise<R> {
    this.assertKnown(realm);
    return this.#enter(realm);
  }

  /** The room that messages of a token go to, made if it is not there yet. Rejects with `RealmRefusal`. */
  async home(realm: Realm): Promise<R> {
    const refusal = this.refusalOf(realm);
    if (this.sinkOf(realm) === null)
      throw refusal ?? new RealmRefusal('realm-failed', `${realm} is being closed`);
    return this.#enter(realm);
  }

  /** A person opens a realm: also a new one, also one that was ended. Rejects with `RealmRefusal`. */
  async open(realm: Realm): Promise<R> {
    if (this.#entries.get(realm)?.state === 'failed') this.#entries.delete(realm);
    const full = this.#fullness(realm);
    if (full !== null && !this.#entries.has(realm)) throw full;
    this.#folders.forgetEnd(realm);
    return this.#enter(realm);
  }

  /** Ends a realm and wipes it. Rejects with `RealmRefusal` when there is none. */
  async end(realm: Realm): Promise<void> {
    this.assertKnown(realm);
    const entry = this.#entries.get(realm);
    this.#folders.markEnded(realm, this.#clock.nowMs());
    if (entry !== undefined) await this.#shut(realm, entry);
    this.#folders.wipe(realm);
  }

  /** Closes what nobody used for a while; called now and then. */
  async closeIdle(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    for (const [realm, entry] of [...this.#entries]) {
      if ((entry.open?.watchers() ?? 0) > 0) entry.usedMs = nowMs;
      const isIdle = nowMs - entry.usedMs >= IDLE_MS;
      if (isIdle && entry.state === 'open') await this.#shut(realm, entry);
    }
  }

  list(): RealmSummary[] {
    const kept = new Map(this.#folders.list().map((one) => [one.realm, one]));
    const names = new Set([...kept.keys(), ...this.#entries.keys(), ...this.#refused.keys()]);
    return [...names].toSorted().map((realm) => this.#summary(realm, kept.get(realm)));
  }

  /** One listener per broker, as `BrokerSink.onDrain`: told when any realm has room again. */
  onDrain(listener: () => void): () => void {
    this.#drainListeners.add(listener);
    return () => this.#drainListeners.delete(listener);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const [realm, entry] of [...this.#entries]) await this.#shut(realm, entry);
  }

  async #enter(realm: Realm): Promise<R> {
    const known = this.#entries.get(realm);
    if (known === undefined) {
      const refusal = this.#refusalToOpen(realm);
      if (refusal !== null) throw refusal;
    }
    const entry = known ?? this.#begin(realm);
    if (entry.state === 'failed' || entry.state === 'closing')
      throw new RealmRefusal('realm-failed', `${realm}: ${entry.detail}`);
    entry.usedMs = this.#clock.nowMs();
    try {
      return (await entry.opened).room;
    } catch (error) {
      throw new RealmRefusal('realm-failed', `${realm}: ${textOf(error)}`);
    }
  }

  #tryBegin(realm: Realm): Entry<R> | null {
    return this.#refusalToOpen(realm) === null ? this.#begin(realm) : null;
  }

  #begin(realm: Realm): Entry<R> {
    const nowMs = this.#clock.nowMs();
    const onDeath = (reason: string): void => this.#fail(realm, entry, reason);
    const { sink, opened } = this.#start(realm, this.#folders.folderOf(realm), onDeath);
    const entry: Entry<R> = {
      state: 'opening',
      sink,
      opened,
      open: null,
      sinceMs: nowMs,
      usedMs: nowMs,
      detail: '',
      stopDrain: sink.onDrain(() => this.#tellDrained()),
      shut: null,
    };
    this.#entries.set(realm, entry);
    opened.then(
      (open) => {
        entry.open = open;
        if (entry.state === 'opening') entry.state = 'open';
      },
      (error: unknown) => this.#fail(realm, entry, textOf(error)),
    );
    return entry;
  }

  /** Its data stay; senders that wait for it go on, and are refused. */
  #fail(realm: Realm, entry: Entry<R>, reason: string): void {
    if (this.#entries.get(realm) !== entry || entry.state === 'closing') return;
    entry.state = 'failed';
    entry.detail = reason.split('\n')[0]!;
    this.#tellDrained();
    void entry.open?.close();
  }

  #shut(realm: Realm, entry: Entry<R>): Promise<void> {
    entry.shut ??= this.#shutOnce(realm, entry);
    return entry.shut;
  }

  async #shutOnce(realm: Realm, entry: Entry<R>): Promise<void> {
    const wasFailed = entry.state === 'failed';
    entry.state = 'closing';
    entry.detail = 'it is being closed';
    this.#tellDrained();
    try {
      if (!wasFailed) await (await entry.opened).close();
    } finally {
      entry.stopDrain();
      if (this.#entries.get(realm) === entry) this.#entries.delete(realm);
    }
  }

  #refusalToOpen(realm: Realm): RealmRefusal | null {
    if (this.#isStopping) return new RealmRefusal('realm-failed', 'the centre is stopping');
    const entry = this.#entries.get(realm);
    if (entry !== undefined) return new RealmRefusal('realm-failed', `${realm}: ${entry.detail}`);
    if (this.#folders.find(realm)?.isEnded === true) {
      return new RealmRefusal('realm-ended', `${realm} was ended; open it at a desk to use it again`);
    }
    return this.#fullness(realm);
  }

  #fullness(realm: Realm): RealmRefusal | null {
    const running = [...this.#entries].filter(([name, { state }]) => name !== realm && state !== 'failed');
    if (running.length >= MOST_OPEN) {
      const names = running.map(([name]) => name).join(', ');
      return new RealmRefusal(
        'realms-full',
        `${MOST_OPEN} exercises are open (${names}): end one, or leave it for ${IDLE_MS / 60_000} min`,
      );
    }
    const kept = this.#folders.list().filter((one) => !one.isEnded && one.realm !== realm);
    return kept.length >= MOST_KEPT
      ? new RealmRefusal('realms-full', `${MOST_KEPT} exercises are kept: end one first`)
      : null;
  }

  #summary(realm: Realm, kept: { sinceMs: number; isEnded: boolean } | undefined): RealmSummary {
    const entry = this.#entries.get(realm);
    const state = entry?.state === 'closing' ? 'closed' : entry?.state;
    const clockMs = entry?.open?.clockMs() ?? 0;
    return {
      realm,
      state: kept?.isEnded === true ? 'ended' : (state ?? 'closed'),
      sinceMs: entry?.sinceMs ?? kept?.sinceMs ?? 0,
      clockMs: clockMs > 0 ? clockMs : null,
      speed: entry?.open?.speed() ?? 0,
      watchers: entry?.open?.watchers() ?? 0,
      refused: this.#refused.get(realm) ?? 0,
      detail: entry?.detail ?? '',
    };
  }

  #tellDrained(): void {
    for (const listener of this.#drainListeners) listener();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
