import { withoutCoveredCells } from '@metropane/live-state';
import type { Channel } from '@metropane/live-state';
import {
  parseActionMessage,
  parseCredit,
  parseHello,
  parseInterest,
  parsePresence,
  PROTOCOL,
  UP_EVENTS,
} from '@metropane/protocol';
import type { ActionReply, ParsedHello, UpEvent } from '@metropane/protocol';
import { mayWatch } from './channel-rights.ts';
import type { Connection } from './connection.ts';
import { refuse } from './connection.ts';
import type { Fanout } from './fanout.ts';
import type { FanoutOptions, FanoutPrincipal } from './fanout-options.ts';

/** What a message costs of the client's allowance: a hello may cost the server a snapshot. */
const COST: Readonly<Record<UpEvent, number>> = { hello: 20, interest: 5, credit: 1, action: 5, presence: 2 };

/** When a client asks again for a realm that is being opened. */
const OPENING_RETRY_MS = 1_000;

type Refusal = Parameters<Fanout<FanoutPrincipal>['cut']>[1];

/** What the handlers of one connection share. */
interface Desk<P extends FanoutPrincipal> {
  /** Of the realm that the client is in. */
  fanout: Fanout<P>;
  readonly realms: ReadonlyMap<string, Fanout<P>>;
  readonly options: FanoutOptions<P>;
  readonly connection: Connection<P>;
}

/** Answers what a client sends, for as long as its socket lives. Nothing that a client sends may throw into Socket.IO. */
export function listenToClient<P extends FanoutPrincipal>(desk: Desk<P>): void {
  const { socket } = desk.connection;
  socket.use((packet, next) => {
    if (mayPass(desk, packet as readonly unknown[])) next();
  });
  socket.on('hello', (raw: unknown) => guarded(desk, 'hello', () => onHello(desk, raw)));
  socket.on('interest', (raw: unknown) => guarded(desk, 'interest', () => onInterest(desk, raw)));
  socket.on('credit', (raw: unknown) => guarded(desk, 'credit', () => onCredit(desk, raw)));
  socket.on('presence', (raw: unknown) => guarded(desk, 'presence', () => onPresence(desk, raw)));
  socket.on('action', (raw: unknown, reply: unknown) =>
    guarded(desk, 'action', () => onAction(desk, { raw, reply })),
  );
}

/** Rate, name, right and order of messages; an unknown event never reaches an emitter, where `error` would be thrown. */
function mayPass<P extends FanoutPrincipal>(desk: Desk<P>, packet: readonly unknown[]): boolean {
  const { connection, fanout, options } = desk;
  const [event] = packet;
  const isKnown = isUpEvent(event);
  if (!fanout.has(connection)) return false;
  if (!connection.rate.take(isKnown ? COST[event] : 20)) {
    fanout.cut(connection, { code: 'rate', message: 'too many messages', retryAfterMs: 10_000 });
    return false;
  }
  if (!isKnown) {
    refuse(connection, 'bad-message', `there is no such event; there are ${UP_EVENTS.join(', ')}`);
    return false;
  }
  const { principal } = connection.client;
  // Credits come many times a second, and the answer may cost a query: for them the beat is soon enough.
  if ((event === 'hello' || event === 'action') && principal.isRevoked?.() === true) {
    fanout.cut(connection, { code: 'revoked', message: 'the session has ended; sign in again' });
    return false;
  }
  if (!options.mayEmit(principal, event)) {
    const message = `the role ${principal.role} may not send ${event}`;
    replyTo(packet.at(-1), { ok: false, code: 'forbidden', message });
    if (event === 'hello') fanout.cut(connection, { code: 'forbidden', message });
    else refuse(connection, 'forbidden', message);
    return false;
  }
  // What comes in one piece passes here before the first of it is handled: the hello that is on its way counts.
  if (event === 'hello') connection.client.hasSentHello = true;
  if (connection.client.hasSentHello) return true;
  const message = 'say hello first';
  replyTo(packet.at(-1), { ok: false, code: 'bad-message', message });
  refuse(connection, 'bad-message', message);
  return false;
}

function onHello<P extends FanoutPrincipal>(desk: Desk<P>, raw: unknown): void {
  const { connection, options } = desk;
  const parsed = parseHello(raw);
  if (!parsed.ok) return desk.fanout.cut(connection, { code: parsed.code, message: parsed.message });
  const hello = parsed.value;
  const refusal = refusalOf(desk, hello) ?? enterRealm(desk, hello.realm);
  if (refusal !== undefined) return desk.fanout.cut(connection, refusal);
  const { fanout } = desk;
  const { client, socket } = connection;
  const { state } = fanout.source;
  fanout.leaveRoom(connection);
  const channels = allowedChannels(connection, hello.channels);
  const { resume } = hello;
  const isSameEpoch = resume !== undefined && resume.epoch === state.epoch && resume.seq <= state.seq;
  client.startOver(isSameEpoch ? { seq: resume.seq, channels } : undefined);
  client.setInterest(channels);
  client.hasSaidHello = true;
  client.room = client.principal.room ?? hello.room;
  client.screen = client.principal.screen ?? hello.screen;
  socket.emit('welcome', {
    protocol: PROTOCOL,
    build: options.build,
    serverTime: options.clock.nowMs(),
    epoch: state.epoch,
    realm: fanout.realm,
    role: client.principal.role,
    id: client.principal.id,
  });
  if (options.mayEmit(client.principal, 'presence')) fanout.tellPresenceTo(connection);
  fanout.serve(connection);
}

