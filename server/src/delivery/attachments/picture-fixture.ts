/** Only for tests: 24 × 16 pixels with a gradient and a transparent corner, as a browser writes them, and metadata to put into them. */
import { crc32 } from 'node:zlib';
import type { Rng } from '@metropane/base';

const joined = (...lines: string[]): Buffer => Buffer.from(lines.join(''), 'base64');

export const PICTURES = {
  'image/jpeg': joined(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh',
    'Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB',
    'UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA',
    'AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y',
    'WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM',
    'ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQ',
    'FxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgo',
    'KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAQABgDASIAAhEBAxEB/8QAGQAAAgMBAAAAAAAAAAAAAAAAAAID',
    'BAYH/8QAHRAAAgMAAgMAAAAAAAAAAAAAAgMAAQQFBhFBUf/EABYBAQEBAAAAAAAAAAAAAAAAAAYDBf/EAB4RAAICAAcAAAAAAAAA',
    'AAAAAAMEAAECERMhIiMx/9oADAMBAAIRAxEAPwDj/TusbOH5NmjUzOYEm11SyK782Q37qvk26xiLGWFjKKivHedzbcKNYemPyOsY',
    'SZYwiMK/GB2nuy95/9k=',
  ),
  'image/png': joined(
    'iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAACTElEQVR4AWyRsWtVMRjF85L8PYIoFdqhohRR6aAOVaioSAV10EEH',
    'HXTQoUuXLl0cHETQQcTJPy5fvp5zktx3X7nC89ck5zvnJDeGhX9/r+z6762b/nP7tn/f2fdvu/f97MaBn+4d+smtp35894V/2X/l',
    'n++99Q8P3vn7g4/+5tEnf/34qx89OfZnz0/88OjUH74888WAElOwmENZgQnsayOxtgv7ZRVDxb4ITeF552KAQSwziCxiWGFxM1Qm',
    'GXspUF9GCGYUBrLkcgDEJgGGac6/EaqbdcqEugRNDysXibnlgGFK9iE9C9aNSc/XQlK7Acx0E7L/Khj/X9ryf5d3/M/V6/7r2p7/',
    '2L7jagozUY3xPKDhuWw0BueNK/UoI8LYuAYjTSqGybEpQmwQsHGlmM8h9sY8x5xRwzASv4ISlTqQPpH/TU0gGIcVQ4a1gUXMehaD',
    '6aTvoSwhLXUyR4lO3WB9mGASQ+2HG+G9scwRajCrDOtNVWI2x3POtxtAzIU2NZQC1xriGk1lRlKrsIQyaa2bmZceaiACYm+MDzkX',
    '0WQy4/NAxzDukTwnucaciQmBqfmhDEsiAMM6bKwQs0FrjAE+xzCbkzqYDL3JA3qw4KdvBfZvkJXMxIKhwXVIbs/BxgppRjrHM1SG',
    'wazN8SyH9uFz6DeICMAmxEzWIc04RMJUZiT2CmgTc1DjEUL98AERkDbeTMMUySS3JnimgptVEsYKA9V4UHq0ByvDoOe5AtSAphST',
    'FIkxGKgbaQgGc0IvMzStCDesDZz8VimcAwAA//+0T2NdAAAABklEQVQDAFRihsPW6kASAAAAAElFTkSuQmCC',
  ),
  'image/webp': joined(
    'UklGRmoCAABXRUJQVlA4WAoAAAAwAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh',
    'Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB',
    'UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA',
    'AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y',
    'WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM',
    'ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZBTFBIGQAAAAEPMP8REUJN2wYMf5Zlkq8LQUT/J0Dg',
    'HQIAVlA4IFoAAACwAwCdASoYABAAPm0skUWkIqGYBABABsS2AE6ZQjgbyX8VQEem4AD+7WdaowSYTodj0C2qf+JYF3/Mo7q5GD+L',
    'YHCk+TpfbjZSbguP51StVJeGHzyGP1oAAAA=',
  ),
} as const;
export type PictureType = keyof typeof PICTURES;

/** Fresh bytes that stand for something private, kept to be looked for; long enough for their absence to say something. */
class Secrets {
  readonly rng: Rng;
  readonly made: Buffer[] = [];

