/**
 * The messages of the `/live` namespace. Up: hello, interest, credit, action, presence. Down: welcome, snapshot, diff, beat, presence, screens, error.
 * A frame (snapshot or diff) is two Socket.IO arguments: a JSON header and one binary body with the header's parts one after another.
 * One body instead of one attachment per part, because Socket.IO's parser refuses more than 10 attachments. SPEC.md has the rules.
 */

/** Raised by a change that an older client or server cannot read. */
export const PROTOCOL = 1;

export const LIVE_NAMESPACE = '/live';

/** Frames that a client may leave un-acknowledged before the server stops sending and merges. [P12] */
export const CREDIT_FRAMES = 4;

export interface HelloMessage {
  protocol: number;
  /** `live` or `exercise:<id>`; must be the realm of the session. */
  realm: string;
  /** The state that the client still holds for `channels`: it gets the merged diff since then, or a snapshot. [P9] */
  resume?: { epoch: number; seq: number };
  /** The interest to start with; the same as an `interest` message right after. */
  channels?: string[];
  room?: string;
  screen?: string;
}

/**
 * Replaces the whole interest. Newly named channels come as a snapshot of those channels, which also names the dropped ones. [P11]
 * Channels: `records:<table>`, `layer:<id>`, or what of a layer lies in a map cell: `layer:<id>@15/<x>/<y>`, `layer:<id>@none`. [P16]
 */
export interface InterestMessage {
  channels: string[];
}

/** Everything up to publish `upTo` was applied. */
export interface CreditMessage {
  upTo: number;
  /** Server time (client clock corrected by beats) of the screen's last painted frame, epoch milliseconds. */
  paintedMs?: number;
  /** The newest publish whose frame a wall has painted, and when, in server time. [P22] */
  shown?: { seq: number; atMs: number };
}

/** Texts that an act may carry beside its name. Which act needs which is decided by what is acted on. */
export const ACTION_TEXTS = [
  ...(['actionId', 'to', 'text', 'reason', 'assignee', 'post', 'title', 'answer'] as const),
  ...(['step', 'outcome', 'kind', 'target', 'urgency'] as const),
];
export const ACTION_NUMBERS = ['priority', 'severity', 'untilMs'] as const;

/**
 * An act on an incident (`incidentId`) or on an alarm (`alarmId` alone); answered through the Socket.IO acknowledgement with an
 * `ActionReply`. The protocol checks sizes and types only. Acts that carry lists (`split`) go over HTTP.
 */
export interface ActionMessage
  extends
    Partial<Record<(typeof ACTION_TEXTS)[number], string>>,
    Partial<Record<(typeof ACTION_NUMBERS)[number], number>> {
  incidentId?: string;
  /** With an `incidentId`: the alarm that the act moves. */
  alarmId?: string;
  action: string;
  /** Chosen by the client, unique per act: a repeated one returns its first outcome. */
  actionId?: string;
  expectedRevision: number;
}

/** Which incident the desk looks at (null: none), and whether somebody writes there now. [P20] */
export interface PresenceMessage {
  incidentId: string | null;
  isTyping: boolean;
}

export interface UpMessages {
  hello: HelloMessage;
  interest: InterestMessage;
  credit: CreditMessage;
  action: ActionMessage;
  presence: PresenceMessage;
}
export type UpEvent = keyof UpMessages;
export const UP_EVENTS = [
  'hello',
  'interest',
  'credit',
  'action',
  'presence',
] as const satisfies readonly UpEvent[];

/** The outcome of an action: the new revision of what was acted on, or why not. `current`: as it is now, after a refusal. */
export type ActionReply =
  | { ok: true; incidentId?: string; alarmId?: string; revision: number }
  | { ok: false; code: string; message: string; allowed?: string[]; current?: unknown };

export interface WelcomeMessage {
  protocol: number;
  build: string;
  /** Epoch milliseconds, like every time on this wire. */
  serverTime: number;
  epoch: number;
  realm: string;
  role: string;
  /** Under which id the receiver appears in `presence`. */
  id?: string;
}

/** Who looks at which incident, all desks of the realm; replaces the list before. Sent when it changes, at most four times a second. [P20] */
export interface PresenceList {
  people: { id: string; name: string; role: string; incidentId: string; isTyping: boolean }[];
}

