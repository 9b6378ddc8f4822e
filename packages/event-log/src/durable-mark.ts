/**
 * A lower bound of what has reached the disk for good: written after every successful sync, itself never synced (it costs one
 * 16-byte write a second, not another flush). It decides what a bad frame means when the log is opened again: at or above the
 * mark it is the torn tail of a crash and is cut; below it, it is damage to bytes that were safe once, and cutting there would
 * throw away every good record behind it. A lost or torn mark reads as 0.
 */
import { crc32 } from 'node:zlib';
import { attempt, readFully, writeFully } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

const MARK_BYTES = 16;
const NAME = 'durable.mark';

/** The offset below which every byte had been synced. */
export function readDurableMark(fs: FileSystem, folder: string): number {
  const bytes = Buffer.alloc(MARK_BYTES);
  const came = attempt(() => {
    const file = fs.openRead(`${folder}/${NAME}`);
    try {
      return readFully(fs, file, { target: bytes, position: 0 });
    } finally {
      fs.close(file);
    }
  });
  if (!came.ok || came.value < MARK_BYTES) return 0;
  if (bytes.readUInt32LE(8) !== crc32(bytes.subarray(0, 8))) return 0;
  return Number(bytes.readBigUInt64LE(0));
}

/** Records the bound; false if the disk refused, which costs only precision at the next start. */
export function writeDurableMark(fs: FileSystem, folder: string, offset: number): boolean {
  const bytes = Buffer.alloc(MARK_BYTES);
  bytes.writeBigUInt64LE(BigInt(offset), 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 8)), 8);
  const path = `${folder}/${NAME}`;
  return attempt(() => {
    const opened = attempt(() => fs.openWrite(path));
    const file = opened.ok ? opened.value : fs.createFile(path);
    try {
      writeFully(fs, file, { bytes, position: 0 });
    } finally {
      fs.close(file);
    }
  }).ok;
}
