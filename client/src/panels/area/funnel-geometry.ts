import type { ShareFigure } from './group-answers.ts';
import { funnelLimits, niceMost } from './funnel-limits.ts';

export interface FunnelPoint {
  name: string;
  figure: ShareFigure;
}

/** Where everything of a funnel plot lies: x to the right, y down, in sixteenths of a rem or CSS pixels of a picture. */
export interface FunnelGeometry {
  width: number;
  height: number;
  plot: { left: number; right: number; middle: number };
  rules: readonly { share: number; y: number }[];
  ticks: readonly { n: number; x: number }[];
  targetY: number;
  /** Paths of SVG: 95 % and, further out, 99.8 % of chance. */
  limits: readonly { path: string; isFar: boolean }[];
  marks: readonly {
    name: string;
    figure: ShareFigure;
    x: number;
    y: number;
    isOut: boolean;
    nameX: number;
  }[];
}

const MARGIN = { left: 44, right: 16, top: 10, bottom: 34 };
export const FUNNEL_HEIGHT = 244;
/** What a name beside its mark takes. */
const NAME_WIDTH = 90;
const CURVE_STEPS = 60;

/** `points`: those that have a share, at least one. `target`: the city's share. `least`: cases from which a share is told. */
export function funnelGeometry(
  points: readonly FunnelPoint[],
  { target, least, width }: { target: number; least: number; width: number },
): FunnelGeometry {
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const plotHeight = FUNNEL_HEIGHT - MARGIN.top - MARGIN.bottom;
  const most = niceMost(Math.max(...points.map(({ figure }) => figure.n)));
  const x = (n: number): number => MARGIN.left + (n / most) * (right - MARGIN.left);
  const y = (share: number): number => MARGIN.top + (1 - share) * plotHeight;
  const ns = Array.from({ length: CURVE_STEPS }, (_, i) => least + ((most - least) * i) / (CURVE_STEPS - 1));
  const curve = (z: number, side: 'low' | 'high'): string =>
    ns
      .map((n, i) => {
        const share = funnelLimits(target, n, z)[side];
        return `${i === 0 ? 'M' : 'L'}${x(n).toFixed(1)} ${y(share).toFixed(1)}`;
      })
      .join('');
  return {
    width,
    height: FUNNEL_HEIGHT,
    plot: { left: MARGIN.left, right, middle: (MARGIN.left + right) / 2 },
    rules: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, y: y(share) })),
    ticks: [0, 0.5, 1].map((part) => ({ n: part * most, x: x(part * most) })),
    targetY: y(target),
    limits: (['low', 'high'] as const).flatMap((side) => [
      { path: curve(1.96, side), isFar: false },
      { path: curve(3.09, side), isFar: true },
    ]),
    marks: points.map(({ name, figure }) => ({
      ...{ name, figure, x: x(figure.n), y: y(figure.share ?? 0) },
      isOut: figure.place !== null && figure.place !== 'usual',
      nameX: Math.min(x(figure.n) + 8, width - NAME_WIDTH),
    })),
  };
}
