import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = join(import.meta.dirname, 'service-worker.js');
/** Beside the pieces that the build makes. `/` is the page of every address. */
const OWN = ['/', '/favicon.svg', '/manifest.webmanifest', '/icons/icon-192.png'];
/** Letters of Vietnamese and English only: the other alphabets of a font come when a name needs them. */
const FONT = /(?:vietnamese|latin)-.*\.woff2$/;

/**
 * Writes `sw.js` with the list of what the first page needs: the entry, what it imports at once, its styles and fonts. Lazy pages are kept
 * when they are first opened. Another build has other names, so another `sw.js`: that is how a browser learns of it.
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
        for (const [file, chunk] of Object.entries(bundle))
          if (chunk.type === 'chunk' && chunk.isEntry) take(file);
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
