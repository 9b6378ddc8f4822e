/**
 * The samples of one piece, kept beside it as `x.gallery.tsx` and found by that name. `/gallery` shows each under the word of its state,
 * at a fixed time and without a city; visual tests photograph it.
 */
import type { RecordTables } from '@metropane/live-state';
import type { ReactNode } from 'react';

/** Closed, so that every state has a word in both languages and two pieces call the same thing by the same word. */
export const GALLERY_STATES = [
  'usual',
  'p1',
  'p2',
  'p3',
  'p4',
  'unacknowledged',
  'returned',
  'shelved',
  'late',
  'stale',
  'dead',
  'partial',
  'empty',
  'no-source',
  'loading',
  'error',
  'chosen',
  'disabled',
  'long',
  'huge',
] as const;
export type GalleryState = (typeof GALLERY_STATES)[number];

/** 23/11/2026 15:32:08 in Ho Chi Minh City, epoch milliseconds: every sample stands at this moment. */
export const GALLERY_NOW_MS = Date.UTC(2026, 10, 23, 8, 32, 8);

/** What the sample's room holds; absent: a room that has heard the centre and has nothing. */
export interface GalleryRoom {
  /** No snapshot has come. */
  readonly isWaiting?: boolean;
  /** Figures offer their receipts, as at a desk. */
  readonly hasReceipts?: boolean;
  readonly records?: { readonly [T in keyof RecordTables]?: readonly RecordTables[T][] };
  /**
   * What `GET` answers; a path that is not here is refused as `unreachable`, `NEVER_ANSWERED` is waited for. A path that ends with `*`
   * stands for all that begin so.
   */
  readonly answers?: Readonly<Record<string, unknown>>;
}

export interface GallerySample {
  readonly state: GalleryState;
  /** Tells samples of one state apart; data, not words of the program. */
  readonly note?: string;
  readonly room?: GalleryRoom;
  readonly show: () => ReactNode;
}

export interface GalleryPiece {
  /** As the component is called. */
  readonly name: string;
  /** CSS size of the box of one sample in rem; default: as large as the piece. */
  readonly box?: { readonly width: number; readonly height?: number };
  readonly samples: readonly GallerySample[];
}

/** An answer that never comes. */
export const NEVER_ANSWERED = Symbol('never answered');

/** The path of `answers` that stands for the settled windows of any series. */
export const GALLERY_WINDOWS = 'windows';
