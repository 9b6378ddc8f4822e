import { orientationOnly, readOrientation } from './orientation.ts';
import { assertPicture } from './picture-damaged.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const ADOBE = 0xee;
const EXIF = Buffer.from('Exif\0\0', 'latin1');

/** Tables and frames without which the picture cannot be drawn (ITU-T T.81 table B.1): SOF, DHT, DAC, DQT, DNL, DRI. */
function isDrawn(marker: number): boolean {
  const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8;
  return isFrame || marker === 0xdb || marker === 0xdc || marker === 0xdd;
}

/** A JPEG of tables, frames and scans alone. Throws `PictureDamaged`. */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  assertPicture(bytes[0] === 0xff && bytes[1] === SOI, 'a JPEG begins with FF D8');
  const kept: Uint8Array[] = [];
  let orientation = 1;
  let adobe: Uint8Array | null = null;
  let scans = 0;
  let at = 2;
  for (;;) {
    const marker = markerAt(bytes, at);
    at = marker.end;
    if (marker.code === EOI) break;
    const segment = segmentAt(bytes, marker);
    at = segment.end;
    if (marker.code === APP1) orientation = exifOrientation(segment.body) ?? orientation;
    else if (marker.code === ADOBE) adobe = adobeTransform(segment.body) ?? adobe;
    else if (isDrawn(marker.code)) kept.push(segment.whole);
    else if (marker.code === SOS) {
      const end = endOfScan(bytes, at);
      kept.push(segment.whole, bytes.subarray(at, end));
      scans += 1;
      at = end;
    }
  }
  assertPicture(scans > 0, 'this JPEG has no picture in it');
  const own = [
    ...(orientation === 1 ? [] : [segmentOf(APP1, Buffer.concat([EXIF, orientationOnly(orientation)]))]),
    ...(adobe === null ? [] : [segmentOf(ADOBE, adobe)]),
  ];
  return Buffer.concat([Uint8Array.of(0xff, SOI), ...own, ...kept, Uint8Array.of(0xff, EOI)]);
}

interface Marker {
  readonly code: number;
  /** Place after the marker. */
  readonly end: number;
}

/** Any number of FF may stand before a marker. */
function markerAt(bytes: Uint8Array, from: number): Marker {
  assertPicture(bytes[from] === 0xff, `a marker is missing at byte ${from}`);
  let at = from;
  while (bytes[at] === 0xff) at += 1;
  const code = bytes[at];
  assertPicture(code !== undefined, 'the JPEG ends before its end marker');
  const stands = code >= 0xc0 && code !== SOI && !(code >= 0xd0 && code <= 0xd7);
  assertPicture(stands, `an unknown marker ${code.toString(16)} at byte ${at}`);
  return { code, end: at + 1 };
}

function segmentAt(
  bytes: Uint8Array,
  { code, end }: Marker,
): { body: Uint8Array; whole: Uint8Array; end: number } {
  const length = ((bytes[end] ?? 0) << 8) | (bytes[end + 1] ?? 0);
  const last = end + length;
  assertPicture(length >= 2 && last <= bytes.length, `a segment at byte ${end} is longer than the file`);
  const body = bytes.subarray(end + 2, last);
  // Written anew: the FF that may fill up before a marker are bytes of somebody else's choice.
  return { body, whole: segmentOf(code, body), end: last };
}

function segmentOf(code: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return Buffer.concat([Uint8Array.of(0xff, code, length >> 8, length & 0xff), body]);
}

/** Coded data end at the first FF that is neither a stuffed byte nor a restart marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1]!;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  assertPicture(false, 'the JPEG ends inside its picture');
  return bytes.length;
}

function exifOrientation(body: Uint8Array): number | undefined {
  const isExif = Buffer.compare(body.subarray(0, EXIF.length), EXIF) === 0;
  return isExif ? readOrientation(body.subarray(EXIF.length)) : undefined;
}

/** How the colours are coded: without it some pictures of Adobe's programs turn green. Written anew with the one byte that counts. */
function adobeTransform(body: Uint8Array): Uint8Array | undefined {
  const isAdobe = body.length >= 12 && Buffer.from(body.subarray(0, 5)).toString('latin1') === 'Adobe';
  const transform = body[11];
  if (!isAdobe || transform === undefined || transform > 2) return undefined;
  return Buffer.concat([Buffer.from('Adobe', 'latin1'), Uint8Array.of(0, 100, 0, 0, 0, 0, transform)]);
}
