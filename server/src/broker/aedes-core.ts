/**
 * aedes with everything refused that this broker does not do: persistent sessions, MQTT 5, rights of its own.
 * It never sees the city's PUBLISH packets (see `guarded-connection.ts`); it keeps CONNECT, SUBSCRIBE, PING, last wills, and
 * delivery to subscribers. The trap: an error from `authorizePublish` cuts the client, so only wills may get one.
 */
import { Aedes } from 'aedes';
import type { AuthenticateError, Client, PublishPacket } from 'aedes';
import type { GuardLimits } from './guard-limits.ts';
import { GuardedConnection } from './guarded-connection.ts';
import type { MirrorPacket } from './mirror.ts';

export type SignInOutcome = 'signed-in' | 'refused' | 'id-taken';

export interface AedesHooks {
  signIn(
    connection: GuardedConnection,
    request: { clientId: string; password: string | undefined },
  ): SignInOutcome;
  onSignedIn(connection: GuardedConnection): void;
  maySubscribe(connection: GuardedConnection, filter: string): boolean;
  onSubscribe(connection: GuardedConnection, filters: readonly string[]): void;
  onUnsubscribe(connection: GuardedConnection, filters: readonly string[]): void;
  /** Takes a last will; whether subscribers get it too. */
  onWill(connection: GuardedConnection, will: WillPacket): 'publish' | 'publish-retained' | 'keep-back';
  onError(connection: GuardedConnection | undefined, error: Error): void;
}

export interface WillPacket {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

const IDENTIFIER_REJECTED = 2;
const NOT_AUTHORIZED = 5;
const GRANT_FAILURE = 128;
/** Hidden from `#` subscriptions by its first character. */
const HEARTBEAT_TOPIC = '$SYS/metropane/heartbeat';

export class AedesCore {
  readonly #aedes: Aedes;

  private constructor(aedes: Aedes) {
    this.#aedes = aedes;
  }

  static async start(limits: GuardLimits, hooks: AedesHooks): Promise<AedesCore> {
    const aedes = await Aedes.createBroker({
      drainTimeout: limits.drainTimeoutMs,
      connectTimeout: limits.connectTimeoutMs,
      preConnect(client, packet, callback) {
        const connection = connectionOf(client);
        // Clean sessions only: nothing of a client is kept when it goes. Keepalive is the guard's (it sees all packets).
        packet.clean = true;
        if (connection !== undefined) connection.keepaliveMs = (packet.keepalive ?? 0) * 1_000;
        packet.keepalive = 0;
        callback(null, connection !== undefined);
      },
      // oxlint-disable-next-line max-params -- the signature is that of aedes
      authenticate(client, _username, password, done) {
        const connection = connectionOf(client);
        const request = { clientId: client.id, password: password?.toString('utf8') };
        const outcome = connection === undefined ? 'refused' : hooks.signIn(connection, request);
        if (outcome === 'signed-in') done(null, true);
        else done(connectError(outcome === 'id-taken' ? IDENTIFIER_REJECTED : NOT_AUTHORIZED), null);
      },
      authorizePublish(client, packet, callback) {
        if (client === null || !isWill(client, packet)) return callback(null);
        const connection = connectionOf(client);
        const fate = connection === undefined ? 'keep-back' : hooks.onWill(connection, toWill(packet));
        packet.retain = fate === 'publish-retained';
        callback(fate === 'keep-back' ? new Error('the last will is kept back') : null);
      },
      authorizeSubscribe(client, subscription, callback) {
        const connection = connectionOf(client);
        const isGranted = connection !== undefined && hooks.maySubscribe(connection, subscription.topic);
        callback(null, isGranted ? subscription : null);
      },
    });
    aedes.on('clientReady', (client) => withConnection(client, (connection) => hooks.onSignedIn(connection)));
    aedes.on('subscribe', (subscriptions, client) => {
      const granted = subscriptions.filter(({ qos }) => Number(qos) !== GRANT_FAILURE);
      withConnection(client, (connection) =>
        hooks.onSubscribe(
          connection,
          granted.map(({ topic }) => topic),
        ),
      );
    });
    aedes.on('unsubscribe', (filters, client) => {
      withConnection(client, (connection) => hooks.onUnsubscribe(connection, filters));
    });
    aedes.on('clientError', (client, error) => hooks.onError(connectionOf(client), error));
    aedes.on('connectionError', (client, error) => hooks.onError(connectionOf(client), error));
    // Not in its types: emitted when the persistence fails; unheard it would end the process.
    (aedes as NodeJS.EventEmitter).on('error', (error: Error) => hooks.onError(undefined, error));
    return new AedesCore(aedes);
  }

  /** Gives aedes a connection whose CONNECT frame is complete. */
  adopt(connection: GuardedConnection): void {
    this.#aedes.handle(connection);
  }

  /** Publishes to subscribers; `done` is called when all have it, or with the error. */
  publish(packet: MirrorPacket, done: (error?: Error) => void): void {
    this.#aedes.publish({ cmd: 'publish', dup: false, ...packet }, done);
  }

  /** Calls `onBeat` whenever a beat has gone through the broker's own dispatch. */
  listenToBeats(onBeat: () => void): void {
    const deliver = (_packet: unknown, done: () => void): void => {
      onBeat();
      done();
    };
    this.#aedes.subscribe(HEARTBEAT_TOPIC, deliver, () => undefined);
  }

  beat(): void {
    this.publish(
      { topic: HEARTBEAT_TOPIC, payload: Buffer.alloc(0), qos: 0, retain: false },
      () => undefined,
    );
  }

  /** Closes; a broker whose dispatch is stuck never says so, hence the bound. */
  async close(boundMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, boundMs);
      this.#aedes.close(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** A will is the packet object that CONNECT brought; anything else that a client publishes was judged by the guard. */
function isWill(client: Client, packet: PublishPacket): boolean {
  return (client as Client & { will?: unknown }).will === packet;
}

function toWill(packet: PublishPacket): WillPacket {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  return { topic: packet.topic, payload, qos: packet.qos, retain: packet.retain };
}

function connectionOf(client: Client | null): GuardedConnection | undefined {
  return client?.conn instanceof GuardedConnection ? client.conn : undefined;
}

function withConnection(client: Client, act: (connection: GuardedConnection) => void): void {
  const connection = connectionOf(client);
  if (connection !== undefined) act(connection);
}

function connectError(returnCode: number): AuthenticateError {
  return Object.assign(new Error(`CONNACK ${returnCode}`), { returnCode }) as AuthenticateError;
}
