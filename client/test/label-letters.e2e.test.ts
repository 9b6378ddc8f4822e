import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LABEL_RANGES } from '../src/map/label-ranges.ts';
import { CHROMIUM, openBrowser } from './browser.ts';

const FILES = new URL('../node_modules/@fontsource/be-vietnam-pro/files/', import.meta.url);
/** As in map-fonts.ts. */
const FACES = ['700-normal', '600-italic'];
const TONES = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
const LETTERS = vietnameseLetters();

function vietnameseLetters(): string[] {
  const letters = 'bcdđghklmnpqrstvx'.split('');
  for (const vowel of 'aăâeêioôơuưy'.split(''))
    letters.push(...TONES.map((tone) => (vowel + tone).normalize('NFC')));
  return letters.flatMap((letter) => [letter, letter.toLocaleUpperCase('vi')]);
}

test('every Vietnamese letter lies in a range that a label font is asked for', () => {
  const ranges = LABEL_RANGES.map((range) => {
    const [first, last] = range.slice(2).split('-');
    return [Number.parseInt(first!, 16), Number.parseInt(last ?? first!, 16)] as const;
  });
  const isCovered = (letter: string): boolean =>
    ranges.some(([first, last]) => letter.codePointAt(0)! >= first && letter.codePointAt(0)! <= last);
  expect(LETTERS).toHaveLength(178);
  expect(LETTERS.filter((letter) => letter.length !== 1 || !isCovered(letter))).toEqual([]);
});

describe.skipIf(CHROMIUM === null)('the letters of the map', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test.each(FACES)('in %s no Vietnamese letter has the height that MapLibre draws too low', async (face) => {
    const parts = ['vietnamese', 'latin-ext', 'latin'].map((part) =>
      readFileSync(new URL(`be-vietnam-pro-${part}-${face}.woff2`, FILES)).toString('base64'),
    );
    const page = await browser.newPage();
    const tops = await page.evaluate(
      async ({ fonts, letters }) => {
        // Like MapLibre's glyphs: 48 px, the files laid over each other, the letter's own file being the first that has it.
        const families = await Promise.all(
          fonts.map(async (data, i) => {
            const font = await new FontFace(`part${i}`, `url(data:font/woff2;base64,${data})`).load();
            document.fonts.add(font);
            return `part${i}`;
          }),
        );
        const context = document.createElement('canvas').getContext('2d')!;
        context.font = `48px ${families.join(', ')}`;
        return letters.map((letter) => Math.ceil(context.measureText(letter).actualBoundingBoxAscent));
      },
      { fonts: parts, letters: LETTERS },
    );
    await page.close();
    expect(Math.max(...tops)).toBeGreaterThan(55);
    expect(LETTERS.filter((_, i) => tops[i] === 55)).toEqual([]);
  });
});
