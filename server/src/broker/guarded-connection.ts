/**
 * One client of the embedded broker. It owns the socket, reads the frames itself, and is to aedes an ordinary duplex stream.
 * PUBLISH goes to `publish-intake.ts` and reaches aedes only if its topic is foreign. aedes writes whole packets per turn (it
 * corks), so the intake's answers never fall into the middle of one.
 * Not done here: who the client is (aedes asks `embedded-broker.ts`), what subscribers get (`mirror.ts`).
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Principal } from '../access/principal.ts';
import { noAck } from './broker-sink.ts';
import { FrameReader } from './frame-reader.ts';
import type { FrameView } from './frame-reader.ts';
import { PublishIntake } from './publish-intake.ts';
import type { IntakeHost } from './publish-intake.ts';

export type CutReason =
  | 'oversize'
  | 'malformed'
  | 'not-connect'
  | 'connect-timeout'
  | 'keepalive'
  | 'revoked'
  | 'slow-subscriber'
  | 'broker-restart'
  | 'closing';

/** What a connection needs of the guard around it. */
export interface ConnectionHost extends IntakeHost {
  nowMs(): number;
  /** A complete CONNECT has come: aedes takes the stream over. */
  onConnectFrame(connection: GuardedConnection): void;
  onCut(connection: GuardedConnection, reason: CutReason): void;
  onClosed(connection: GuardedConnection): void;
}

const CONNECT = 1;
const PUBLISH = 3;
const PUBREL = 6;

const WAITS_SIGN_IN = 1;
const WAITS_ACKS = 2;
const WAITS_SINK = 4;
const WAITS_AEDES = 8;
const WAITS_DRAIN = 16;

/** A socket that does not close after we said goodbye is destroyed after this. */
const LINGER_MS = 1_000;

