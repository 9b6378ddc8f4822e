import type { CheckedFile } from './checked-file.ts';

/** Adds a `duplicate` fault for every id that was seen before in the same list. */
export function unique<T>(
  file: Pick<CheckedFile<unknown>, 'fault'>,
  list: readonly T[],
  locate: (entry: T, index: number) => { id: string; path: readonly PropertyKey[] },
): void {
  const seen = new Set<string>();
  list.forEach((entry, index) => {
    const { id, path } = locate(entry, index);
    if (seen.has(id)) file.fault('duplicate', path, `"${id}" is used twice`);
    seen.add(id);
  });
}
