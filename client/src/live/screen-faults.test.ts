import type { RoomScreens, ScreenState } from '@metropane/protocol';
import { expect, test } from 'vitest';
import { isApart, roomsApart, screenCount, screenFaults } from './screen-faults.ts';

const screen = (id: string, status: ScreenState['status'], sinceMs = 0): ScreenState => ({
  ...{ screen: id, status, sinceMs, lagP99Ms: null },
});
const room = (id: string, screens: ScreenState[], p99Ms: number | null = null): RoomScreens => ({
  ...{ room: id, grid: null, screens },
  skew: p99Ms === null ? null : { p50Ms: 5, p99Ms, frames: 600 },
});

test('every screen that does not paint is a fault, the oldest first', () => {
  const list = {
    rooms: [
      room('hall', [screen('1', 'ok'), screen('2', 'frozen', 900), screen('3', 'absent', 300)]),
      room('main', [screen('1', 'silent', 600)]),
    ],
  };
  expect(screenFaults(list).map((one) => `${one.room}/${one.screen} ${one.status}`)).toEqual([
    'hall/3 absent',
    'main/1 silent',
    'hall/2 frozen',
  ]);
  expect(screenCount(list)).toEqual({ painting: 1, total: 4 });
});

test('a room is apart above 100 ms, and one that nobody measured is not', () => {
  expect([null, 100, 101].map((p99Ms) => isApart(room('hall', [], p99Ms)))).toEqual([false, false, true]);
  expect(roomsApart({ rooms: [room('a', [], 240), room('b', [], 20)] }).map((one) => one.room)).toEqual([
    'a',
  ]);
});
