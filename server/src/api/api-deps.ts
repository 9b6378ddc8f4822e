import type { Clock } from '@metropane/base';
import type { JournalClient, KeptPayload } from '@metropane/event-log';
import type { AttachmentStore } from '../delivery/attachments/attachment-store.ts';
import type { CapSender } from '../delivery/cap/cap-message.ts';
import type { DeliveryHandle } from '../delivery/delivery-handle.ts';
import type { FoldConfig } from '../fold/fold-config.ts';
import type { ObservationRow, ObservationsQuery, WindowsQuery } from '../history/history-query.ts';
import type { BaseMap } from '../base-map/base-map.ts';
import type { AccessStore } from '../access/access-store.ts';
import type { OidcSignIn } from '../access/oidc-sign-in.ts';
import type { Realm } from '../access/principal.ts';
import type { Config } from '../config.ts';
import type { DeadLetterStore } from '../ingest/dead-letter-store.ts';
import type { OfficesAnswer } from '../offices/offices-messages.ts';
import type { UptimeLog } from '../operations/uptime-log.ts';
import type { PersonalKeys } from '../personal/personal-keys.ts';
import type { BacktestHandle } from '../pipeline/backtest-handle.ts';
import type { BaselineHandle } from '../pipeline/baseline-handle.ts';
import type { ReceiptAnswer, ReceiptQuestion } from '../pipeline/receipt-messages.ts';
import type { WindowsAnswer } from '../pipeline/follower-messages.ts';
import type { PipelineCall } from '../pipeline/messages.ts';
import type { RealmSummary } from '../realms/exercise-realms.ts';
import type { Ward } from './public-report/report-page.ts';

/** What the HTTP surface needs of the rest of the centre; main.ts provides it. */
export interface ApiDeps {
  config: Pick<Config, 'host' | 'publicUrl' | 'trustProxy' | 'anonymousIngest' | 'tls' | 'publicReports'>;
  clock: Clock;
  access: AccessStore;
  /** Sign-in at an issuer; null = only by account, link and token. */
  oidc: OidcSignIn | null;
  /** The live room and the exercises. A route asks `request.room`, which is that of the realm that it was asked for. */
  realms: RealmsPort;
  /** The static city as JSON for maps, compressed once. */
  city: { gzip: Uint8Array; etag: string };
  baseMap: Pick<BaseMap, 'file' | 'origin'>;
  /** Whom alerts to the public speak for. */
  capSender: CapSender;
  /** Names of agencies and of their posts, by id. */
  names: ReadonlyMap<string, { vi: string; en: string }>;
  /** When the live room did not run. */
  uptime: Pick<UptimeLog, 'downtimes' | 'knownFromMs'>;
  /** Places of the public form, by name. */
  wards: readonly Ward[];
  /** The city's calendar has Tết: days may be compared as they lie from it. */
  hasTet: boolean;
  foldConfig: () => FoldConfig;
  /** Zone of the civil days of a feed's entities, by feed. */
  zoneOfFeed: Readonly<Record<string, string>>;
  /** Whether offices work on a civil day (days since 1970-01-01); undefined = the city's calendar does not know that year. */
  isWorkingDay: (day: number) => boolean | undefined;
  status: StatusPort;
  /** Takes one line about an error inside the centre, for its log. */
  report: (text: string) => void;
  build: string;
  /** Folder of the built client. */
  clientDir: string;
}

/** One room: what belongs to a realm and to no other. */
export interface Room {
  readonly realm: Realm;
  /** The time of the room: of this machine, or of the exercise's own ticks. */
  readonly clock: Clock;
  readonly pipeline: PipelinePort;
  readonly history: HistoryPort;
  readonly payloads: PayloadPort;
  readonly offices: OfficesPort;
  readonly backtests: Pick<BacktestHandle, 'run'>;
  readonly baselines: Pick<BaselineHandle, 'round' | 'fitNow'> | null;
  readonly delivery: Pick<DeliveryHandle, 'ask'>;
  /** Files of its incidents. */
  readonly attachments: AttachmentStore;
  readonly deadLetters: DeadLetterStore;
  readonly journal: Pick<JournalClient, 'read' | 'get' | 'head' | 'between' | 'byKeyPrefix'>;
  /** Opens what is sealed in the journal of this room. */
  readonly personal: Pick<PersonalKeys, 'open'>;
  /** Messages of a feed that the pipeline was given and has not taken yet. */
  inFlight(feed: string): number;
}

export interface RealmsPort {
  readonly live: Room;
  /** The room of a realm that exists, opened if need be. Rejects with `RealmRefusal`. */
  enter(realm: Realm): Promise<Room>;
  /** The room that somebody's messages go to, made if it is not there yet. Rejects with `RealmRefusal`. */
  home(realm: Realm): Promise<Room>;
  list(): RealmSummary[];
  /** A person opens an exercise, also a new one; kept in the journal of the live room. */
  open(realm: Realm, actor: string): Promise<void>;
  /** A person ends an exercise and wipes it; kept in the journal of the live room. */
  end(realm: Realm, actor: string): Promise<void>;
}

export interface PipelinePort {
  /** Rejects with `PipelineRefusal` when the pipeline says no. */
  call<T>(call: PipelineCall): Promise<T>;
}

export interface HistoryPort {
  /** `finalBeforeMs`: windows that end at or before it get no further live revision. Waits until all accepted so far is in. */
  windows(query: WindowsQuery): Promise<WindowsAnswer>;
  observations(query: ObservationsQuery): Promise<ObservationRow[]>;
  /** Waits like `windows`. */
  receipt(question: ReceiptQuestion): Promise<ReceiptAnswer>;
}

export interface OfficesPort {
  /** All administrative systems (`code` null) or one, as of `nowMs`. Rejects with `OfficesUnavailable`. */
  ask(nowMs: number, code: string | null): Promise<OfficesAnswer>;
}

export interface PayloadPort {
  /**
   * The message that brought the reading at this place in log order (`AcceptedReading.offset`), as it came: reading `i` of it has
   * the place `fromOffset + i`. Null: not kept, or no longer (a day or 4 GiB). Rejects with `PipelineRefusal`.
   */
  at(offset: number): Promise<KeptPayload | null>;
}

export interface StatusPort {
  readiness(): { ready: boolean; reasons: string[] };
  /** Prometheus text. */
  metrics(): Promise<string>;
}
