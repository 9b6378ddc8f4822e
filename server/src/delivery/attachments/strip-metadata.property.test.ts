import { inflateSync } from 'node:zlib';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { orientationOnly, readOrientation } from './orientation.ts';
import { PICTURES, type PictureType, withMetadata } from './picture-fixture.ts';
import { canStrip, stripMetadata } from './strip-metadata.ts';

const TYPES = Object.keys(PICTURES) as PictureType[];

function stripped(bytes: Uint8Array, type: PictureType): Buffer {
  const done = stripMetadata(bytes, type);
  if (!done.ok) throw new Error(done.message);
  return Buffer.from(done.value);
}

test.each(TYPES)(
  '%s: whatever was written into it, what comes out is the picture as it comes out without',
  (type) => {
    const clean = stripped(PICTURES[type], type);
    forSeeds(`metadata of ${type}`, 200, (rng) => {
      expect(stripped(withMetadata(type, rng, 1).dirty, type)).toEqual(clean);
    });
  },
);

test.each(TYPES)('%s: no six private bytes in a row survive, also where the picture is turned', (type) => {
  forSeeds(`private bytes of ${type}`, 60, (rng) => {
    const { dirty, secrets } = withMetadata(type, rng, 1 + rng.int(8));
    expect(secrets.length).toBeGreaterThan(1);
    const out = stripped(dirty, type).toString('latin1');
    for (const secret of secrets)
      for (let at = 0; at + 6 <= secret.length; at++)
        expect(out.includes(secret.subarray(at, at + 6).toString('latin1'))).toBe(false);
    expect(out).not.toMatch(/ICC_PROFILE|ICCP|Photoshop|xap|MPF|JFXX|tEXt|iCCP|XMP /);
  });
});

test.each(TYPES)('%s: which way up it is shown stays, and stripping twice changes nothing', (type) => {
  forSeeds(`orientation of ${type}`, 40, (rng) => {
    const orientation = 1 + rng.int(8);
    const once = stripped(withMetadata(type, rng, orientation).dirty, type);
    expect(once.includes(orientationOnly(orientation))).toBe(orientation !== 1);
    expect(stripped(once, type)).toEqual(once);
  });
});

test.each(TYPES)(
  '%s: a file that is cut or has a flipped byte is refused or stripped, never an error of ours',
  (type) => {
    forSeeds(`damage of ${type}`, 300, (rng) => {
      const { dirty } = withMetadata(type, rng, 6);
      const cut = dirty.subarray(0, rng.int(dirty.length));
      const flipped = Buffer.from(dirty);
      flipped[rng.int(flipped.length)]! ^= 1 << rng.int(8);
      for (const bytes of [cut, flipped]) {
        const done = stripMetadata(bytes, type);
        if (!done.ok) expect(done).toMatchObject({ code: 'picture-damaged' });
      }
    });
    const [half] = [PICTURES[type].subarray(0, PICTURES[type].length / 2)];
    expect(stripMetadata(half, type)).toMatchObject({ ok: false, code: 'picture-damaged' });
  },
);

test('the pixels of a PNG are bit for bit what they were', () => {
  forSeeds('pixels', 20, (rng) => {
    expect(pixelsOf(stripped(withMetadata('image/png', rng, 1).dirty, 'image/png'))).toEqual(
      pixelsOf(PICTURES['image/png']),
    );
  });
});

test('an orientation that is none reads as upright; a document and a film are not stripped', () => {
  for (const value of [0, 9, 65_535]) expect(readOrientation(orientationOnly(value))).toBe(1);
  expect(readOrientation(new Uint8Array(30))).toBe(1);
  expect([canStrip('application/pdf'), canStrip('video/mp4'), canStrip('image/heic')]).toEqual([
    ...[false, false, false],
  ]);
  expect(stripMetadata(new Uint8Array(9), 'application/pdf')).toMatchObject({ code: 'cannot-strip' });
});

function pixelsOf(png: Buffer): Buffer {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.subarray(at + 4, at + 8).toString('latin1') === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return inflateSync(Buffer.concat(data));
}
