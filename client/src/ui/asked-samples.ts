import type { ReactNode } from 'react';
import { NEVER_ANSWERED } from './gallery-piece.ts';
import type { GallerySample } from './gallery-piece.ts';

/** What a view shows that asks the centre: while it waits, when it is refused, and, with `empty`, when there is nothing. `path` as in `answers`. */
export function askedSamples(show: () => ReactNode, path: string, empty?: unknown): readonly GallerySample[] {
  return [
    { state: 'loading', room: { answers: { [path]: NEVER_ANSWERED } }, show },
    { state: 'error', show },
    ...(empty === undefined ? [] : [{ state: 'empty' as const, room: { answers: { [path]: empty } }, show }]),
  ];
}
