import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations of WCAG 2.2 A and AA as `rule: selector`, without what lies inside MapLibre's own canvas. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Through the debugger, not a script element: the page's CSP stays as it is.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as {
      axe: {
        run(
          context: object,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await inPage.run(
      { exclude: [['.map-box']] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    );
    // WCAG 2.5.8 excepts a target whose place is its meaning, as a pin on a map; the queue beside it leads to the same.
    const isPin = (id: string, { target }: { target: string[] }): boolean =>
      id === 'target-size' && target.every((selector) => selector.includes('.marker'));
    return violations.flatMap(({ id, nodes }) =>
      nodes
        .filter((node) => !isPin(id, node))
        .map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
  });
}
