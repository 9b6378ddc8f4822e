import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { InsetGround } from './inset-ground.ts';
import { paintGround } from './inset-ground.ts';
import type { StudioOutcome } from './inset-studio.ts';

/** What the studios of a test do, and what was asked of them. */
const studios = vi.hoisted(() => ({
  opened: 0,
  closed: 0,
  isBroken: false,
  outcomes: [] as ('drawn' | 'partly' | 'lost' | Promise<'drawn'>)[],
}));
vi.mock('./inset-studio.ts', () => ({
  InsetStudio: class {
    readonly #look: string;
    constructor(look: string) {
      this.#look = look;
    }
    static async open({ locale }: InsetGround) {
      studios.opened += 1;
      if (studios.isBroken) throw new Error('no WebGL context');
      return new this(locale);
    }
    suits({ locale }: InsetGround) {
      return locale === this.#look;
    }
    look(): Promise<StudioOutcome> {
      return Promise.resolve(studios.outcomes.shift() ?? 'drawn');
    }
    copyTo(canvas: HTMLCanvasElement) {
      canvas.width += 1;
    }
    close() {
      studios.closed += 1;
    }
  },
}));

const faults = vi.fn<(fault: unknown) => void>();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestIdleCallback', (call: () => void) => setTimeout(call, 0));
  vi.stubGlobal('reportError', faults);
  Object.assign(studios, { opened: 0, closed: 0, isBroken: false, outcomes: [] });
  faults.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const GROUND: InsetGround = {
  baseMap: { tiles: '/tiles' },
  frame: { centre: [0.5, 0.5], zoom: 8, width: 160, height: 128 },
  factor: 1,
  locale: 'vi',
};
function blank(): HTMLCanvasElement {
  return { width: 0 } as HTMLCanvasElement;
}

test('all insets of a page are painted by one map, which is given up then', async () => {
  const [first, second] = [blank(), blank()];
  const drawn = vi.fn<() => void>();
  paintGround(first, GROUND, drawn);
  paintGround(second, GROUND, drawn);
  await vi.advanceTimersByTimeAsync(100);
  expect([first.width, second.width]).toEqual([1, 1]);
  expect(drawn).toHaveBeenCalledTimes(2);
  expect(studios).toMatchObject({ opened: 1, closed: 1 });
});

test('another language needs another map', async () => {
  paintGround(blank(), GROUND);
  paintGround(blank(), { ...GROUND, locale: 'en' });
  await vi.advanceTimersByTimeAsync(100);
  expect(studios).toMatchObject({ opened: 2, closed: 2 });
});

test('a page without a WebGL context to spare is painted when there is one', async () => {
  const canvas = blank();
  studios.isBroken = true;
  paintGround(canvas, GROUND);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(faults).toHaveBeenCalledTimes(1);
  expect(canvas.width).toBe(0);
  studios.isBroken = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(canvas.width).toBe(1);
});

test('what comes without some tiles is shown, is not called finished, and is painted again by another map', async () => {
  const canvas = blank();
  const drawn = vi.fn<() => void>();
  studios.outcomes = ['partly'];
  paintGround(canvas, GROUND, drawn);
  await vi.advanceTimersByTimeAsync(100);
  expect([canvas.width, drawn.mock.calls.length, studios.closed]).toEqual([1, 0, 1]);
  await vi.advanceTimersByTimeAsync(11_000);
  expect([canvas.width, drawn.mock.calls.length, studios.opened]).toEqual([2, 1, 2]);
});

test('a picture whose context was lost is not copied', async () => {
  const canvas = blank();
  studios.outcomes = ['lost'];
  paintGround(canvas, GROUND);
  await vi.advanceTimersByTimeAsync(100);
  expect(canvas.width).toBe(0);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(canvas.width).toBe(1);
});

test('one that is gone is waited for no longer: the next gets its turn', async () => {
  const [gone, next] = [blank(), blank()];
  studios.outcomes = [Promise.withResolvers<'drawn'>().promise];
  const end = paintGround(gone, GROUND);
  paintGround(next, GROUND);
  await vi.advanceTimersByTimeAsync(100);
  expect(next.width).toBe(0);
  end();
  await vi.advanceTimersByTimeAsync(100);
  expect([gone.width, next.width]).toEqual([0, 1]);
});