export class GuardedConnection extends Duplex {
  readonly address: string;
  readonly isLoopback: boolean;
  readonly isEncrypted: boolean;
  clientId = '';
  principal: Principal | undefined;
  isSignedIn = false;
  /** 0 = the client asked for no keepalive. */
  keepaliveMs = 0;
  lastHeardMs: number;
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #reader: FrameReader;
  readonly #intake: PublishIntake;
  #waits = 0;
  #onSocketDrain: (() => void) | undefined;
  #connectTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, host: ConnectionHost, isEncrypted: boolean) {
    super({ emitClose: true });
    this.#socket = socket;
    this.#host = host;
    this.address = socket.remoteAddress ?? '';
    this.isLoopback = isLoopbackAddress(this.address);
    this.isEncrypted = isEncrypted;
    this.lastHeardMs = host.nowMs();
    this.#reader = new FrameReader(host.limits.maxPacketBytesBeforeSignIn, this.#onFrame.bind(this));
    this.#intake = new PublishIntake(host, {
      write: (answers) => {
        // Who does not read the answers is not read either: they would pile up here without a bound.
        if (!this.destroyed && socket.writable && !socket.write(answers)) this.#hold(WAITS_DRAIN);
      },
      passOn: (frame) => this.#passOn(frame),
      hold: (reason) => this.#hold(reason === 'acks' ? WAITS_ACKS : WAITS_SINK),
      releaseAcks: () => this.#release(WAITS_ACKS),
    });
    this.#connectTimer = setTimeout(() => this.cut('connect-timeout'), host.limits.connectTimeoutMs);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('drain', () => this.#settleWrite());
    // The reason is known to nobody but the peer; 'close' follows and does the rest.
    socket.on('error', noAck);
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    this.on('error', noAck);
  }

  /** True while the guard itself does not read: silence is then not the client's fault. */
  get isHeld(): boolean {
    return this.#waits !== 0;
  }

  /** Called by sign-in before CONNACK: from here on the rights are those of the principal. */
  identify(principal: Principal, clientId: string): void {
    this.principal = principal;
    this.clientId = clientId;
    this.#intake.identify(principal, clientId);
  }

  /** CONNACK 0 has been written: the larger limit holds and publishing may begin. */
  completeSignIn(): void {
    clearTimeout(this.#connectTimer);
    this.isSignedIn = true;
    this.#reader.maxFrameBytes = this.#host.limits.maxPacketBytes;
    this.#release(WAITS_SIGN_IN);
  }

  /** The sink has room again. */
  resumeAfterDrain(): void {
    this.#release(WAITS_SINK);
  }

  /** Ends the connection at once, without another word to the client. */
  cut(reason: CutReason): void {
    if (this.destroyed) return;
    this.#host.onCut(this, reason);
    this.#socket.destroy();
    this.destroy();
  }

  override _read(): void {
    this.#release(WAITS_AEDES);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#afterWrite(this.#socket.write(chunk), callback);
  }

  override _writev(chunks: { chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.#socket.cork();
    let hasRoom = true;
    for (const { chunk } of chunks) hasRoom = this.#socket.write(chunk);
    this.#socket.uncork();
    this.#afterWrite(hasRoom, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#socket.end();
    callback();
  }

  override _destroy(_error: Error | null, callback: (error?: Error | null) => void): void {
    clearTimeout(this.#connectTimer);
    this.#onSocketDrain = undefined;
    if (!this.#socket.destroyed) {
      // A CONNACK that refuses may still be on its way: let it out, but never wait for a peer that does not read.
      this.#socket.destroySoon();
      setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    }
    this.#host.onClosed(this);
    // The error was aedes' own word to itself; a stream error here would be reported twice.
    callback(null);
  }

  #onData(chunk: Buffer): void {
    this.lastHeardMs = this.#host.nowMs();
    const fault = this.#reader.push(chunk);
    if (fault !== undefined) this.cut(fault);
  }

  #onFrame(frame: FrameView): void {
    if (this.destroyed) return;
    const type = (frame.bytes[frame.start] ?? 0) >> 4;
    if (this.isSignedIn) {
      if (type === PUBLISH) {
        if (!this.#intake.takePublish(frame)) this.cut('malformed');
      } else if (type !== PUBREL || !this.#intake.takeRelease(frame)) {
        this.#passOn(frame);
      }
      return;
    }
    if (type !== CONNECT) {
      this.cut('not-connect');
      return;
    }
    this.#hold(WAITS_SIGN_IN);
    this.#passOn(frame);
    this.#host.onConnectFrame(this);
  }

  /** aedes reads later: the frame is copied out of the receive buffer. */
  #passOn({ bytes, start, end }: FrameView): void {
    if (!this.push(Buffer.from(bytes.subarray(start, end)))) this.#hold(WAITS_AEDES);
  }

  #hold(reason: number): void {
    if (this.#waits === 0) {
      this.#reader.pause();
      this.#socket.pause();
    }
    this.#waits |= reason;
  }

  #release(reason: number): void {
    if ((this.#waits & reason) === 0) return;
    this.#waits &= ~reason;
    if (this.#waits !== 0 || this.destroyed) return;
    this.lastHeardMs = this.#host.nowMs();
    // In a turn of its own: the release may come from inside a handler of the frame that caused it.
    queueMicrotask(() => {
      if (this.#waits !== 0 || this.destroyed || !this.#reader.isPaused) return;
      const fault = this.#reader.resume();
      if (fault !== undefined) this.cut(fault);
      else if (this.#waits === 0) this.#socket.resume();
    });
  }

  #afterWrite(hasRoom: boolean, callback: (error?: Error | null) => void): void {
    if (hasRoom) callback();
    else this.#onSocketDrain = () => callback();
  }

  #settleWrite(): void {
    const settle = this.#onSocketDrain;
    this.#onSocketDrain = undefined;
    settle?.();
    this.#release(WAITS_DRAIN);
  }
}

/** True for 127.0.0.0/8 and ::1, also as IPv4 mapped into IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}
