import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { GALLERY_PIECES } from './gallery-pieces.ts';

const UI = new URL('../ui/', import.meta.url).pathname;

/** `EmptyNote` of `empty-note.tsx`. */
function nameOf(file: string): string {
  return file.replace('.tsx', '').replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

describe('the gallery', () => {
  const pieces = GALLERY_PIECES as readonly GalleryPiece[];
  const names = pieces.map(({ name }) => name);

  test('has every piece of ui/, by the name of its file', () => {
    const files = globSync('*.tsx', { cwd: UI }).filter((file) => !/\.(gallery|test)\.tsx$/.test(file));
    expect(files.length).toBeGreaterThan(8);
    expect(files.map(nameOf).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('has no piece twice, and none without a sample', () => {
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(pieces.filter(({ samples }) => samples.length === 0)).toEqual([]);
  });

  test('shows waiting, emptiness, failure and every priority somewhere', () => {
    const shown = new Set(pieces.flatMap(({ samples }) => samples.map(({ state }) => state)));
    for (const state of [
      'loading',
      'empty',
      'error',
      'partial',
      'stale',
      'late',
      'dead',
      'p1',
      'p2',
      'p3',
      'p4',
      'long',
      'huge',
    ])
      expect(shown, state).toContain(state);
  });
});
