import { crc32 } from 'node:zlib';
import { orientationOnly, readOrientation } from './orientation.ts';
import { assertPicture } from './picture-damaged.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What draws the picture and its colours (PNG 3rd edition, 11). Of an animation the still picture stays. */
const KEPT: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS'],
  ...['gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD'],
]);
/** Chunks of a fixed form are no place for a message. */
const EXACT_BYTES: Readonly<Record<string, number>> = { IHDR: 13, IEND: 0, gAMA: 4, cHRM: 32, sRGB: 1 };
const MOST_BYTES: Readonly<Record<string, number>> = { PLTE: 768, tRNS: 256, sBIT: 4, bKGD: 6 };

/** A PNG of drawn chunks alone; nothing behind its end. Throws `PictureDamaged`. */
export function stripPng(bytes: Uint8Array): Uint8Array {
  const hasSignature = Buffer.compare(bytes.subarray(0, 8), SIGNATURE) === 0;
  assertPicture(hasSignature, 'a PNG begins with its signature');
  const kept: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  let at = 8;
  for (let type = ''; type !== 'IEND';) {
    assertPicture(at + 12 <= bytes.length, 'the PNG ends before its end chunk');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    assertPicture(end <= bytes.length, `the chunk at byte ${at} is longer than the file`);
    assertPicture(at !== 8 || type === 'IHDR', 'a PNG begins with IHDR');
    const isWhole = crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4);
    if (type === 'eXIf') orientation = readOrientation(bytes.subarray(at + 8, end - 4));
    if (KEPT.has(type)) {
      const isFit = length === (EXACT_BYTES[type] ?? length) && length <= (MOST_BYTES[type] ?? length);
      assertPicture(isWhole && isFit, `the chunk ${type} at byte ${at} is damaged`);
      // Before the picture data, where the standard wants it.
      if (type === 'IDAT' && orientation !== 1) {
        kept.push(chunkOf('eXIf', orientationOnly(orientation)));
        orientation = 1;
      }
      kept.push(bytes.subarray(at, end));
    }
    at = end;
  }
  return Buffer.concat([SIGNATURE, ...kept]);
}

function chunkOf(type: string, body: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  crc.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, crc]);
}