  constructor(rng: Rng) {
    this.rng = rng;
  }

  secret(): Buffer {
    const made = Buffer.from(Array.from({ length: 12 + this.rng.int(60) }, () => this.rng.int(256)));
    this.made.push(made);
    return made;
  }
}

/** EXIF as a telephone writes it: orientation, a place in a directory of its own, a maker note. */
function exifOf(trial: Secrets, orientation: number): Buffer {
  const body = Buffer.alloc(38);
  body.write('II*\0', 0, 'latin1');
  body.writeUInt32LE(8, 4);
  body.writeUInt16LE(2, 8);
  body.writeUInt16LE(0x8825, 10);
  body.writeUInt16LE(4, 12);
  body.writeUInt32LE(1, 14);
  body.writeUInt32LE(38, 18);
  body.writeUInt16LE(0x0112, 22);
  body.writeUInt16LE(3, 24);
  body.writeUInt32LE(1, 26);
  body.writeUInt16LE(orientation, 30);
  return Buffer.concat([body, trial.secret()]);
}

const XMP = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>', 'latin1');
const IPTC = Buffer.from('Photoshop 3.0\x008BIM\x04\x04', 'latin1');

/** The picture with metadata of every kind that has a name, some that have none, and something behind its end. */
export function withMetadata(
  type: PictureType,
  rng: Rng,
  orientation: number,
): { dirty: Buffer; secrets: readonly Buffer[] } {
  const trial = new Secrets(rng);
  const make = { 'image/jpeg': jpegWith, 'image/png': pngWith, 'image/webp': webpWith }[type];
  return { dirty: make(PICTURES[type], trial, orientation), secrets: trial.made };
}

function jpegWith(clean: Buffer, trial: Secrets, orientation: number): Buffer {
  const segment = (marker: number, body: Buffer): Buffer =>
    Buffer.concat([
      Buffer.alloc(1 + trial.rng.int(3), 0xff),
      Buffer.from([marker, (body.length + 2) >> 8, (body.length + 2) & 255]),
      body,
    ]);
  const exif = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOf(trial, orientation)]));
  const more = [
    segment(0xe1, Buffer.concat([XMP, trial.secret()])),
    segment(0xed, Buffer.concat([IPTC, trial.secret()])),
    segment(0xfe, trial.secret()),
    segment(0xe2, Buffer.concat([Buffer.from('MPF\0', 'latin1'), trial.secret()])),
    segment(0xe0, Buffer.concat([Buffer.from('JFXX\0\x10', 'latin1'), trial.secret()])),
    segment(0xe3 + trial.rng.int(8), trial.secret()),
  ].filter(() => trial.rng.int(4) > 0);
  return Buffer.concat([clean.subarray(0, 2), exif, ...more, clean.subarray(2), trial.secret()]);
}

function pngWith(clean: Buffer, trial: Secrets, orientation: number): Buffer {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    crc.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, crc]);
  };
  const exif = chunk('eXIf', exifOf(trial, orientation));
  const more = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'iCCP', 'sPLT', 'acTL', 'prVt', 'hIST', 'caBX']
    .filter(() => trial.rng.int(4) > 0)
    .map((kind) => chunk(kind, trial.secret()));
  // IHDR ends at 33.
  return Buffer.concat([clean.subarray(0, 33), exif, ...more, clean.subarray(33), trial.secret()]);
}

function webpWith(clean: Buffer, trial: Secrets, orientation: number): Buffer {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(kind, 'latin1'), length, body, Buffer.alloc(body.length % 2)]);
  };
  const more = ['XMP ', 'ICCP', 'PRIV']
    .filter(() => trial.rng.int(4) > 0)
    .map((kind) => chunk(kind, trial.secret()));
  const chunks = Buffer.concat([clean.subarray(12), chunk('EXIF', exifOf(trial, orientation)), ...more]);
  const head = Buffer.from(clean.subarray(0, 12));
  head.writeUInt32LE(chunks.length + 4, 4);
  const whole = Buffer.concat([head, chunks, trial.secret()]);
  whole[20] = whole[20]! | 0x0c;
  return whole;
}
