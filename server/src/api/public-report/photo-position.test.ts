import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import { PICTURES, type PictureType, withMetadata } from '../../delivery/attachments/picture-fixture.ts';

// A script of the form: it hangs itself on the page, here on the global object.
await import(new URL('photo-position.js', import.meta.url).href);
const { positionInPhoto } = globalThis as unknown as {
  positionInPhoto(buffer: ArrayBuffer): [number, number] | null;
};

test('the place of a photograph is read in both byte orders and all four quarters of the earth', () => {
  for (const isLittle of [true, false])
    for (const [latitude, longitude] of [
      [10.77251, 106.69809],
      [-33.85678, 151.21531],
      [40.68925, -74.0445],
      [-22.95191, -43.21049],
    ] as const)
      expect(positionInPhoto(photoAt(latitude, longitude, isLittle))).toEqual([
        expect.closeTo(longitude, 4),
        expect.closeTo(latitude, 4),
      ]);
});

test('a picture without a place, a cut one, one with a directory that leads nowhere: no place', () => {
  for (const type of Object.keys(PICTURES) as PictureType[]) {
    expect(positionInPhoto(bufferOf(PICTURES[type]))).toBeNull();
    expect(positionInPhoto(bufferOf(withMetadata(type, makeRng('odd'), 3).dirty))).toBeNull();
  }
  const whole = new Uint8Array(photoAt(10, 106, true));
  // The last value ends at byte 140.
  for (let length = 0; length < 140; length += 7)
    expect(positionInPhoto(whole.slice(0, length).buffer)).toBeNull();
});

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** SOI and one EXIF segment with a GPS directory. */
function photoAt(latitude: number, longitude: number, isLittle: boolean): ArrayBuffer {
  const head = 12;
  const view = new DataView(new ArrayBuffer(head + 142));
  view.setUint16(0, 0xffd8);
  view.setUint16(2, 0xffe1);
  view.setUint16(4, 150);
  view.setUint32(6, 0x45786966);
  const word = (at: number, value: number): void => view.setUint16(head + at, value, isLittle);
  const long = (at: number, value: number): void => view.setUint32(head + at, value, isLittle);
  view.setUint16(head, isLittle ? 0x4949 : 0x4d4d);
  word(2, 42);
  long(4, 8);
  word(8, 1);
  const entry = (at: number, values: [tag: number, type: number, count: number, value: number]): void => {
    word(at, values[0]);
    word(at + 2, values[1]);
    long(at + 4, values[2]);
    long(at + 8, values[3]);
  };
  entry(10, [0x8825, 4, 1, 26]);
  word(26, 4);
  entry(28, [1, 2, 2, 0]);
  entry(40, [2, 5, 3, 80]);
  entry(52, [3, 2, 2, 0]);
  entry(64, [4, 5, 3, 104]);
  view.setUint8(head + 36, (latitude < 0 ? 'S' : 'N').charCodeAt(0));
  view.setUint8(head + 60, (longitude < 0 ? 'W' : 'E').charCodeAt(0));
  for (const [at, angle] of [
    [80, Math.abs(latitude)],
    [104, Math.abs(longitude)],
  ] as const) {
    const minutes = (angle % 1) * 60;
    const parts = [Math.floor(angle), 1, Math.floor(minutes), 1, Math.round((minutes % 1) * 6_000), 100];
    for (const [i, part] of parts.entries()) long(at + 4 * i, part);
  }
  return view.buffer;
}
