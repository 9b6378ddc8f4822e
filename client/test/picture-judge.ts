/**
 * Compares photographs with kept ones. A kept picture is the photograph made smaller by whole steps and encoded as WebP, so that a
 * hundred of them weigh a few megabytes; what is compared goes through the same two steps first. A cell differs when one channel
 * differs by more than `REACH` of 255. Runs in a blank page of the browser that takes the photographs: no further library decodes them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Of all cells of a picture. */
export const MOST_DIFFERENT = 0.005;
/** Of one square of 24 cells a side: a broken figure is small on a wall, and whole in its square. */
const MOST_DIFFERENT_IN_SQUARE = 0.6;
const REACH = 24;
const SQUARE = 24;
const QUALITY = 0.7;
/** Cells across a kept picture: letters keep their place and weight, not their strokes. */
const CELLS_ACROSS = 640;

export interface Verdict {
  readonly isSame: boolean;
  /** 0..1 of all cells. */
  readonly share: number;
  /** The worst square: its share, and where it lies in pixels of the photograph. */
  readonly worst: { readonly share: number; readonly x: number; readonly y: number };
}

export class PictureJudge {
  readonly #page: Page;
  readonly #folder: string;

  private constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
  }

  /** `folder`: where pictures are kept. */
  static async open(browser: Browser, folder: string): Promise<PictureJudge> {
    const page = await (await browser.newContext()).newPage();
    return new PictureJudge(page, folder);
  }

  pathOf(name: string): string {
    return join(this.#folder, `${name}.webp`);
  }

  isKept(name: string): boolean {
    return existsSync(this.pathOf(name));
  }

  /** Takes `png` as the picture that later ones are compared with. */
  async keep(name: string, png: Buffer): Promise<void> {
    mkdirSync(dirname(this.pathOf(name)), { recursive: true });
    writeFileSync(this.pathOf(name), Buffer.from(await this.#shrink(png), 'base64'));
  }

  async compareWithKept(name: string, png: Buffer): Promise<Verdict> {
    const kept = readFileSync(this.pathOf(name)).toString('base64');
    return this.#compare(kept, await this.#shrink(png), stepOf(png));
  }

  async compare(before: Buffer, after: Buffer): Promise<Verdict> {
    return this.#compare(await this.#shrink(before), await this.#shrink(after), stepOf(after));
  }

  /** Lays a photograph that was refused beside the kept one, for eyes; returns where. */
  layAside(name: string, png: Buffer): string {
    const path = join(tmpdir(), 'metropane-pictures', `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, png);
    return path;
  }

  #shrink(png: Buffer): Promise<string> {
    return this.#page.evaluate(shrinkInPage, {
      data: png.toString('base64'),
      step: stepOf(png),
      quality: QUALITY,
    });
  }

  async #compare(before: string, after: string, step: number): Promise<Verdict> {
    const { share, worst } = await this.#page.evaluate(compareInPage, {
      before,
      after,
      reach: REACH,
      square: SQUARE,
    });
    return {
      isSame: share <= MOST_DIFFERENT && worst.share <= MOST_DIFFERENT_IN_SQUARE,
      share,
      worst: { share: worst.share, x: worst.x * step, y: worst.y * step },
    };
  }
}

/** Pixels per cell, at least two: the edges of letters lie where they will. The width stands at byte 16 of a PNG. */
function stepOf(png: Buffer): number {
  return Math.max(2, Math.round(png.readUInt32BE(16) / CELLS_ACROSS));
}

async function shrinkInPage({
  data,
  step,
  quality,
}: {
  data: string;
  step: number;
  quality: number;
}): Promise<string> {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const [width, height] = [Math.floor(bitmap.width / step), Math.floor(bitmap.height / step)];
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
    willReadFrequently: true,
  })!;
  context.drawImage(bitmap, 0, 0);
  const from = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const small = new ImageData(width, height);
  // Own means instead of a scaled drawImage, whose filter a browser may change.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sums = [0, 0, 0];
      for (let dy = 0; dy < step; dy++)
        for (let dx = 0; dx < step; dx++) {
          const at = ((y * step + dy) * bitmap.width + x * step + dx) * 4;
          for (let channel = 0; channel < 3; channel++) sums[channel]! += from[at + channel]!;
        }
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++)
        small.data[to + channel] = Math.round(sums[channel]! / (step * step));
      small.data[to + 3] = 255;
    }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(small, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  const encoded = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of encoded) text += String.fromCharCode(byte);
  return btoa(text);
}

async function compareInPage({
  before,
  after,
  reach,
  square,
}: {
  before: string;
  after: string;
  reach: number;
  square: number;
}): Promise<{ share: number; worst: { share: number; x: number; y: number } }> {
  const pixels = async (data: string): Promise<ImageData> => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [a, b] = [await pixels(before), await pixels(after)];
  const everything = { share: 1, worst: { share: 1, x: 0, y: 0 } };
  if (a.width !== b.width || a.height !== b.height) return everything;
  const across = Math.ceil(a.width / square);
  const counts = new Map<number, number>();
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const isSame = [0, 1, 2].every(
      (channel) => Math.abs(a.data[at + channel]! - b.data[at + channel]!) <= reach,
    );
    if (isSame) continue;
    different += 1;
    const cell = at / 4;
    const place =
      Math.floor(Math.floor(cell / a.width) / square) * across + Math.floor((cell % a.width) / square);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const [place, count] = [...counts].toSorted((one, other) => other[1] - one[1])[0] ?? [0, 0];
  return {
    share: different / (a.width * a.height),
    worst: {
      share: count / (square * square),
      x: (place % across) * square,
      y: Math.floor(place / across) * square,
    },
  };
}
