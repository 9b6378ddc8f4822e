import { expect, test } from 'vitest';
import { ScreenBoard, type SeenScreen } from './screen-board.ts';

const T0 = 1_763_881_500_000;
const HALL = { room: 'hall', grid: { columns: 2, rows: 1 }, screens: ['1', '2'] };

/** A screen that has painted and answered so long before `nowMs`. */
function seen(
  nowMs: number,
  fields: Partial<SeenScreen> & { ageMs?: number; answerAgeMs?: number } = {},
): SeenScreen {
  const { ageMs = 100, answerAgeMs = 100, ...rest } = fields;
  return {
    ...{ room: 'hall', screen: '1', connectedMs: T0, isBound: false },
    ...{ paintedMs: nowMs - ageMs, lastCreditMs: nowMs - answerAgeMs },
    ...rest,
  };
}

const states = (board: ScreenBoard, nowMs: number): Record<string, string> =>
  Object.fromEntries(
    board
      .list(nowMs)
      .rooms.flatMap(({ room, screens }) =>
        screens.map(({ screen, status, sinceMs }) => [`${room}/${screen}`, `${status} ${sinceMs - T0}`]),
      ),
  );

test('[P22] a screen that answers and paints nothing for 5 s is frozen since its last paint, and ok once it paints', () => {
  const board = new ScreenBoard([], T0);
  board.look([seen(T0)], T0);
  board.look([seen(T0 + 5_000, { ageMs: 5_000 })], T0 + 5_000);
  expect(states(board, T0 + 5_000)).toEqual({ 'hall/1': 'ok 0' });
  board.look([seen(T0 + 6_000, { ageMs: 6_000 })], T0 + 6_000);
  board.look([seen(T0 + 9_000, { ageMs: 9_000 })], T0 + 9_000);
  expect(states(board, T0 + 9_000)).toEqual({ 'hall/1': 'frozen 0' });
  board.look([seen(T0 + 10_000)], T0 + 10_000);
  expect(states(board, T0 + 10_000)).toEqual({ 'hall/1': 'ok 10000' });
});

test('[P22] a screen that answers nothing for 5 s is silent, also one that never answered', () => {
  const board = new ScreenBoard([], T0);
  const mute = seen(T0, { screen: '2', paintedMs: undefined, lastCreditMs: undefined });
  board.look([seen(T0 + 5_500, { answerAgeMs: 5_500 }), mute], T0 + 5_500);
  expect(states(board, T0 + 5_500)).toEqual({ 'hall/1': 'silent 0', 'hall/2': 'silent 0' });
});

test('[P22] screens of a grid are missed 5 s after the start and after they left; a reload is not missed', () => {
  const board = new ScreenBoard([HALL], T0);
  board.look([seen(T0 + 1_000)], T0 + 1_000);
  expect(states(board, T0)).toEqual({ 'hall/1': 'ok 1000' });
  board.look([seen(T0 + 5_000)], T0 + 5_000);
  expect(states(board, T0)).toEqual({ 'hall/1': 'ok 1000', 'hall/2': 'absent 0' });
  // Away for 4 s, then back.
  for (let s = 6; s <= 9; s++) board.look([], T0 + s * 1_000);
  board.look([seen(T0 + 10_000)], T0 + 10_000);
  expect(states(board, T0)['hall/1']).toBe('ok 1000');
  for (let s = 11; s <= 16; s++) board.look([], T0 + s * 1_000);
  expect(states(board, T0)['hall/1']).toBe('absent 11000');
});

test('a page that is in no grid is missed only when it signed in as that screen', () => {
  const board = new ScreenBoard([], T0);
  const pages = [seen(T0, { room: 'main' }), seen(T0, { room: 'main', screen: '2', isBound: true })];
  board.look(pages, T0);
  for (let s = 1; s <= 8; s++) board.look([], T0 + s * 1_000);
  expect(states(board, T0 + 8_000)).toEqual({ 'main/2': 'absent 1000' });
  board.look([], T0 + 90_000_000);
  expect(states(board, T0)).toEqual({});
});

test('of two connections that claim one place the newer counts', () => {
  const board = new ScreenBoard([], T0);
  const old = seen(T0 + 9_000, { connectedMs: T0, ageMs: 9_000, answerAgeMs: 9_000 });
  board.look([seen(T0 + 9_000, { connectedMs: T0 + 8_000 }), old], T0 + 9_000);
  expect(states(board, T0)).toEqual({ 'hall/1': 'ok 9000' });
});

test('[P22] desks are told when a screen stops or comes back, and of figures every 5 s at most', () => {
  const board = new ScreenBoard([HALL], T0);
  const both = (nowMs: number) => [seen(nowMs), seen(nowMs, { screen: '2' })];
  board.look(both(T0), T0);
  expect(board.takeChange(T0)?.rooms[0]?.screens.map(({ status }) => status)).toEqual(['ok', 'ok']);
  board.look(both(T0 + 6_000), T0 + 6_000);
  expect(board.takeChange(T0 + 6_000)).toBeUndefined();
  for (const [screen, atMs] of [
    ['1', T0 + 6_100],
    ['2', T0 + 6_130],
  ] as const)
    board.noteShown({ room: 'hall', screen }, { seq: 9, atMs }, T0 + 6_150);
  board.look(both(T0 + 10_000), T0 + 10_000);
  expect(board.takeChange(T0 + 10_000)?.rooms[0]?.skew).toEqual({ p50Ms: 30, p99Ms: 30, frames: 1 });
  board.look([seen(T0 + 11_000), seen(T0 + 11_000, { screen: '2', ageMs: 7_000 })], T0 + 11_000);
  expect(board.takeChange(T0 + 11_000)?.rooms[0]?.screens[1]?.status).toBe('frozen');
});
