/**
 * Takes out of a picture everything that is not needed to draw it: place, time, device, owner, comments, thumbnails, colour profiles,
 * further pictures behind the end. The drawn data are copied as they are, nothing is decoded; only known parts pass, so that a
 * kind of metadata that nobody thought of stays out too. Which way up the picture is to be shown is read and written anew.
 */
import { err, ok, type Result } from '@metropane/base';
import { PictureDamaged } from './picture-damaged.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

export type StripRefusal = 'picture-damaged' | 'cannot-strip';

const STRIP: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
};

/** Whether metadata can be taken out of files of this media type. */
export function canStrip(type: string): boolean {
  return STRIP[type] !== undefined;
}

/** The picture without metadata. A damaged one is refused whole: what cannot be read cannot be promised to be clean. */
export function stripMetadata(bytes: Uint8Array, type: string): Result<Uint8Array, StripRefusal> {
  const strip = STRIP[type];
  if (strip === undefined)
    return err(
      'cannot-strip',
      `metadata can be taken out of ${Object.keys(STRIP).join(', ')}, not of ${type}`,
    );
  try {
    return ok(strip(bytes));
  } catch (error) {
    if (!(error instanceof PictureDamaged)) throw error;
    return err('picture-damaged', error.message);
  }
}
