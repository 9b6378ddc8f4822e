import type { ReadStream } from 'node:tty';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * A password from a person at a terminal (not shown, asked for twice) or the first line of a pipe. Never an argument: those are seen
 * by everybody on the machine. Null: the two did not match, or nothing came.
 */
export async function readPassword(
  input: NodeJS.ReadStream & Partial<ReadStream>,
  output: NodeJS.WritableStream,
): Promise<string | null> {
  if (input.isTTY !== true) return firstLine(input);
  let isMuted = false;
  const screen = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: screen, terminal: true });
  const ask = async (question: string): Promise<string> => {
    output.write(question);
    isMuted = true;
    const answer = await lines.question('');
    isMuted = false;
    output.write('\n');
    return answer;
  };
  try {
    const once = await ask('Password: ');
    return once === (await ask('Once more: ')) && once !== '' ? once : null;
  } finally {
    lines.close();
  }
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string | null> {
  const lines = createInterface({ input });
  for await (const line of lines) return line === '' ? null : line;
  return null;
}
