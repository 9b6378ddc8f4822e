import { MAX_SKEW_MS } from '@metropane/protocol';
import type { RoomScreens, ScreensList, ScreenState } from '@metropane/protocol';

/** A screen that does not show what it should. */
export interface ScreenFault extends ScreenState {
  room: string;
}

/** Screens that do not paint, the one that stopped first first. */
export function screenFaults({ rooms }: ScreensList): ScreenFault[] {
  return rooms
    .flatMap(({ room, screens }) => screens.map((screen) => ({ room, ...screen })))
    .filter(({ status }) => status !== 'ok')
    .toSorted((a, b) => a.sinceMs - b.sinceMs);
}

/** Rooms whose screens do not paint together. */
export function roomsApart({ rooms }: ScreensList): RoomScreens[] {
  return rooms.filter(isApart);
}

export function isApart({ skew }: Pick<RoomScreens, 'skew'>): boolean {
  return skew !== null && skew.p99Ms > MAX_SKEW_MS;
}

export function screenCount({ rooms }: ScreensList): { painting: number; total: number } {
  const screens = rooms.flatMap((room) => room.screens);
  return { painting: screens.filter(({ status }) => status === 'ok').length, total: screens.length };
}
