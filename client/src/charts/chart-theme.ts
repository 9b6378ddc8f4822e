import { remPx } from '../ui/use-fitting-rows.ts';

/** The tokens that canvases need as values; the same as in app/tokens.css. */
export const CHART_COLOURS = {
  ground: '#0b121a',
  text: '#a9b9c9',
  muted: '#8093a6',
  bright: '#edf3f9',
  line: '#1b2733',
  data: '#7fb4de',
  area: 'rgba(35, 88, 120, 0.28)',
  band: '#1c2b3a',
  bar: '#44586b',
  priority: { 1: '#ff4d57', 2: '#ff9838', 3: '#f2cf4a', 4: '#a892ff' },
  /** Worse is lighter: one hue, because the official colours vanish on a dark wall exactly where the air is worst. */
  heat: ['#0e1b27', '#153449', '#1f5573', '#3f84a8', '#8cc3dc', '#e6f3fa'],
} as const;

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
