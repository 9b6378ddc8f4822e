import { token } from './theme.ts';
import { remPx } from './use-fitting-rows.ts';

/** The tokens that canvases need as values, in the theme that is shown. */
export interface ChartColours {
  ground: string;
  text: string;
  muted: string;
  bright: string;
  line: string;
  data: string;
  area: string;
  /** What is usual. */
  band: string;
  bar: string;
  priority: Record<1 | 2 | 3 | 4, string>;
  /** From the best to the worst. */
  heat: readonly string[];
  heatRing: string;
  /** Digits on the mild and on the bad end of the ramp. */
  heatInk: { low: string; high: string };
}

export function chartColours(): ChartColours {
  return {
    ground: token('--bg1'),
    text: token('--t2'),
    muted: token('--t3'),
    bright: token('--t1'),
    line: token('--line'),
    data: token('--data'),
    area: token('--chart-area'),
    band: token('--band'),
    bar: token('--chart-bar'),
    priority: { 1: token('--p1'), 2: token('--p2'), 3: token('--p3-line'), 4: token('--p4') },
    heat: ([0, 1, 2, 3, 4, 5] as const).map((step) => token(`--heat-${step}`)),
    heatRing: token('--heat-ring'),
    heatInk: { low: token('--heat-ink-low'), high: token('--heat-ink-high') },
  };
}

export const TEXT_FONT = "'Be Vietnam Pro', sans-serif";
export const NUMBER_FONT = "'Inter Variable', 'Be Vietnam Pro', sans-serif";

/** Design pixels (of a 1920 px wide page) to CSS pixels of this page. */
export function scaled(designPx: number): number {
  return (designPx / 16) * remPx();
}

/** Resolves when the bundled fonts can draw Vietnamese: a canvas does not wait for them by itself. */
export async function chartFontsReady(): Promise<void> {
  const sample = 'Ấ ộ ễ 0';
  await Promise.all([
    document.fonts.load(`400 12px ${TEXT_FONT}`, sample),
    document.fonts.load(`600 12px ${TEXT_FONT}`, sample),
    document.fonts.load(`500 12px ${NUMBER_FONT}`, sample),
  ]);
}
