/**
 * What the page loads first of all decides here what comes next. It is itself part of every first visit, so it names no page that
 * follows from those (`lazy-panels.ts`): the list of their pieces alone would be as long as what is drawn meanwhile.
 */
import { lazy } from 'react';
import type { ComponentType } from 'react';
import { loadDetailWords, loadPageWords } from './words.ts';

/** What every page of somebody who is let in stands on: tables, routes, receipts. Who must sign in first does not wait for it. */
export const CentrePages = lazy(async () => ({ default: (await loadCentrePages()).CentrePages }));
export async function loadCentrePages() {
  const [{ CentrePages: Pages, ExerciseStatus: Status, LiveStore }] = await Promise.all([
    import('./centre-pages.tsx'),
    loadPageWords(),
  ]);
  return { CentrePages: Pages, ExerciseStatus: Status, LiveStore };
}

/** The time of an exercise, in its banner. */
export const ExerciseStatus = lazy(async () => ({ default: (await loadCentrePages()).ExerciseStatus }));

/** The wall. A desk needs nothing of it. */
export async function loadWall(): Promise<{ default: ComponentType<{ room: string; screen: string }> }> {
  return { default: (await import('./wall-page.tsx')).WallPage };
}

/** The desk. A wall, which loads before anybody looks, needs nothing of it. */
export async function loadDesk(): Promise<{ default: ComponentType<{ subjectId: string | null }> }> {
  const [{ DeskPage: page }] = await Promise.all([import('./desk-page.tsx'), loadDetailWords()]);
  return { default: page };
}

/** Fetches the page of an address while the centre is still asked who one is. Not reached now, it is asked for again when it is drawn. */
export function preloadPage(path: string): void {
  const wanted: Promise<unknown>[] = [loadCentrePages()];
  if (path.startsWith('/desk')) wanted.push(loadDesk());
  if (path.startsWith('/wall')) wanted.push(loadWall());
  for (const one of wanted) one.catch(() => undefined);
}

/** Who is not let in: name and password, or the code of a screen. */
export const SignedOut = lazy(async () => {
  const [{ SignedOut: view }] = await Promise.all([import('./signed-out.tsx'), loadPageWords()]);
  return { default: view };
});
export const NewPassword = lazy(async () => {
  const [{ NewPassword: view }] = await Promise.all([
    import('../panels/account/new-password.tsx'),
    loadPageWords(),
    loadDetailWords(),
  ]);
  return { default: view };
});

/** Every piece in every state: a page for who builds screens, never loaded by who uses them. */
export const GalleryRoot = lazy(async () => {
  const [{ GalleryRoot: view }] = await Promise.all([import('./gallery-root.tsx'), loadPageWords()]);
  return { default: view };
});
