import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** tokens.css as written: the test computes what an eye will see, from the same file that the page loads. */
const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const DARK = tokensOf(':root');
const THEMES: Record<string, Record<string, string>> = {
  dark: DARK,
  light: { ...DARK, ...tokensOf("[data-theme='light']") },
  contrast: { ...DARK, ...tokensOf("[data-theme='contrast']") },
};
/** WCAG 2.2: AA, and AAA where somebody asked for contrast. */
const LEAST: Record<string, { text: number; graphics: number }> = {
  dark: { text: 4.5, graphics: 3 },
  light: { text: 4.5, graphics: 3 },
  contrast: { text: 7, graphics: 4.5 },
};

/** What is written on what. */
const TEXT: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  ['t1', ['bg0', 'bg1', 'bg2', 'bg3', 'selected', 'panel-top', 'panel-end', 'hover', 'p1-top', 'p2-top']],
  ['t2', ['bg0', 'bg1', 'bg2', 'selected', 'panel-top', 'panel-end', 'hover', 'p1-end', 'p2-end', 'kbd']],
  ['t3', ['bg0', 'bg1', 'bg2', 'panel-top', 'panel-end', 'selected']],
  ['p1t', ['panel-top', 'p1-top', 'p1-end', 'p1-tag', 'p1-ground']],
  ['p2t', ['panel-top', 'p2-top', 'p2-end', 'p2-tag', 'p2-ground']],
  ['p3t', ['panel-top', 'panel-end', 'p3-tag']],
  ['p4t', ['panel-top', 'panel-end', 'p4-tag']],
  ['t1', ['accent-bg', 'good-ground', 'sheet-top', 'sheet-end']],
  ['on-accent', ['accent']],
  ['inverse-text', ['inverse']],
  ['p1-ink', ['p1']],
  ['p2-ink', ['p2']],
  ['p3-ink', ['p3']],
  ['p4-ink', ['p4']],
  ['map-text', ['map-land', 'map-park', 'map-runway', 'map-outside']],
  ['map-text-road', ['map-land', 'map-park', 'map-runway']],
  ['map-text-place', ['map-land', 'map-park', 'map-campus']],
  ['map-text-park', ['map-park', 'map-land']],
  ['map-text-water', ['map-water']],
];
/** What is drawn on what and says something by itself. */
const GRAPHICS: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  ['data', ['bg1', 'panel-top', 'panel-end', 'track']],
  ['bar', ['bg1', 'panel-end']],
  ['tick', ['bar']],
  ['accent', ['bg1', 'selected']],
  ['ok', ['bg1']],
  ['p1', ['bg1', 'map-marker']],
  ['p2', ['bg1', 'map-marker']],
  ['p3-line', ['bg1', 'panel-end']],
  ['p4', ['bg1', 'map-marker']],
  ['map-flow-2', ['map-land']],
  ['map-flow-3', ['map-land']],
  ['map-flow-4', ['map-land']],
  ['map-station', ['map-land']],
  ['map-metro', ['map-land']],
  ['map-bus', ['map-land']],
  ['map-camera', ['map-land']],
  ['map-flood-edge', ['map-land']],
];

