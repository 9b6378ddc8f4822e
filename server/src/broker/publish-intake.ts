/**
 * What one signed-in client publishes: parsed in place, judged by topic and rights, handed to the sink, answered when the sink
 * acknowledges (PUBACK for QoS 1; PUBREC and PUBCOMP for QoS 2, whose repeats are recognised). A refused message is handed on
 * as refused and answered like any other: cutting a gateway for one bad topic would take a thousand good sensors with it.
 */
import type { Principal } from '../access/principal.ts';
import { homeRealm } from '../access/principal.ts';
import { mayPublish } from '../access/roles.ts';
import type { TopicKind } from '../access/topic-space.ts';
import { TOPIC_KINDS } from '../access/topic-space.ts';
import { noAck } from './broker-sink.ts';
import type { BrokerSink, DoorRefusal, IncomingPublish } from './broker-sink.ts';
import type { FrameView } from './frame-reader.ts';
import { REFUSED_PAYLOAD_BYTES } from './guard-limits.ts';
import type { GuardLimits } from './guard-limits.ts';
import { QosTwoStates } from './qos-two-states.ts';
import type { TopicEntry, TopicTable } from './topic-table.ts';

export interface IntakeHost {
  readonly limits: GuardLimits;
  readonly topics: TopicTable;
  readonly sink: BrokerSink;
  onPublished(refusal: DoorRefusal | undefined): void;
  /** Whether `mirror` has anybody to copy to. */
  hasSubscribers(): boolean;
  /** A live message that subscribers or later subscribers may want; the payload must be copied to be kept. */
  mirror(entry: TopicEntry, publish: { payload: Uint8Array; qos: 0 | 1 | 2; retain: boolean }): void;
}

/** What the intake does to the connection that it serves. */
export interface IntakeOutlet {
  write(answers: Buffer): void;
  /** Gives the frame to the broker inside. */
  passOn(frame: FrameView): void;
  /** Stop reading: too many are un-acknowledged (until `releaseAcks`), or the sink is full (until it drains). */
  hold(reason: 'acks' | 'sink'): void;
  releaseAcks(): void;
}

const PUBACK = 0x40;
const PUBREC = 0x50;
const PUBCOMP = 0x70;

type Qos = 0 | 1 | 2;

const NO_BYTES = Buffer.alloc(0);
const NOTHING: Omit<IncomingPublish, 'principal'> = {
  clientId: '',
  entry: { topic: '', kind: 'malformed', mayRetain: false, list: null, number: 0 },
  bytes: NO_BYTES,
  start: 0,
  end: 0,
  qos: 0,
  retain: false,
  refusal: undefined,
  ack: noAck,
};

/** One for all messages of a connection: an object for each would be made by the million. */
type Passing = { -readonly [K in keyof IncomingPublish]: IncomingPublish[K] };

export class PublishIntake {
  readonly #host: IntakeHost;
  readonly #outlet: IntakeOutlet;
  readonly #qosTwo = new QosTwoStates();
  #passing: Passing | undefined;
  #rights: Partial<Record<TopicKind, boolean>> = {};
  #isLive = false;
  #unacked = 0;
  #answers: number[] = [];

  constructor(host: IntakeHost, outlet: IntakeOutlet) {
    this.#host = host;
    this.#outlet = outlet;
  }

  /** Rights are looked up once per sign-in, not once per message. */
  identify(principal: Principal, clientId: string): void {
    this.#passing = { ...NOTHING, clientId, principal };
    this.#isLive = homeRealm(principal) === 'live';
    this.#rights = Object.fromEntries(TOPIC_KINDS.map((kind) => [kind, mayPublish(principal, kind)]));
  }

