/**
 * Pages that a person keeps under a name: the address holds all that the page shows, so the kept address opens the same view, and sent
 * to a colleague it opens it there, as far as that one may see it. Kept in this browser only, for each person who signs in here.
 */
import { keepText, keptText } from './kept-text.ts';

export interface SavedView {
  name: string;
  /** Path and question below `/desk`, without the realm: the page that opens it adds its own. */
  href: string;
}

export const MOST_VIEWS = 50;
export const LONGEST_NAME = 80;
const PREFIX = 'metropane.views.';
const LONGEST_HREF = 2_000;

const listeners = new Set<() => void>();
const known = new Map<string, readonly SavedView[]>();

/** The same array until something is kept or forgotten. */
export function savedViews(person: string): readonly SavedView[] {
  let views = known.get(person);
  if (views === undefined) {
    views = readViews(keptText(PREFIX + person));
    known.set(person, views);
  }
  return views;
}

/** Kept under its name; a name that was there gets the new address. False: there are too many, or the address is no page of a desk. */
export function saveView(person: string, view: SavedView): boolean {
  const name = view.name.trim().slice(0, LONGEST_NAME);
  const href = withoutRealm(view.href);
  if (name === '' || href === null) return false;
  const others = savedViews(person).filter((each) => each.name !== name);
  if (others.length >= MOST_VIEWS) return false;
  keep(person, [...others, { name, href }]);
  return true;
}

export function forgetView(person: string, name: string): void {
  keep(
    person,
    savedViews(person).filter((each) => each.name !== name),
  );
}

/** Calls back on every change, also by another window of this browser. */
export function onViewsChanged(listener: () => void): () => void {
  const fromOutside = ({ key }: StorageEvent): void => {
    if (key !== null && !key.startsWith(PREFIX)) return;
    known.clear();
    listener();
  };
  listeners.add(listener);
  globalThis.addEventListener?.('storage', fromOutside);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener?.('storage', fromOutside);
  };
}

/** What was kept; what is no view is left out: the text may be of another build, or of somebody who edits storage by hand. */
export function readViews(text: string | null): SavedView[] {
  if (text === null) return [];
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((each: unknown): SavedView[] => {
    const { name, href } = (each ?? {}) as Partial<Record<keyof SavedView, unknown>>;
    if (typeof name !== 'string' || typeof href !== 'string' || name === '') return [];
    const path = withoutRealm(href);
    return path === null ? [] : [{ name: name.slice(0, LONGEST_NAME), href: path }];
  });
}

/** Null for what is no page of a desk: a kept address must never lead out of this site. */
function withoutRealm(href: string): string | null {
  if (!/^\/desk([/?#]|$)/.test(href) || href.length > LONGEST_HREF) return null;
  const [path = '', question = ''] = href.split('#', 1)[0]!.split('?', 2);
  const query = new URLSearchParams(question);
  query.delete('realm');
  return query.size === 0 ? path : `${path}?${query}`;
}

/** Where storage is forbidden views last as long as the page. */
function keep(person: string, views: readonly SavedView[]): void {
  known.set(person, views);
  keepText(PREFIX + person, JSON.stringify(views));
  for (const listener of listeners) listener();
}
