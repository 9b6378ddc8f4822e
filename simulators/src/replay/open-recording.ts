import { globSync } from 'node:fs';
import type { SimMessage } from '../message.ts';
import { OptionError } from '../options/option-error.ts';
import { fromMessageLine } from '../publish/message-line.ts';
import { fromCaptureLine } from './capture-line.ts';
import { decodedMessages } from './decoded-messages.ts';
import type { Refusals } from './decoded-messages.ts';
import { findBinding } from './find-binding.ts';
import { readLines } from './read-lines.ts';

/** A set of files that can be read again and again, each time as the same messages. */
export interface Recording {
  readonly files: readonly string[];
  messages(): AsyncGenerator<SimMessage>;
}

/** What is to be read, and how. */
export interface RecordingOptions {
  /** A file, or a pattern with `*`; files are read in the order of their names. */
  readonly pattern: string;
  /** Absent: the files hold messages (recorded JSON lines, or captured lines). */
  readonly binding?: string;
  readonly zone: string;
  readonly nowMs: number;
  readonly refusals: Refusals;
}

/** Finds the files and how to read them. Throws `OptionError` when there is none or when they need a binding. */
export async function openRecording(options: RecordingOptions): Promise<Recording> {
  const { pattern, binding, zone } = options;
  const files = globSync(pattern).toSorted();
  if (files.length === 0) throw new OptionError(`replay: no file matches ${pattern}.`);
  if (binding !== undefined) {
    const bound = files.map((file) => ({ file, binding: findBinding(binding, file, zone) }));
    return {
      files,
      messages: async function* readBound() {
        for (const one of bound) yield* decodedMessages(one.file, one.binding, options);
      },
    };
  }
  const readers: { readonly file: string; readonly read: LineReader }[] = [];
  for (const file of files) readers.push({ file, read: await detectReader(file) });
  return {
    files,
    messages: async function* readMessages() {
      for (const { file, read } of readers) {
        let number = 0;
        for await (const line of readLines(file)) {
          number += 1;
          const message = read(line);
          if (message === undefined)
            throw new OptionError(`replay: ${file}: line ${number} is not a message.`);
          yield message;
        }
      }
    },
  };
}

type LineReader = (line: Buffer) => SimMessage | undefined;

async function detectReader(file: string): Promise<LineReader> {
  const fromJsonLine: LineReader = (line) => fromMessageLine(line.toString('utf8'));
  for await (const line of readLines(file)) {
    if (fromJsonLine(line) !== undefined) return fromJsonLine;
    if (fromCaptureLine(line) !== undefined) return fromCaptureLine;
    throw new OptionError(
      `replay: ${file} holds no messages (JSON lines of "record", or "<time> <topic> <JSON>"); name a --binding that reads it.`,
    );
  }
  return fromJsonLine;
}
