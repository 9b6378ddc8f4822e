import { createReadStream } from 'node:fs';

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a file as bytes, without their line ends; empty lines are left out. Lines may be long: nothing is cut. */
export async function* readLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, start)) {
      const line = withoutReturn(bytes.subarray(start, at));
      if (line.length > 0) yield line;
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
  const last = withoutReturn(rest);
  if (last.length > 0) yield last;
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}
