import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { startBlink } from '../ui/blink.ts';
import { startTheme } from '../ui/theme.ts';
import { App } from './app.tsx';
import type { CentrePorts } from './boot.ts';
import { GalleryRoot, preloadPage } from './first-pages.ts';
import { startLocale } from './locale.ts';
import { RootBoundary } from './root-boundary.tsx';
import './fonts.ts';
import './tokens.css';
import './base.css';
import './touch.css';
import './print.css';

/** Mounts the page on `#root` with the given ways to reach the centre. */
export function startPage(ports: CentrePorts): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  startTheme(location.search);
  startLocale();
  startBlink();
  if (location.pathname !== '/gallery') {
    preloadPage(location.pathname);
    ports.loadLink().catch(() => undefined);
  }
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <RootBoundary>
          {/* Before anything is asked of a centre: the gallery needs none. */}
          {location.pathname === '/gallery' ? (
            <Suspense fallback={<main className="notice" aria-busy="true" />}>
              <GalleryRoot />
            </Suspense>
          ) : (
            <App ports={ports} />
          )}
        </RootBoundary>
      </I18nProvider>
    </StrictMode>,
  );
}
