/** `simulate record`: writes what a broker sends to a file, byte for byte, until stopped, for a time, or up to a number. */
import type { CommandContext } from '../command-context.ts';
import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';
import { Options } from '../options/read-options.ts';
import { FileSink } from '../publish/file-sink.ts';
import { listen } from './listen.ts';

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
  const forMs = forText === undefined ? Infinity : parseDurationMs(forText, 'for');
  const count = options.number('count', { least: 1, isWhole: true }) ?? Infinity;

  const sink = new FileSink(out);
  const run = { broker, topics, count, untilMs: context.pace.nowMs() + forMs, sink, context };
  try {
    if ((await listen(run, 5)) === 'speaks-3.1.1') await listen(run, 4);
  } finally {
    context.progress.say('done', { messages: sink.count, sha256: await sink.close() });
  }
}
