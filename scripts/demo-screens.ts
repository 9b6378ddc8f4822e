import { setTimeout as wait } from 'node:timers/promises';
import type { openBrowser } from '../client/test/browser.ts';
import type { TestCentre } from '../server/test/start-centre-fixture.ts';

/** The past is filled in first; what a person sees after a minute is the present. */
export async function waitForDemo({ get }: TestCentre): Promise<void> {
  for (;;) {
    const { items } = await get<{ items: { received: number; lagMs: number | null }[] }>('/api/v1/feeds');
    if (items.some(({ received, lagMs }) => received > 0 && lagMs !== null && lagMs < 60_000)) return;
    await wait(1_000);
  }
}

export type Session = Awaited<ReturnType<typeof signIn>>;

/** As a person signs in: through the printed link. */
export async function signIn(browser: Awaited<ReturnType<typeof openBrowser>>, centre: TestCentre) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(centre.signIn ?? centre.http);
  await page.locator('.desk').waitFor();
  const session = await context.storageState();
  await context.close();
  return session;
}
