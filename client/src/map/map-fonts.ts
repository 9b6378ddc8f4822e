import italicLatinExt from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-600-italic.woff2?url';
import italicLatin from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-italic.woff2?url';
import italicVietnamese from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-italic.woff2?url';
import latinExt from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-700-normal.woff2?url';
import latin from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-700-normal.woff2?url';
import vietnamese from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-700-normal.woff2?url';
import type { StyleSpecification } from 'maplibre-gl';
import { LATIN_EXT_RANGE, LATIN_RANGE, VIETNAMESE_RANGE } from './label-ranges.ts';

/**
 * These weights and no others: MapLibre 6.17 draws a letter whose top is exactly 55 px (of 48) eight pixels too low, for it
 * takes the offset 0 for none. In weight 600 these are Ẫ Ễ Ồ Ố, in italic 500 Ẫ Ễ Ỗ; test/label-letters.e2e.test.ts looks.
 */
export const FONT = ['Be Vietnam Pro'];
export const ITALIC = ['Be Vietnam Pro Italic'];

/** Labels are drawn from the bundled font files: there is no glyph server to ask. */
export function labelFonts(): NonNullable<StyleSpecification['font-faces']> {
  return {
    'Be Vietnam Pro': faces({ vietnamese, latinExt, latin }),
    'Be Vietnam Pro Italic': faces({
      vietnamese: italicVietnamese,
      latinExt: italicLatinExt,
      latin: italicLatin,
    }),
  };
}

function faces(files: { vietnamese: string; latinExt: string; latin: string }) {
  return [
    { url: absolute(files.vietnamese), 'unicode-range': VIETNAMESE_RANGE },
    { url: absolute(files.latinExt), 'unicode-range': LATIN_EXT_RANGE },
    { url: absolute(files.latin), 'unicode-range': LATIN_RANGE },
  ];
}

/** The worker has no page to resolve a path against. */
function absolute(url: string): string {
  return new URL(url, location.href).href;
}