/**
 * How one screen of a wall is. `ok`: it paints. `frozen`: it answers and does not paint. `silent`: it is connected and answers nothing.
 * `absent`: it should be there and is not.
 */
export interface ScreenState {
  screen: string;
  status: 'ok' | 'frozen' | 'silent' | 'absent';
  /** Server time since when it is so; of a screen that stopped, when it last painted. */
  sinceMs: number;
  /** How long after the first screen of its room it painted the same publish, 99 of 100 times, milliseconds; null = not known. */
  lagP99Ms: number | null;
}

/** The screens of one room. `skew`: between the first and the last screen that painted the same publish; null with one screen. */
export interface RoomScreens {
  room: string;
  /** Of a room whose screens show one picture; null: every screen shows all. */
  grid: { columns: number; rows: number } | null;
  skew: { p50Ms: number; p99Ms: number; frames: number } | null;
  screens: ScreenState[];
}

/** All screens of the realm; replaces the list before. Told to desks of the control room. [P22] */
export interface ScreensList {
  rooms: RoomScreens[];
}

/** Painting further apart than this is seen: a room that does so is marked. */
export const MAX_SKEW_MS = 100;

/** `[channel, byteLength]` of each part in the body, in order; every length is a multiple of 8. */
export type PartList = [channel: string, byteLength: number][];

/** The state of `channels` at `seq`: they are emptied, then the parts are applied. A channel without a part is empty. */
export interface SnapshotHeader {
  epoch: number;
  seq: number;
  atMs: number;
  channels: string[];
  /** Channels that are watched no more; they are emptied too. Absent = none. [P17] */
  dropped?: string[];
  parts: PartList;
}

/** The changes of the interest after publish `from` up to `seq`. */
export interface DiffHeader {
  epoch: number;
  from: number;
  seq: number;
  atMs: number;
  parts: PartList;
  /** Server time at which all screens of a room paint this publish together; absent or past = at once. [P21] */
  paintAtMs?: number;
}

/**
 * Every 2 s. Everything of the interest up to publish `seq` has been sent before this beat; `atMs` is when `seq` was published.
 * A client that lags sees an older `seq` here: its age is `serverTime - atMs`. [P13]
 */
export interface BeatMessage {
  serverTime: number;
  seq: number;
  atMs: number;
}

/**
 * Why the server refused or cut. `isFinal`: the connection is cut after this message.
 * `retryAfterMs` says when trying again makes sense; absent = not without a change by a person.
 */
export interface ErrorMessage {
  code: SocketErrorCode;
  message: string;
  isFinal: boolean;
  retryAfterMs?: number;
}

/** Codes of `error` messages. Closed: clients translate them. */
export const SOCKET_ERROR_CODES = [
  /** No session, or a wrong token: also the `connect_error` message. */
  'unauthenticated',
  /** The session may not do or see this. */
  'forbidden',
  /** The session was revoked or has expired. */
  'revoked',
  /** The client speaks another protocol version: reload the page. */
  'protocol',
  /** The realm of the hello is not the session's. */
  'realm',
  /** A message that is not of this protocol: unknown event, wrong type, too large. */
  'bad-message',
  /** More channels than a screen may watch: whole layers are meant. The interest stays as it was. */
  'too-many-channels',
  /** Too many messages in a short time. */
  'rate',
  /** The client did not keep up for too long. */
  'slow',
  /** More connections than the server admits. */
  'too-many',
  /** The server is stopping. */
  'closing',
  /** A bug or a failing part behind the server; logged there. */
  'internal',
] as const;
export type SocketErrorCode = (typeof SOCKET_ERROR_CODES)[number];

/** Socket.IO typings: events from the server. */
export interface DownEvents {
  welcome: (message: WelcomeMessage) => void;
  snapshot: (header: SnapshotHeader, body: Uint8Array) => void;
  diff: (header: DiffHeader, body: Uint8Array) => void;
  beat: (message: BeatMessage) => void;
  presence: (message: PresenceList) => void;
  screens: (message: ScreensList) => void;
  error: (message: ErrorMessage) => void;
}

/** Socket.IO typings: events from the client. */
export interface UpEvents {
  hello: (message: HelloMessage) => void;
  interest: (message: InterestMessage) => void;
  credit: (message: CreditMessage) => void;
  action: (message: ActionMessage, reply: (reply: ActionReply) => void) => void;
  presence: (message: PresenceMessage) => void;
}
