/** What the tests of the payload store share: a simulated disk, a writer on it, and messages that can be told apart. */
import { expect } from 'vitest';
import type { CrashyFileSystem } from './crashy-file-system.ts';
import type { KeptPayload } from './payload-block.ts';
import { PayloadStoreReader } from './payload-store-reader.ts';
import { PayloadStoreWriter } from './payload-store-writer.ts';
import type { PayloadStoreOptions } from './payload-store-writer.ts';

export const RAW = '/raw';

export function openStore(
  fs: CrashyFileSystem,
  options: Partial<PayloadStoreOptions> = {},
): PayloadStoreWriter {
  const opened = PayloadStoreWriter.open({
    folder: RAW,
    clock: { nowMs: () => 1000 },
    epoch: 1,
    startOffset: Infinity,
    fs,
    ...options,
  });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  return opened.value;
}

/** A message of `readings` readings from `fromOffset` on, with a text of its own. */
export function message(fromOffset: number, readings = 1, text = `payload at ${fromOffset}`): KeptPayload {
  return {
    topic: `city/v1/obs/air/e${fromOffset % 7}`,
    feed: fromOffset % 2 === 0 ? 'mqtt' : 'http',
    payload: new Uint8Array(Buffer.from(text)),
    arrivalMs: 1000 + fromOffset / 4,
    fromOffset,
    toOffset: fromOffset + readings,
  };
}

/** What a reader that opens now finds at a place. */
export function at(fs: CrashyFileSystem, offset: number): KeptPayload | null | string {
  const found = new PayloadStoreReader({ folder: RAW, fs }).at(offset);
  return found.ok ? found.value : found.code;
}

export function segmentsOf(fs: CrashyFileSystem): string[] {
  return fs.list(RAW).filter((name) => name.endsWith('.seg'));
}

/** Adds and flushes each message as a block of its own. */
export function write(writer: PayloadStoreWriter, ...messages: KeptPayload[]): void {
  for (const each of messages) {
    writer.add(each);
    expect(writer.flush().ok).toBe(true);
  }
}
