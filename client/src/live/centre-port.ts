import type { IncidentRecord, TimelineItem } from '@metropane/live-state';
import type { CityGround } from './city-ground.ts';
import type { WantedAct } from './outbox-entry.ts';

/** Who this browser is to the centre. */
export interface Session {
  role: string;
  name: string;
  /** The realm that this page shows. */
  realm: string;
  /** Name of the local account, or `oidc:` and the subject at the sign-in service; absent for links and tokens. */
  account?: string;
  /** Usual duty position. */
  position?: string;
}

/** Which screen of a wall a page is. */
export interface ScreenPlace {
  room: string;
  screen: string;
}

export interface IncidentWithTimeline extends IncidentRecord {
  timeline: TimelineItem[];
}

/** An act as it goes over the wire; the fields of each are those of `IncidentAction`. */
export interface IncidentAct extends WantedAct {
  /** Chosen by the screen: a repeated send has one effect. */
  readonly actionId: string;
  readonly expectedRevision: number;
}

/** One settled window, times RFC 3339. */
export interface WindowRow {
  start: string;
  end: string;
  n: number;
  sum: number | null;
  mean: number | null;
  min: number | null;
  max: number | null;
  last: number | null;
}

export interface WindowQuery {
  domain: string;
  entity?: string;
  metric: string;
  window: 'PT10S' | 'PT1M' | 'PT5M' | 'PT1H';
  fromMs: number;
  toMs: number;
}

/** Answers of the centre over HTTP. Every method rejects with a `Problem` when the centre refuses or cannot be reached. */
export interface CentreApi {
  /** Null while nobody is signed in. */
  session(): Promise<Session | null>;
  /** Redeems a one-time sign-in token. */
  redeem(link: string): Promise<Session>;
  city(): Promise<CityGround>;
  incident(id: string): Promise<IncidentWithTimeline>;
  act(incidentId: string, act: IncidentAct): Promise<IncidentWithTimeline>;
  windows(query: WindowQuery): Promise<WindowRow[]>;
  /** The JSON answer of any other call below `/api/v1`, e.g. `/feeds`: what only one page asks for is typed there. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Puts what the path names in the place of what is there; PATCH: changes the given parts of it. */
  put<T>(path: string, body: unknown, method?: 'PUT' | 'PATCH'): Promise<T>;
  /** Sends a file as it is; its name goes beside it. */
  upload<T>(path: string, file: File): Promise<T>;
  /** Takes away what is at the path. */
  remove(path: string): Promise<void>;
  /** The bytes of an answer that is not JSON. */
  download(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** A refusal (RFC 9457): `code` is stable, `status` 0 says that the centre was not reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** The body's other members: a 409 carries `incident`, a 422 `allowed`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    said: { detail: string; extra?: Readonly<Record<string, unknown>> },
  ) {
    super(said.detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.extra = said.extra ?? {};
  }
}
