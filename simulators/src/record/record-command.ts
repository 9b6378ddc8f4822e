/** `simulate record`: writes what a broker sends to a file, byte for byte, until stopped, for a time, or up to a number. */
import mqtt from 'mqtt';
import type { IPublishPacket, MqttClient } from 'mqtt';
import type { CommandContext } from '../command-context.ts';
import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';
import { Options } from '../options/read-options.ts';
import { FileSink } from '../publish/file-sink.ts';

const TABLE = {
  broker: 'text',
  topics: 'text',
  out: 'text',
  for: 'text',
  count: 'text',
  json: 'flag',
} as const;

/** Runs the command; resolves when the recording is complete on disk. */
export async function runRecord(args: readonly string[], context: CommandContext): Promise<void> {
  const options = new Options(args, TABLE);
  if (options.words.length > 0) throw new OptionError(`simulate record: unexpected "${options.words[0]}".`);
  const broker = options.brokerUrl('broker');
  const out = options.text('out');
  const topics = (options.text('topics') ?? '').split(',').filter((topic) => topic !== '');
  if (broker === undefined) throw new OptionError('--broker: is missing, such as mqtt://127.0.0.1:1883.');
  if (topics.length === 0) throw new OptionError('--topics: is missing, such as "city/v1/#".');
  if (out === undefined) throw new OptionError('--out: is missing: the file to write.');
  const forText = options.text('for');
  const forMs = forText === undefined ? undefined : parseDurationMs(forText, 'for');
  const count = options.number('count', { least: 1, isWhole: true }) ?? Infinity;

  const sink = new FileSink(out);
  const ended = Promise.withResolvers<void>();
  const client = connect(broker, context);
  try {
    watchEnd(client, { ended, forMs, context });
    await record(client, { topics, count, sink, ended, context });
  } finally {
    await client.endAsync(true);
    context.progress.say('done', { messages: sink.count, sha256: await sink.close() });
  }
}

function connect(url: string, { token, pace }: CommandContext): MqttClient {
  return mqtt.connect(url, {
    protocolVersion: 4,
    clientId: `metropane-record-${process.pid}-${pace.nowMs().toString(36)}`,
    clean: true,
    reconnectPeriod: 1_000,
    ...(token === undefined ? {} : { username: 'simulator', password: token }),
  });
}

interface End {
  readonly ended: PromiseWithResolvers<void>;
  readonly forMs: number | undefined;
  readonly context: CommandContext;
}

function watchEnd(client: MqttClient, { ended, forMs, context }: End): void {
  const { signal, pace, progress } = context;
  if (signal.aborted) ended.resolve();
  signal.addEventListener('abort', () => ended.resolve(), { once: true });
  client.on('error', (error: Error & { code?: unknown }) => {
    if (typeof error.code === 'number' && error.code >= 1 && error.code <= 5) ended.reject(error);
  });
  client.on('close', () => progress.at(pace.nowMs(), 'waiting for the broker', {}));
  if (forMs !== undefined) void pace.sleep(forMs, signal).then(ended.resolve);
}

interface Recording {
  readonly topics: string[];
  readonly count: number;
  readonly sink: FileSink;
  readonly ended: PromiseWithResolvers<void>;
  readonly context: CommandContext;
}

async function record(client: MqttClient, { topics, count, sink, ended, context }: Recording): Promise<void> {
  const { pace, progress } = context;
  client.on('message', (topic: string, payload: Buffer, { qos, retain }: IPublishPacket) => {
    if (sink.count >= count) return;
    const written = sink.write({ atMs: pace.nowMs(), topic, qos, retain, payload });
    written?.catch(ended.reject);
    progress.at(pace.nowMs(), 'recording', { messages: sink.count });
    if (sink.count >= count) ended.resolve();
  });
  client.on('connect', () => {
    // QoS 2 is the most: each message comes with the QoS that it was published with.
    client.subscribeAsync(topics, { qos: 2 }).then((granted) => {
      const refused = granted.find((one) => (one.qos as number) === 128);
      if (refused !== undefined) ended.reject(new Error(`The broker does not let us read ${refused.topic}.`));
      else progress.say('recording', { topics: topics.join(',') });
    }, ended.reject);
  });
  await ended.promise;
}
