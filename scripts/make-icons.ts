/**
 * `node scripts/make-icons.ts`: draws client/public/favicon.svg as the PNG icons of the manifest. Run it when the drawing changed; the
 * icons are kept in the tree, so that a build needs no browser.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../client/test/browser.ts';

const folder = join(import.meta.dirname, '..', 'client', 'public');
const drawing = readFileSync(join(folder, 'favicon.svg'), 'utf8');
/** A maskable icon is cut to any shape: what matters stays inside the middle four fifths, on a ground without corners. */
const maskable = drawing
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace(/<rect[^>]*\/>/, '<rect x="-5" y="-5" width="42" height="42" fill="#10283a"/>');
const ICONS = [
  { file: 'icon-192.png', size: 192, svg: drawing },
  { file: 'icon-512.png', size: 512, svg: drawing },
  { file: 'maskable-512.png', size: 512, svg: maskable },
  { file: 'apple-touch-icon.png', size: 180, svg: maskable },
];

mkdirSync(join(folder, 'icons'), { recursive: true });
const browser = await openBrowser();
try {
  for (const { file, size, svg } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await page.screenshot({ path: join(folder, 'icons', file), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
