import { orientationOnly, readOrientation } from './orientation.ts';
import { assertPicture } from './picture-damaged.ts';

const ALPHA = 0x10;
const EXIF = 0x08;
const ANIMATION = 0x02;

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * A WebP of its picture alone (RFC 9649): VP8, VP8L, ALPH, and a VP8X header written anew where there is alpha or an orientation. An
 * animation is refused: its frames are containers of their own.
 */
export function stripWebp(bytes: Uint8Array): Uint8Array {
  const chunks = chunksOf(bytes);
  const picture = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L');
  assertPicture(picture.length === 1, 'a WebP has one picture');
  const header = chunks.find(({ type }) => type === 'VP8X');
  if (header === undefined) return riffOf(picture);
  assertPicture(header.body.length === 10, 'the WebP header has 10 bytes');
  const flags = header.body[0]!;
  assertPicture((flags & ANIMATION) === 0, 'an animated WebP is not taken');
  const alpha = chunks.filter(({ type }) => type === 'ALPH').slice(0, 1);
  const exif = chunks.find(({ type }) => type === 'EXIF');
  const orientation = exif === undefined ? 1 : readOrientation(withoutPrefix(exif.body));
  const turned = orientation === 1 ? [] : [{ type: 'EXIF', body: orientationOnly(orientation) }];
  const newHeader = Buffer.from(header.body);
  newHeader[0] = (flags & ALPHA) | (turned.length > 0 ? EXIF : 0);
  newHeader.fill(0, 1, 4);
  return riffOf([{ type: 'VP8X', body: newHeader }, ...alpha, ...picture, ...turned]);
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const text = (from: number): string => Buffer.from(bytes.subarray(from, from + 4)).toString('latin1');
  assertPicture(text(0) === 'RIFF' && text(8) === 'WEBP', 'a WebP begins with RIFF and WEBP');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4, true);
  assertPicture(end <= bytes.length && end >= 12, 'the WebP is shorter than it says');
  const chunks: Chunk[] = [];
  for (let at = 12; at < end;) {
    assertPicture(at + 8 <= end, `a chunk at byte ${at} has no head`);
    const length = view.getUint32(at + 4, true);
    assertPicture(at + 8 + length <= end, `the chunk at byte ${at} is longer than the file`);
    chunks.push({ type: text(at), body: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** Some programs write the prefix of JPEG into WebP too. */
function withoutPrefix(body: Uint8Array): Uint8Array {
  const hasPrefix = Buffer.from(body.subarray(0, 4)).toString('latin1') === 'Exif';
  return hasPrefix ? body.subarray(6) : body;
}

function riffOf(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, body }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return [head, body, Buffer.alloc(body.length % 2)];
  });
  const content = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}