describe.each(Object.keys(THEMES))('by %s', (name) => {
  const tokens = THEMES[name]!;
  const value = (token: string): string => {
    const found = tokens[token];
    if (found === undefined) throw new Error(`tokens.css has no --${token}`);
    return found;
  };
  const below = (pairs: typeof TEXT, least: number): string[] =>
    pairs.flatMap(([ink, grounds]) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(value(ink), value(ground));
        return ratio < least ? [`${ink} on ${ground}: ${ratio.toFixed(2)}`] : [];
      }),
    );

  const least = LEAST[name]!;

  test('text can be read: 4.5 to 1 or more, 7 in high contrast', () => {
    expect(below(TEXT, least.text)).toEqual([]);
  });

  test('figures of indicators can be read across a room: 7 to 1 or more', () => {
    const figures = [
      ['t1', ['panel-top', 'panel-end']],
      ['p1t', ['p1-top', 'p1-end']],
      ['p2t', ['p2-top', 'p2-end']],
    ] as const;
    expect(below(figures, 7)).toEqual([]);
  });

  test('graphics can be seen: 3 to 1 or more, 4.5 in high contrast', () => {
    expect(below(GRAPHICS, least.graphics)).toEqual([]);
  });

  test('levels of traffic stay apart for every kind of colour vision', () => {
    const levels = ['map-flow-1', 'map-flow-2', 'map-flow-3', 'map-flow-4'].map((level) => rgb(value(level)));
    expect(tooClose(levels, 0.07)).toEqual([]);
  });

  test('priorities stay apart for every kind of colour vision, besides their shapes and digits', () => {
    const priorities = ['p1', 'p2', 'p3', 'p4'].map((priority) => rgb(value(priority)));
    expect(tooClose(priorities, 0.07)).toEqual([]);
  });

  test('what says "well" is told from what says "not well" by every kind of colour vision', () => {
    for (const bad of ['p1', 'p2', 'p3', 'p4']) {
      const pair = ['ok', bad].map((token) => rgb(value(token)));
      expect(tooClose(pair, 0.05), bad).toEqual([]);
    }
  });

  test('what a person chose is told from what the city calls for', () => {
    for (const call of ['p1', 'p2', 'p3', 'p4'])
      expect(tooClose([rgb(value('accent')), rgb(value(call))], 0.05), call).toEqual([]);
  });

  test('flood is told from the water that is always there', () => {
    expect(tooClose([rgb(value('map-flood-edge')), rgb(value('map-water'))], 0.07)).toEqual([]);
  });

  test('steps of the heat map go one way in lightness', () => {
    const lightness = [0, 1, 2, 3, 4, 5].map((step) => oklab(rgb(value(`heat-${step}`)))[0]);
    const steps = lightness.slice(1).map((light, i) => (light - lightness[i]!) * (name === 'light' ? -1 : 1));
    expect(Math.min(...steps)).toBeGreaterThan(0.05);
  });
});

test('high contrast names no token that the others do not have', () => {
  const named = Object.keys(tokensOf("[data-theme='contrast']"));
  expect(named.filter((token) => !(token in DARK))).toEqual([]);
});

test('both themes have the same tokens: what light leaves out is no colour', () => {
  const light = Object.keys(tokensOf("[data-theme='light']"));
  expect(light.filter((token) => !(token in DARK))).toEqual([]);
  const shared = Object.keys(DARK).filter((token) => !light.includes(token));
  // The banner of an exercise and a code for a camera are the same by day and by night.
  const isSame = (token: string): boolean => /^(?:exercise|qr)-/.test(token);
  expect(shared.filter((token) => !isSame(token)).sort()).toEqual(['gap', 'mono', 'num', 'radius', 'text']);
});

function tokensOf(selector: string): Record<string, string> {
  const start = CSS.indexOf(`${selector} {`);
  const body = CSS.slice(start, CSS.indexOf('\n}', start)).replaceAll(/\/\*.*?\*\//gs, '');
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, key, text]) => [key!, text!]),
  );
}

type Triple = readonly [number, number, number];

function rgb(hex: string): Triple {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`no colour: ${hex}`);
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Triple): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(colour: Triple): Triple {
  return colour.map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Triple;
}

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear light. */
const VISION: Record<string, readonly Triple[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Pairs whose distance in OKLab is below `least`, by kind of vision; 0.02 is just noticeable side by side. */
function tooClose(colours: readonly Triple[], least: number): string[] {
  return Object.entries(VISION).flatMap(([vision, matrix]) => {
    const seen = colours.map((colour) => labOfLinear(apply(matrix, linear(colour))));
    return seen.flatMap((a, i) =>
      seen.slice(i + 1).flatMap((b, j) => {
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        return distance < least
          ? [`${vision}: ${i + 1} and ${i + j + 2} are ${distance.toFixed(3)} apart`]
          : [];
      }),
    );
  });
}

function oklab(colour: Triple): Triple {
  return labOfLinear(linear(colour));
}

/** Björn Ottosson, "A perceptual color space for image processing". */
function labOfLinear(colour: Triple): Triple {
  const [l, m, s] = apply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  ).map(Math.cbrt) as unknown as Triple;
  return apply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [l, m, s],
  );
}

function apply(matrix: readonly Triple[], [x, y, z]: Triple): Triple {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple;
}
