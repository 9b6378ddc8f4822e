import { defineConfig } from '@lingui/cli';

/** Vietnamese is the language of the source; English must be complete (the build fails on a missing message). */
export default defineConfig({
  sourceLocale: 'vi',
  locales: ['vi', 'en'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}/messages', include: ['<rootDir>/src'] }],
  orderBy: 'message',
});
