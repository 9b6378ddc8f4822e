/**
 * A subscription that writes what comes. MQTT 5 is tried first: only there a broker says of a live message whether it was
 * published as retained; a broker that speaks 3.1.1 alone shows the flag of stored messages only.
 */
import mqtt from 'mqtt';
import type { IPublishPacket, MqttClient } from 'mqtt';
import type { CommandContext } from '../command-context.ts';
import type { FileSink } from '../publish/file-sink.ts';

/** What to record, and until when. */
export interface RecordRun {
  readonly broker: string;
  readonly topics: readonly string[];
  /** Ends after so many messages. */
  readonly count: number;
  readonly untilMs: number;
  readonly sink: FileSink;
  readonly context: CommandContext;
}

/** CONNACK: 1 of MQTT 3.1.1 and 0x84 of MQTT 5 say "not this version of the protocol". */
const VERSION_REFUSED = new Set<unknown>([1, 0x84]);
/** CONNACK and SUBACK codes from here on are refusals in MQTT 5; 3.1.1 uses 1 to 5 and 0x80. */
const REFUSED_FROM = 0x80;
/** A timer cannot be longer. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Listens until the run ends; `speaks-3.1.1` when the broker wants the older protocol. Rejects when the broker refuses us. */
export async function listen(run: RecordRun, protocolVersion: 4 | 5): Promise<'ended' | 'speaks-3.1.1'> {
  const { context, broker } = run;
  const { token, pace, signal } = context;
  const ended = Promise.withResolvers<'ended' | 'speaks-3.1.1'>();
  const client = mqtt.connect(broker, {
    protocolVersion,
    clientId: `metropane-record-${process.pid}-${pace.nowMs().toString(36)}`,
    clean: true,
    reconnectPeriod: 1_000,
    ...(token === undefined ? {} : { username: 'simulator', password: token }),
  });
  client.on('error', (error: Error & { code?: unknown }) => {
    if (typeof error.code !== 'number') return;
    if (protocolVersion === 5 && VERSION_REFUSED.has(error.code)) ended.resolve('speaks-3.1.1');
    else if (error.code <= 5 || error.code >= REFUSED_FROM) ended.reject(error);
  });
  client.on('close', () => context.progress.at(pace.nowMs(), 'waiting for the broker', {}));
  client.on('message', (topic, payload, packet) => {
    const written = write(run, { topic, payload, packet });
    written?.catch(ended.reject);
    if (run.sink.count >= run.count) ended.resolve('ended');
  });
  let isSubscribed = false;
  const subscribed = (): void => {
    isSubscribed = true;
  };
  client.on('connect', () => void subscribe(client, run).then(subscribed, ended.reject));
  const stop = (): void => ended.resolve('ended');
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const leftMs = run.untilMs - pace.nowMs();
  if (leftMs < LONGEST_SLEEP_MS) void pace.sleep(Math.max(0, leftMs), signal).then(stop);
  try {
    const end = await ended.promise;
    if (end === 'ended' && !isSubscribed && !signal.aborted)
      throw new Error(`The broker at ${broker} could not be reached in that time.`);
    return end;
  } finally {
    await client.endAsync(true);
  }
}

function write(
  { sink, count, context }: RecordRun,
  { topic, payload, packet }: { topic: string; payload: Buffer; packet: IPublishPacket },
): Promise<void> | undefined {
  if (sink.count >= count) return undefined;
  context.progress.at(context.pace.nowMs(), 'recording', { messages: sink.count + 1 });
  return sink.write({
    atMs: context.pace.nowMs(),
    topic,
    qos: packet.qos,
    retain: packet.retain,
    payload,
  });
}

async function subscribe(client: MqttClient, { topics, context }: RecordRun): Promise<void> {
  // QoS 2 is the most: each message comes with the QoS that it was published with. `rap`: with its retain flag, too.
  const granted = await client.subscribeAsync([...topics], { qos: 2, rap: true });
  const refused = granted.find((one) => (one.qos as number) >= REFUSED_FROM);
  if (refused !== undefined) throw new Error(`The broker does not let us read ${refused.topic}.`);
  context.progress.say('recording', { topics: topics.join(',') });
}
