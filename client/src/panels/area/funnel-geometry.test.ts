import { expect, test } from 'vitest';
import { funnelGeometry } from './funnel-geometry.ts';
import type { FunnelPoint } from './funnel-geometry.ts';

const POINTS: FunnelPoint[] = [
  { name: 'A', figure: { n: 20, k: 10, share: 0.5, interval: null, place: 'very-low' } },
  { name: 'B', figure: { n: 95, k: 95, share: 1, interval: null, place: 'usual' } },
];

for (const width of [320, 1_900])
  test(`everything lies inside a drawing of ${width}, more cases further right, larger shares further up`, () => {
    const { marks, limits, rules, plot, height } = funnelGeometry(POINTS, { target: 0.8, least: 20, width });
    const [a, b] = marks;
    expect(a!.x).toBeLessThan(b!.x);
    expect(b!.y).toBeLessThan(a!.y);
    expect(marks.map(({ isOut }) => isOut)).toEqual([true, false]);
    const drawn = limits.flatMap(({ path }) =>
      path
        .split(/[ML]/)
        .slice(1)
        .map((pair) => pair.split(' ').map(Number)),
    );
    for (const [x, y] of [...drawn, ...marks.map((mark) => [mark.x, mark.y])]) {
      expect(x).toBeGreaterThanOrEqual(plot.left);
      expect(x).toBeLessThanOrEqual(plot.right + 0.1);
      expect(y).toBeGreaterThanOrEqual(rules.at(-1)!.y - 0.1);
      expect(y).toBeLessThanOrEqual(height);
    }
    for (const { nameX } of marks) expect(nameX).toBeLessThanOrEqual(width - 90);
  });
