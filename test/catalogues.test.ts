/** Every word of the screens lies in both catalogues: one that was never extracted would be shown as its number. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const CLIENT = join(import.meta.dirname, '..', 'client');
const folder = mkdtempSync(join(tmpdir(), 'metropane-words-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Message ids of a catalogue in order, without where they stand and what they are in the other language. */
function idsOf(root: string, locale: string, file: string): string[] {
  const text = readFileSync(join(root, 'src', 'locales', locale, file), 'utf8');
  return [...text.matchAll(/^msgid ((?:".*"\n)+)/gm)].map(([, id]) => id!).toSorted();
}

test('the catalogues hold exactly the words of the screens (cd client, lingui extract --clean)', () => {
  for (const part of ['src', 'package.json', 'lingui.config.ts'])
    cpSync(join(CLIENT, part), join(folder, part), { recursive: true });
  symlinkSync(join(CLIENT, 'node_modules'), join(folder, 'node_modules'));
  const lingui = join(CLIENT, 'node_modules', '@lingui', 'cli', 'dist', 'lingui.js');
  execFileSync(process.execPath, [lingui, 'extract', '--clean'], { cwd: folder, stdio: 'pipe' });
  for (const locale of readdirSync(join(CLIENT, 'src', 'locales')).filter((name) => !name.includes('.')))
    for (const file of readdirSync(join(CLIENT, 'src', 'locales', locale)))
      expect(idsOf(CLIENT, locale, file), `${locale}/${file}`).toEqual(idsOf(folder, locale, file));
}, 60_000);
