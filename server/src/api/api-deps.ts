import type { Clock } from '@metropane/base';
import type { JournalClient, KeptPayload } from '@metropane/event-log';
import type { FoldConfig } from '../fold/fold-config.ts';
import type { ObservationRow, ObservationsQuery, WindowRow, WindowsQuery } from '../history/history-query.ts';
import type { AccessStore } from '../access/access-store.ts';
import type { Config } from '../config.ts';
import type { DeadLetterStore } from '../ingest/dead-letter-store.ts';
import type { ReceiptAnswer, ReceiptQuestion } from '../pipeline/receipt-messages.ts';
import type { PipelineCall } from '../pipeline/messages.ts';

/** What the HTTP surface needs of the rest of the centre; main.ts provides it. */
export interface ApiDeps {
  config: Pick<Config, 'host' | 'publicUrl' | 'trustProxy' | 'anonymousIngest' | 'tls'>;
  clock: Clock;
  access: AccessStore;
  pipeline: PipelinePort;
  history: HistoryPort;
  payloads: PayloadPort;
  deadLetters: DeadLetterStore;
  journal: Pick<JournalClient, 'read' | 'get' | 'head'>;
  /** Messages of a feed that the pipeline was given and has not taken yet. */
  inFlight: (feed: string) => number;
  /** The static city as JSON for maps, compressed once. */
  city: { gzip: Uint8Array; etag: string };
  foldConfig: () => FoldConfig;
  /** Zone of the civil days of a feed's entities, by feed. */
  zoneOfFeed: Readonly<Record<string, string>>;
  status: StatusPort;
  /** Takes one line about an error inside the centre, for its log. */
  report: (text: string) => void;
  build: string;
  /** Folder of the built client. */
  clientDir: string;
}

export interface PipelinePort {
  /** Rejects with `PipelineRefusal` when the pipeline says no. */
  call<T>(call: PipelineCall): Promise<T>;
}

export interface HistoryPort {
  /** `finalBeforeMs`: windows that end at or before it get no further live revision. Waits until all accepted so far is in. */
  windows(query: WindowsQuery): Promise<{ rows: WindowRow[]; finalBeforeMs: number }>;
  observations(query: ObservationsQuery): Promise<ObservationRow[]>;
  /** Waits like `windows`. */
  receipt(question: ReceiptQuestion): Promise<ReceiptAnswer>;
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
