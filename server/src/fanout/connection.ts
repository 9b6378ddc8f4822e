import type { DownEvents, ErrorMessage, SocketErrorCode, UpEvents } from '@metropane/protocol';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { FanoutPrincipal } from './fanout-options.ts';
import type { LiveClient } from './live-client.ts';
import type { MessageRate } from './message-rate.ts';

export interface SocketData<P extends FanoutPrincipal> {
  principal: P;
}
export type LiveNamespace<P extends FanoutPrincipal> = Namespace<
  UpEvents,
  DownEvents,
  DefaultEventsMap,
  SocketData<P>
>;
export type LiveSocket<P extends FanoutPrincipal> = Socket<
  UpEvents,
  DownEvents,
  DefaultEventsMap,
  SocketData<P>
>;

/** A socket with what the server knows about it. */
export interface Connection<P extends FanoutPrincipal> {
  readonly socket: LiveSocket<P>;
  readonly client: LiveClient<P>;
  readonly rate: MessageRate;
}

/**
 * Packets that wait in Socket.IO for this client; grows without bound when the browser does not read. Engine.IO has no public name for
 * it: if an update takes the field away, this throws in the first test instead of saying 0 for ever.
 */
export function queuedPackets<P extends FanoutPrincipal>({ socket }: Connection<P>): number {
  return (socket.conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length;
}

/** Tells the client why something was refused; the connection stays. */
export function refuse<P extends FanoutPrincipal>(
  { socket }: Connection<P>,
  code: SocketErrorCode,
  message: string,
): void {
  socket.emit('error', { code, message, isFinal: false });
}

/**
 * Tells the client why, and ends the connection. Closing politely waits until the browser has answered, which a frozen one never
 * does: a client that is slow is only given what the kernel takes at once, and one that has a queue gets nothing more.
 */
export function cut<P extends FanoutPrincipal>(
  connection: Connection<P>,
  reason: Omit<ErrorMessage, 'isFinal'>,
): void {
  const { socket } = connection;
  const wire = socket.request.socket;
  const isDrained = queuedPackets(connection) === 0 && wire.writableLength === 0;
  socket.emit('error', { ...reason, isFinal: true });
  if (!isDrained) wire.destroy();
  else if (reason.code === 'slow') wire.destroySoon();
  else socket.disconnect(true);
}