  /** Takes one PUBLISH frame; false if it is not one by the rules of MQTT, which ends the connection. */
  takePublish(frame: FrameView): boolean {
    const { bytes, start, body, end } = frame;
    const flags = bytes[start] ?? 0;
    const qos = (flags >> 1) & 3;
    const topicAt = body + 2;
    const topicEnd = topicAt <= end ? topicAt + bytes.readUInt16BE(body) : end + 1;
    const payloadAt = topicEnd + (qos === 0 ? 0 : 2);
    if (payloadAt > end || qos === 3) return false;
    const entry = this.#host.topics.entryAt(bytes, topicAt, topicEnd);
    const packetId = qos === 0 ? 0 : bytes.readUInt16BE(topicEnd);
    if (entry.kind === 'foreign' && this.#rights.foreign === true) {
      bytes[start] = flags & 0xfe; // retain is ignored outside entity and status
      if (qos === 2) this.#qosTwo.giveAway(packetId);
      this.#outlet.passOn(frame);
      return true;
    }
    if (qos === 2 && this.#qosTwo.isRepeated(packetId)) {
      if (this.#qosTwo.isAcknowledged(packetId)) this.#answer(PUBREC, packetId);
      return true;
    }
    const passing = this.#passing;
    if (passing === undefined) return true;
    passing.entry = entry;
    passing.bytes = bytes;
    passing.start = payloadAt;
    passing.end = end;
    passing.qos = qos as Qos;
    passing.retain = (flags & 1) === 1 && entry.mayRetain;
    this.#deliver(passing, packetId);
    // An idle connection must not pin its last receive buffer.
    passing.bytes = NO_BYTES;
    return true;
  }

  /** Takes the PUBREL of a message that was ours; false if it belongs to the broker inside, or is too short. */
  takeRelease({ bytes, body, end }: FrameView): boolean {
    if (end - body < 2) return false;
    const packetId = bytes.readUInt16BE(body);
    if (!this.#qosTwo.release(packetId)) return false;
    this.#answer(PUBCOMP, packetId);
    return true;
  }

  #deliver(passing: Passing, packetId: number): void {
    const { sink, limits } = this.#host;
    const { entry, qos, retain, start, end } = passing;
    const refusal = this.#refusalOf(entry, end - start);
    this.#host.onPublished(refusal);
    passing.refusal = refusal;
    passing.ack = qos === 0 ? noAck : this.#makeAck(qos, packetId);
    if (refusal !== undefined) passing.end = Math.min(end, start + REFUSED_PAYLOAD_BYTES);
    if (!sink.onPublish(passing)) this.#outlet.hold('sink');
    if (this.#unacked >= limits.maxUnacked) this.#outlet.hold('acks');
    if (refusal === undefined && this.#isLive && (retain || this.#host.hasSubscribers()))
      this.#host.mirror(entry, { payload: passing.bytes.subarray(start, end), qos, retain });
  }

  #refusalOf(entry: TopicEntry, payloadBytes: number): DoorRefusal | undefined {
    if (entry.kind === 'malformed') return 'unknown-topic';
    if (this.#rights[entry.kind] !== true) return 'forbidden';
    return payloadBytes > this.#host.limits.maxPayloadBytes ? 'oversize' : undefined;
  }

  #makeAck(qos: 1 | 2, packetId: number): () => void {
    this.#unacked += 1;
    if (qos === 2) this.#qosTwo.receive(packetId);
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      this.#unacked -= 1;
      if (qos === 2) this.#qosTwo.acknowledge(packetId);
      this.#answer(qos === 1 ? PUBACK : PUBREC, packetId);
      // At half, so that a client at the limit is not stopped and started for each message.
      if (this.#unacked <= this.#host.limits.maxUnacked >> 1) this.#outlet.releaseAcks();
    };
  }

  /** Answers of one turn leave in one write: a batch of 512 acknowledgements is one system call, not 512. */
  #answer(type: number, packetId: number): void {
    if (this.#answers.length === 0) queueMicrotask(() => this.#flushAnswers());
    this.#answers.push(type, 2, packetId >> 8, packetId & 0xff);
  }

  #flushAnswers(): void {
    const bytes = Buffer.from(this.#answers);
    this.#answers = [];
    this.#outlet.write(bytes);
  }
}
