import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What the veil of the darkest night leaves of the text, computed from the files that the page and the pack are read with. */
const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const SCHEMA = new URL('../../../packages/city-pack/src/schema-scenes.ts', import.meta.url);
const DARKEST = Number(/DARKEST = ([\d.]+);/.exec(readFileSync(SCHEMA, 'utf8'))![1]);
const DARK = tokensOf(':root');
const THEMES = { dark: DARK, light: { ...DARK, ...tokensOf("[data-theme='light']") } };

/** `--t3` is drawn as `--t2` under the veil (wall-page.css). */
const TEXT: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  ['t1', ['bg0', 'bg1', 'bg2', 'panel-top', 'panel-end']],
  ['t2', ['bg0', 'bg1', 'bg2', 'panel-top', 'panel-end']],
  ['p2t', ['panel-top', 'panel-end', 'p2-top']],
  ['p3t', ['panel-top', 'panel-end']],
  ['p4t', ['panel-top', 'panel-end']],
];

test.each(Object.entries(THEMES))(
  '%s: under the darkest veil that a pack may ask for text keeps 4.5 to 1, figures 7',
  (_, tokens) => {
    const at = (token: string): number => luminance(rgb(tokens[token]!).map((part) => part * DARKEST));
    const ratio = (ink: string, ground: string): number => {
      const [light, dark] = [at(ink), at(ground)].toSorted((a, b) => b - a) as [number, number];
      return (light + 0.05) / (dark + 0.05);
    };
    const low = TEXT.flatMap(([ink, grounds]) =>
      grounds
        .filter((ground) => ratio(ink, ground) < 4.5)
        .map((ground) => `${ink} on ${ground}: ${ratio(ink, ground)}`),
    );
    expect(low).toEqual([]);
    for (const ground of ['panel-top', 'panel-end']) expect(ratio('t1', ground)).toBeGreaterThan(7);
    // The veil is what is computed here: black, and nothing else.
    expect(tokens['veil']).toBe('#000000');
  },
);

function tokensOf(selector: string): Record<string, string> {
  const start = CSS.indexOf(`${selector} {`);
  const block = CSS.slice(start, CSS.indexOf('\n}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
}

function rgb(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** WCAG 2.2 relative luminance. */
function luminance(parts: readonly number[]): number {
  const [r, g, b] = parts.map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
