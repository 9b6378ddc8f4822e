import { Suspense } from 'react';
import { GalleryPage } from './lazy-panels.ts';
import { LocaleSwitch } from './locale-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import './header.css';

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
