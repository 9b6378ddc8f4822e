import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Asked {
  readonly runOnly: readonly string[];
}
/** WCAG 2.2 A and AA. */
const EVERYTHING: Asked = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What another theme of the same page at the same size can change: it moves nothing and names nothing. */
const COLOURS: Asked = { runOnly: ['color-contrast', 'link-in-text-block'] };

/** Violations of WCAG 2.2 A and AA as `rule: selector`, without what lies inside MapLibre's own canvas. */
export async function axeViolations(page: Page): Promise<string[]> {
  return violationsOf(page, EVERYTHING);
}

/**
 * What of it hangs on the theme, and on grounds that axe cannot judge: of letters on a gradient it says nothing, and every panel has
 * one. They are asked on its upper colour; the page then has its gradients back.
 */
export async function axeColourViolations(page: Page): Promise<string[]> {
  await page.evaluate(paintGradientsSolid);
  try {
    return await violationsOf(page, COLOURS);
  } finally {
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('[data-was-gradient]')) {
        const [image = '', colour = ''] = element.dataset['wasGradient']!.split('|');
        element.style.backgroundImage = image;
        element.style.backgroundColor = colour;
        delete element.dataset['wasGradient'];
      }
    });
  }
}

/** Runs in the page. A pattern over a plain ground goes away, its ground stays. */
function paintGradientsSolid(): void {
  for (const element of document.querySelectorAll<HTMLElement>('body *:not(.map-box *)')) {
    const image = getComputedStyle(element).backgroundImage;
    if (!image.includes('linear-gradient(')) continue;
    const [lowest] = image.match(/(?<!repeating-)linear-gradient\(.*$/) ?? [];
    const [upper] = lowest?.match(/(?:rgba?|color|oklab)\([^()]*\)/) ?? [];
    // Property by property: the page's CSP refuses a whole style attribute.
    element.dataset['wasGradient'] = `${element.style.backgroundImage}|${element.style.backgroundColor}`;
    element.style.backgroundImage = 'none';
    if (upper !== undefined) element.style.backgroundColor = upper;
  }
}

async function violationsOf(page: Page, { runOnly }: Asked): Promise<string[]> {
  // Through the debugger, not a script element: the page's CSP stays as it is. Once a page: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(
    async (asked) => {
      const { axe: inPage } = globalThis as unknown as {
        axe: {
          run(
            context: object,
            options: object,
          ): Promise<{
            violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
          }>;
        };
      };
      const { violations } = await inPage.run(
        { exclude: [['.map-box']] },
        { runOnly: asked, resultTypes: ['violations'], preload: false },
      );
      // WCAG 2.5.8 excepts a target whose place is its meaning, as a pin on a map; the queue beside it leads to the same.
      const isPin = (target: readonly string[]): boolean =>
        target.every((selector) => selector.includes('.marker'));
      // The pages in the hand are one row that scrolls under the buttons at its end: what lies half under them is whole after a push.
      const isScrolledUnder = (target: readonly string[]): boolean => {
        const element = document.querySelector(target.at(-1)!);
        const strip = element?.closest('.desk-strip');
        if (!element || !strip || strip.scrollWidth <= strip.clientWidth) return false;
        const { width, height } = element.getBoundingClientRect();
        return width >= 24 && height >= 24;
      };
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ target }) => id !== 'target-size' || !(isPin(target) || isScrolledUnder(target)))
          .map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
      );
    },
    [...runOnly],
  );
}
