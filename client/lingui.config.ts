import { defineConfig } from '@lingui/cli';

const DETAIL = ['receipt', 'sources', 'shift', 'performance', 'rules', 'incident-page'].map(
  (folder) => `<rootDir>/src/panels/${folder}`,
);

/**
 * Vietnamese is the language of the source; English must be complete (the build fails on a missing message). The words of what is
 * opened on demand lie in a catalogue of their own, so that the first page does not wait for them.
 */
export default defineConfig({
  sourceLocale: 'vi',
  locales: ['vi', 'en'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}/messages',
      include: ['<rootDir>/src'],
      exclude: DETAIL.map((folder) => `${folder}/**`),
    },
    { path: '<rootDir>/src/locales/{locale}/detail', include: DETAIL },
  ],
  orderBy: 'message',
});
