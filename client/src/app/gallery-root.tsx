import { lazy, Suspense } from 'react';
import { loadDetailWords } from './words.ts';
import { LocaleSwitch } from './locale-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './header.css';

const GalleryPage = lazy(async () => {
  const [{ GalleryPage: page }] = await Promise.all([
    import('../gallery/gallery-page.tsx'),
    loadDetailWords(),
  ]);
  return { default: page };
});

/** `/gallery`: nothing of a city, a session or a link is behind it. */
export function GalleryRoot() {
  return (
    <Suspense fallback={<main className="notice" aria-busy="true" />}>
      <GalleryPage
        bar={
          <>
            <ThemeSwitch />
            <LocaleSwitch />
          </>
        }
      />
    </Suspense>
  );
}
