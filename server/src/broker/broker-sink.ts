import type { RejectCode } from '@metropane/city';
import type { Principal } from '../access/principal.ts';
import type { TopicEntry } from './topic-table.ts';

/** What the door itself can refuse; everything else is judged by the decoders. */
export type DoorRefusal = Extract<RejectCode, 'forbidden' | 'unknown-topic' | 'oversize'>;

/**
 * One PUBLISH that arrived, from a client of the embedded broker or from an external one. Valid only during the call: the bytes
 * lie in a receive buffer that is used again, and so may the object be.
 */
export interface IncomingPublish {
  readonly clientId: string;
  readonly principal: Principal;
  readonly entry: TopicEntry;
  /** The payload is `bytes[start, end)`: a view for each message would cost as much as copying it. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly qos: 0 | 1 | 2;
  /** Set only for topics that may be retained (entity, feed status); elsewhere retain is ignored. */
  readonly retain: boolean;
  /** Set when the door refused it: count it, keep it as a dead letter, acknowledge it, never decode it. */
  readonly refusal?: DoorRefusal | undefined;
  /** Answers the sender (PUBACK, PUBREC). Call it once, when the message is safe; for QoS 0 it does nothing. */
  readonly ack: () => void;
}

/** Where a broker hands its messages to. */
export interface BrokerSink {
  /**
   * Takes one message, always: it is queued, or (QoS 0 under overload) counted as shed.
   * `false` asks the sender to pause until `onDrain` tells.
   */
  onPublish(publish: IncomingPublish): boolean;
  /** Registers who to tell when there is room again. One listener per broker; returns how to unregister it. */
  onDrain(listener: () => void): () => void;
}

/** The ack of a message that nobody waits for. */
export function noAck(): void {}
