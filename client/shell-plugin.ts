import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = join(import.meta.dirname, 'service-worker.js');
/** Beside the pieces that the build makes. `/` is the page of every address. */
const OWN = ['/', '/favicon.svg', '/manifest.webmanifest', '/icons/icon-192.png'];
/** Letters of Vietnamese and English only: the other alphabets of a font come when a name needs them. */
const FONT = /(?:vietnamese|latin)-.*\.woff2$/;

const PAGE = join(import.meta.dirname, 'index.html');
/** What the first visit fetches beside the session instead of before it: a wall that opens without the centre needs it all the same. */
const AT_ONCE = ['centre-pages.tsx', 'wall-page.tsx', 'signed-out.tsx'].map((file) => `src/app/${file}`);
const FIRST = [...AT_ONCE, 'src/connection/connect-live.ts', 'src/locales/vi/messages.po'].map((file) =>
  join(import.meta.dirname, file),
);

/**
 * Writes `sw.js` with the list of what the first page needs: the entry, what it fetches at once, what those import, their styles and fonts.
 * Other lazy pages are kept when they are first opened. Another build has other names, so another `sw.js`: that is how a browser learns of it.
 */
export function shellPlugin(): Plugin {
  return {
    name: 'metropane-shell',
    apply: 'build',
    generateBundle: {
      // After everybody else: a chunk that held styles alone is taken out of the bundle by then, and one missing piece keeps nothing.
      order: 'post',
      handler(_, bundle) {
        const wanted = new Set<string>();
        const take = (file: string): void => {
          const chunk = bundle[file];
          if (wanted.has(file) || chunk?.type !== 'chunk') return;
          wanted.add(file);
          for (const style of chunk.viteMetadata?.importedCss ?? []) wanted.add(style);
          for (const next of chunk.imports) take(next);
        };
        const chunks = Object.values(bundle).filter((piece) => piece.type === 'chunk');
        for (const { isEntry, facadeModuleId, fileName } of chunks)
          if (isEntry || FIRST.includes(facadeModuleId ?? '')) take(fileName);
        const pieces = new Set(chunks.map(({ facadeModuleId }) => facadeModuleId));
        // Pages that are built for tests have a link of their own.
        const lost = pieces.has(PAGE) ? FIRST.find((file) => !pieces.has(file)) : undefined;
        if (lost !== undefined) this.error(`the shell needs ${lost}, which is no piece of this build`);
        for (const file of Object.keys(bundle))
          if (FONT.test(file) && !/latin-ext/.test(file)) wanted.add(file);
        const shell = [...OWN, ...[...wanted].toSorted().map((file) => `/${file}`)];
        const build = createHash('sha256')
          .update(Object.keys(bundle).toSorted().join('\n'))
          .digest('hex')
          .slice(0, 12);
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: withShell(shell, build) });
      },
    },
  };
}

function withShell(shell: readonly string[], build: string): string {
  const source = readFileSync(SOURCE, 'utf8');
  const filled = source
    .replace('const SHELL = [];', `const SHELL = ${JSON.stringify(shell)};`)
    .replace("const BUILD = 'none';", `const BUILD = '${build}';`);
  if (filled.includes("'none'") || filled.includes('SHELL = []'))
    throw new Error('service-worker.js has no place for its shell');
  return filled;
}