function refusalOf<P extends FanoutPrincipal>(
  { connection, options }: Desk<P>,
  hello: ParsedHello,
): Refusal | undefined {
  const { principal } = connection.client;
  if (hello.protocol !== PROTOCOL) {
    const message = `protocol ${hello.protocol} came, the server speaks ${PROTOCOL}: reload the page`;
    return { code: 'protocol', message };
  }
  const mayWatch = options.mayWatchRealm?.(principal, hello.realm) ?? principal.realm === hello.realm;
  if (!mayWatch) {
    const message = `realm ${hello.realm} was asked for; the session is of ${principal.realm}`;
    return { code: 'realm', message };
  }
  const isOther = (asked: string | undefined, own: string | undefined): boolean =>
    own !== undefined && asked !== undefined && asked !== own;
  if (isOther(hello.room, principal.room) || isOther(hello.screen, principal.screen)) {
    const message = `this token is of screen ${principal.room}/${principal.screen}`;
    return { code: 'forbidden', message };
  }
  return undefined;
}

/** Takes the connection to its realm. It stays there for good: a screen that showed two realms could mix them. */
function enterRealm<P extends FanoutPrincipal>(desk: Desk<P>, realm: string): Refusal | undefined {
  const { connection, options, realms } = desk;
  const { client } = connection;
  if (desk.fanout.realm === realm) return undefined;
  if (client.hasSaidHello) {
    return {
      code: 'realm',
      message: `this connection is of ${desk.fanout.realm}: connect anew for ${realm}`,
    };
  }
  const target = realms.get(realm);
  if (target === undefined) {
    const isOpening = options.onClosedRealm?.(client.principal, realm) ?? false;
    return isOpening
      ? { code: 'realm', message: `${realm} is being opened`, retryAfterMs: OPENING_RETRY_MS }
      : { code: 'realm', message: `there is no open realm ${realm}` };
  }
  desk.fanout.remove(connection);
  target.add(connection);
  desk.fanout = target;
  return undefined;
}

function onInterest<P extends FanoutPrincipal>({ connection, fanout }: Desk<P>, raw: unknown): void {
  const parsed = parseInterest(raw);
  if (!parsed.ok) return refuse(connection, parsed.code, parsed.message);
  fanout.leaveRoom(connection);
  connection.client.setInterest(allowedChannels(connection, parsed.value.channels));
  fanout.serve(connection);
}

function onCredit<P extends FanoutPrincipal>({ connection, fanout, options }: Desk<P>, raw: unknown): void {
  const parsed = parseCredit(raw);
  if (!parsed.ok) return refuse(connection, 'bad-message', parsed.message);
  const { upTo, paintedMs, shown } = parsed.value;
  const { client } = connection;
  const nowMs = options.clock.nowMs();
  client.acknowledge(upTo, nowMs);
  if (paintedMs !== undefined) client.paintedMs = paintedMs;
  const { room, screen } = client;
  if (shown !== undefined && room !== undefined && screen !== undefined)
    fanout.screens.noteShown({ room, screen }, shown, nowMs);
  fanout.serve(connection);
}

function onPresence<P extends FanoutPrincipal>({ connection, fanout }: Desk<P>, raw: unknown): void {
  const parsed = parsePresence(raw);
  if (!parsed.ok) return refuse(connection, 'bad-message', parsed.message);
  fanout.presence.put(connection, connection.client.principal, parsed.value);
}

function onAction<P extends FanoutPrincipal>(
  desk: Desk<P>,
  { raw, reply }: { raw: unknown; reply: unknown },
): void {
  const { connection, options } = desk;
  if (typeof reply !== 'function') {
    return refuse(connection, 'bad-message', 'an action is sent with an acknowledgement');
  }
  const parsed = parseActionMessage(raw);
  if (!parsed.ok) return replyTo(reply, { ok: false, code: parsed.code, message: parsed.message });
  options.onAction(connection.client.principal, parsed.value, desk.fanout.realm).then(
    (outcome) => replyTo(reply, outcome),
    (error: unknown) => {
      options.report?.({ part: 'action', error });
      replyTo(reply, { ok: false, code: 'internal', message: 'the action was not taken in; try again' });
    },
  );
}

/** The channels that the session may see, a layer's cells only without the layer; the others are refused by name. */
function allowedChannels<P extends FanoutPrincipal>(
  connection: Connection<P>,
  channels: readonly Channel[],
): Channel[] {
  const { principal } = connection.client;
  const refused = channels.filter((channel) => !mayWatch(principal, channel));
  if (refused.length > 0) {
    refuse(connection, 'forbidden', `the role ${principal.role} may not watch ${refused.join(', ')}`);
  }
  return withoutCoveredCells(channels.filter((channel) => mayWatch(principal, channel)));
}

function replyTo(reply: unknown, outcome: ActionReply): void {
  if (typeof reply === 'function') reply(outcome);
}

function guarded<P extends FanoutPrincipal>(desk: Desk<P>, part: string, work: () => void): void {
  // A refused hello has cut the connection; what came behind it is worth nothing.
  if (!desk.fanout.has(desk.connection)) return;
  try {
    work();
  } catch (error) {
    desk.options.report?.({ part, error });
    desk.fanout.cut(desk.connection, {
      code: 'internal',
      message: 'a failure of the server',
      retryAfterMs: 5_000,
    });
  }
}

function isUpEvent(event: unknown): event is UpEvent {
  return (UP_EVENTS as readonly unknown[]).includes(event);
}
