/**
 * The ground of insets as pictures: one map is made for all that wait, looks at one after the other, is copied and given up, so that a
 * wall carries one living map and not three. A picture is made again for another theme or size, and until its tiles have come.
 */
import type { BaseMapNotice } from '../live/city-ground.ts';
import type { Locale } from '../ui/format.ts';
import type { MapFrame } from './inset-frame.ts';
import { InsetStudio } from './inset-studio.ts';

const RETRY_MS = 10_000;

export interface InsetGround {
  baseMap: BaseMapNotice;
  frame: MapFrame;
  /** Design pixels to CSS pixels. */
  factor: number;
  locale: Locale;
}

interface Order {
  readonly canvas: HTMLCanvasElement;
  readonly ground: InsetGround;
  readonly onDrawn: () => void;
  isGone: boolean;
  retry: ReturnType<typeof setTimeout> | undefined;
}

const waiting: Order[] = [];
let isAtWork = false;
/** What is being painted now, and how to stop waiting for it. */
let current: { order: Order; giveUp: () => void } | null = null;

/**
 * Paints into `canvas` as soon as the tiles are there, until the returned function is called; `onDrawn` hears of every finished picture.
 * What cannot be painted now, for want of tiles or of a WebGL context, is tried again.
 */
export function paintGround(
  canvas: HTMLCanvasElement,
  ground: InsetGround,
  onDrawn: () => void = () => undefined,
): () => void {
  const order: Order = { canvas, ground, onDrawn, isGone: false, retry: undefined };
  ask(order);
  return () => {
    order.isGone = true;
    clearTimeout(order.retry);
    if (current?.order === order) current.giveUp();
  };
}

function ask(order: Order): void {
  waiting.push(order);
  if (!isAtWork) void paintAll();
}

/** One after the other: two maps at once would make one long frame. */
async function paintAll(): Promise<void> {
  isAtWork = true;
  let studio: InsetStudio | null = null;
  // The page itself comes first.
  await whenIdle();
  for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
    if (order.isGone) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- in turn on purpose
      studio = await paintOne(order, studio);
    } catch (fault) {
      reportError(fault);
      studio?.close();
      studio = null;
      again(order);
    }
  }
  studio?.close();
  isAtWork = false;
}

/** The studio that the next one may use; null where a fault spoilt it. */
async function paintOne(order: Order, before: InsetStudio | null): Promise<InsetStudio | null> {
  let studio = before;
  if (studio?.suits(order.ground) !== true) {
    studio?.close();
    studio = await InsetStudio.open(order.ground);
  }
  const { promise: gone, resolve } = Promise.withResolvers<'gone'>();
  current = { order, giveUp: () => resolve('gone') };
  const outcome = order.isGone ? 'gone' : await Promise.race([studio.look(order.ground.frame), gone]);
  current = null;
  if (outcome !== 'gone' && outcome !== 'lost') {
    studio.copyTo(order.canvas);
    if (outcome === 'drawn') order.onDrawn();
  }
  if (outcome === 'drawn' || outcome === 'gone') return studio;
  studio.close();
  again(order);
  return null;
}

function again(order: Order): void {
  if (!order.isGone) order.retry = setTimeout(() => ask(order), RETRY_MS);
}

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: 1_000 });
  });
}
