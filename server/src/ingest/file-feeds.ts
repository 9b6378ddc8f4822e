import { createReadStream } from 'node:fs';
import { glob, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { DecodeResult, FeedBinding } from '@metropane/feeds';
import type { FeedRegistry } from './feed-registry.ts';

/** A file that was read to its end; in the journal, so that a restart does not read it again. */
export interface FileRead {
  feed: string;
  /** Relative to the feed folder. */
  path: string;
  bytes: number;
  modifiedMs: number;
}

export interface FileFeedPorts {
  feedDir: string;
  nowMs: () => number;
  wasRead: (file: FileRead) => boolean;
  /**
   * Folds what a stretch of the file held; resolves when it is logged. `chunk`: the stretch as it came, with the line that began
   * in the one before.
   */
  take: (
    feed: string,
    from: { path: string; chunk: Uint8Array; arrivalMs: number; result: DecodeResult },
  ) => Promise<unknown>;
  onRead: (file: FileRead) => Promise<unknown>;
  onError: (feed: string, reason: string) => void;
}

/** Small, so that what is kept of a reading's stretch, the line that began before it included, is shown whole in a receipt. */
const STRETCH_BYTES = 48 * 1024;
const MAX_OPEN_LINE_BYTES = 16 * 1024;
const LF = 0x0a;

/** Reads every file of every `file:` binding once, in the order of the bindings and of the names. Only below the feed folder. */
export async function readFileFeeds(
  registry: FeedRegistry,
  bindings: FeedBinding[],
  ports: FileFeedPorts,
): Promise<void> {
  for (const binding of bindings) {
    if (binding.source.kind !== 'file') continue;
    try {
      for (const path of await filesOf(ports.feedDir, binding.source.path))
        await readFile(registry, { binding, path }, ports);
    } catch (error) {
      ports.onError(binding.id, error instanceof Error ? error.message : String(error));
    }
  }
}

async function filesOf(feedDir: string, pattern: string): Promise<string[]> {
  const root = await realpath(feedDir);
  const found: string[] = [];
  for await (const match of glob(pattern, { cwd: root })) {
    // A link may point anywhere: what counts is where the file really lies.
    const inside = relative(root, await realpath(join(root, match)));
    if (inside.startsWith('..') || isAbsolute(inside))
      throw new Error(`${match} lies outside the feed folder`);
    found.push(match);
  }
  if (found.length === 0) throw new Error(`no file ${pattern} in the feed folder`);
  return found.toSorted();
}

async function readFile(
  registry: FeedRegistry,
  { binding, path }: { binding: FeedBinding; path: string },
  ports: FileFeedPorts,
): Promise<void> {
  const feed = registry.get(binding.id)!;
  const full = join(ports.feedDir, path);
  const { size, mtimeMs } = await stat(full);
  const file: FileRead = { feed: binding.id, path, bytes: size, modifiedMs: Math.trunc(mtimeMs) };
  if (ports.wasRead(file)) return;
  const stream = feed.decoder.openStream(path);
  let openLine: Uint8Array = new Uint8Array();
  const chunks = createReadStream(full, { highWaterMark: STRETCH_BYTES }) as AsyncIterable<Uint8Array>;
  for await (const bytes of chunks) {
    const arrivalMs = ports.nowMs();
    const chunk = Buffer.concat([openLine, bytes]);
    openLine = lineOpenAtEnd(chunk);
    await ports.take(binding.id, { path, chunk, arrivalMs, result: stream.push(bytes, arrivalMs) });
  }
  const arrivalMs = ports.nowMs();
  await ports.take(binding.id, { path, chunk: openLine, arrivalMs, result: stream.end(arrivalMs) });
  await ports.onRead(file);
}

/** What of a stretch belongs to a line that ends in the next; of an endless line its last part. */
function lineOpenAtEnd(chunk: Uint8Array): Uint8Array {
  const start = Math.max(chunk.lastIndexOf(LF) + 1, chunk.length - MAX_OPEN_LINE_BYTES);
  return Uint8Array.from(chunk.subarray(start));
}
