import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { shellPlugin } from './shell-plugin.ts';

/**
 * The product bundle. Nothing may be inlined as `data:` (the CSP allows fonts and scripts from 'self' only), and default
 * chunking is kept on purpose: hand-made chunks gave a white screen with all probes green.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    lingui({
      cwd: import.meta.dirname,
      macroTransform: true,
      failOnMissing: true,
      failOnCompileError: true,
    }),
    shellPlugin(),
  ],
  // For versions of React that lack it: this one brings its own, and the first page is lighter without a second.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim(?:\/index\.js)?$/, replacement: 'react' }] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: true,
    // Every browser that runs this code preloads modules itself.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1400,
  },
});
