/**
 * Dark, light or high contrast, for the whole page: `?theme=` decides for this page alone, else what this browser chose before, else
 * high contrast where the machine asks for more contrast, else dark (a control room is dark). `auto` follows the machine. The colours
 * themselves are in app/tokens.css; what is drawn on canvases reads them through `token`.
 */
import { useSyncExternalStore } from 'react';
import { keepText, keptText } from '../live/kept-text.ts';

export type Theme = 'dark' | 'light' | 'contrast';
export type ThemeChoice = Theme | 'auto';

const KEY = 'metropane.theme';
const listeners = new Set<() => void>();
const LIGHT = '(prefers-color-scheme: light)';
/** A machine with forced colours matches it, too. */
const MORE_CONTRAST = '(prefers-contrast: more), (forced-colors: active)';
let choice: ThemeChoice = 'dark';

/** Sets the theme of the page before anything is drawn. `search` is the page's query string. */
export function startTheme(search: string): void {
  choice = toChoice(new URLSearchParams(search).get('theme')) ?? toChoice(keptText(KEY)) ?? defaultChoice();
  for (const query of [LIGHT, MORE_CONTRAST]) matchMedia(query).addEventListener('change', apply);
  // Paper is white: a dark page would cost a cartridge and could not be read.
  window.addEventListener('beforeprint', () => show('light'));
  window.addEventListener('afterprint', apply);
  apply();
}

/** Shows the page in another theme and keeps the choice for this browser. */
export function chooseTheme(chosen: ThemeChoice): void {
  choice = chosen;
  keepText(KEY, chosen);
  apply();
}

/** What is shown; a component that calls this renders again when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, shownTheme);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** The value of a token of app/tokens.css in the theme that is shown; throws for a name that it does not have. */
export function token(name: `--${string}`): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  if (value === '') throw new Error(`tokens.css has no ${name}`);
  return value;
}

function apply(): void {
  show(shownChoice());
}

function show(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  // Before the style sheet is there no token has a value; the page then keeps the colour of index.html.
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg0');
  if (ground !== '') document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
  for (const listener of listeners) listener();
}

function shownChoice(): Theme {
  if (choice !== 'auto') return choice;
  if (matchMedia(MORE_CONTRAST).matches) return 'contrast';
  return matchMedia(LIGHT).matches ? 'light' : 'dark';
}

function defaultChoice(): ThemeChoice {
  return matchMedia(MORE_CONTRAST).matches ? 'contrast' : 'dark';
}

function shownTheme(): Theme {
  const shown = document.documentElement.dataset['theme'];
  return shown === 'light' || shown === 'contrast' ? shown : 'dark';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function toChoice(text: string | null): ThemeChoice | null {
  return text === 'dark' || text === 'light' || text === 'contrast' || text === 'auto' ? text : null;
}
