import { defineConfig } from '@lingui/cli';

const DETAIL = [
  'receipt',
  'sources',
  'shift',
  'performance',
  'rules',
  'incident-page',
  'insight',
  'area',
  'agency',
  'compare',
  'views',
  'account',
  'systems',
]
  .map((folder) => `<rootDir>/src/panels/${folder}`)
  .concat(
    '<rootDir>/src/gallery',
    '<rootDir>/src/panels/help',
    '<rootDir>/src/charts/trends',
    '<rootDir>/src/ui/linked',
    '<rootDir>/src/map/tools',
  )
  .concat(
    ['panels/desk', 'panels/incident-register'].map((folder) => `<rootDir>/src/${folder}`),
    // Files of the desk that stand beside those of walls.
    [
      'civil-period-form.tsx',
      'incident-detail.tsx',
      'incident-timeline.tsx',
      'timeline-words.ts',
      'note-box.tsx',
      'nearby-readings.tsx',
      'nearby-tile.tsx',
    ].map((file) => `<rootDir>/src/panels/${file}`),
    ['bar', 'nav', 'keys', 'side', 'command-line', 'page'].map(
      (part) => `<rootDir>/src/app/desk-${part}.tsx`,
    ),
    ['civil-calendar.tsx', 'civil-field.tsx', 'civil-month.tsx'].map((file) => `<rootDir>/src/ui/${file}`),
    ['realm-menu.tsx', 'sound-tile.tsx', 'incidents-page.tsx', 'desk-pages.ts'].map(
      (file) => `<rootDir>/src/app/${file}`,
    ),
  );

/** What may be drawn before anything but the entry is there. */
const FIRST = ['starting-notice', 'unreachable-page', 'exercise-banner'].map(
  (part) => `<rootDir>/src/app/${part}.tsx`,
);

/**
 * Vietnamese is the language of the source; English must be complete (the build fails on a missing message). The words of what is
 * opened on demand lie in a catalogue of their own, and so do the few of the first page: it waits for no other.
 */
export default defineConfig({
  sourceLocale: 'vi',
  locales: ['vi', 'en'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}/messages',
      include: ['<rootDir>/src'],
      exclude: [...FIRST, ...DETAIL].map((path) => (/\.tsx?$/.test(path) ? path : `${path}/**`)),
    },
    { path: '<rootDir>/src/locales/{locale}/first', include: FIRST },
    { path: '<rootDir>/src/locales/{locale}/detail', include: DETAIL },
  ],
  orderBy: 'message',
});
