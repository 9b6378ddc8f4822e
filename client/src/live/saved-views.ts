/**
 * Pages that a person keeps under a name: the address holds all that the page shows, so the kept address opens the same view, and sent
 * to a colleague it opens it there, as far as that one may see it. Kept by the centre for each person, and in this browser until it has it.
 */
import { isSame } from './person-setting.ts';
import type { SettingKind } from './person-setting.ts';

export interface SavedView {
  readonly name: string;
  /** Path and question below `/desk`, without the realm: the page that opens it adds its own. */
  readonly href: string;
}

export const MOST_VIEWS = 50;
export const LONGEST_NAME = 80;
const LONGEST_HREF = 2_000;

export const VIEWS: SettingKind<readonly SavedView[]> = {
  key: 'views',
  usual: [],
  read: readViews,
  merge: mergeViews,
  sent: (views) => views.slice(0, MOST_VIEWS),
};

/** With the view under its name; a name that was there gets the new address. Null: there are too many, or it is no page of a desk. */
export function withView(views: readonly SavedView[], wanted: SavedView): SavedView[] | null {
  const name = wanted.name.trim().slice(0, LONGEST_NAME).trim();
  const href = withoutRealm(wanted.href);
  if (name === '' || href === null) return null;
  const others = views.filter((each) => each.name !== name);
  return others.length >= MOST_VIEWS ? null : [...others, { name, href }];
}

export function withoutView(views: readonly SavedView[], name: string): SavedView[] {
  return views.filter((each) => each.name !== name);
}

/** Whether the centre has this view as it is here. */
export function isKept(view: SavedView, base: readonly SavedView[] | null): boolean {
  return base?.some((each) => isSame(each, view)) === true;
}

/** What is a view of what was kept, each name once. */
function readViews(value: unknown): SavedView[] {
  if (!Array.isArray(value)) return [];
  const byName = new Map<string, SavedView>();
  for (const each of value as unknown[]) {
    const { name, href } = (each ?? {}) as Partial<Record<keyof SavedView, unknown>>;
    if (typeof name !== 'string' || typeof href !== 'string') continue;
    const [kept] = withView([], { name, href }) ?? [];
    if (kept !== undefined && !byName.has(kept.name)) byName.set(kept.name, kept);
  }
  return [...byName.values()];
}

/**
 * All views of both. One that was taken away on either side goes, unless the other side gave it another address since; of a name with two
 * new addresses both stay, this window's under the name.
 */
function mergeViews({
  base,
  mine,
  theirs,
}: {
  base: readonly SavedView[];
  mine: readonly SavedView[];
  theirs: readonly SavedView[];
}): SavedView[] {
  const of = (views: readonly SavedView[], name: string): string | null =>
    views.find((each) => each.name === name)?.href ?? null;
  const names = new Set([...theirs, ...mine].map(({ name }) => name));
  const merged: SavedView[] = [];
  for (const name of names) {
    const [was, here, there] = [of(base, name), of(mine, name), of(theirs, name)];
    const isBoth = here !== there && here !== was && there !== was;
    const href = isBoth ? (here ?? there) : here === was ? there : here;
    if (href !== null) merged.push({ name, href });
    if (isBoth && here !== null && there !== null) merged.push({ name: freeName(name, names), href: there });
  }
  return merged;
}

function freeName(name: string, taken: Set<string>): string {
  for (let n = 2; ; n++) {
    const free = `${name.slice(0, LONGEST_NAME - 5)} (${n})`;
    if (taken.has(free)) continue;
    taken.add(free);
    return free;
  }
}

/** Null for what is no page of a desk: a kept address must never lead out of this site. */
function withoutRealm(href: string): string | null {
  if (!/^\/desk([/?#]|$)/.test(href) || /[\\\s]/.test(href)) return null;
  const [path = '', question = ''] = href.split('#', 1)[0]!.split('?', 2);
  const query = new URLSearchParams(question);
  query.delete('realm');
  const kept = query.size === 0 ? path : `${path}?${query}`;
  return kept.length > LONGEST_HREF ? null : kept;
}
