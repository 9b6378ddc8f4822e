/** What still works while history is down, and that it comes back by itself with every row. */
import { expect, test } from 'vitest';
import { historyPids } from './history-process-fixture.ts';
import { startCentre } from './start-centre-fixture.ts';

test.skipIf(process.platform !== 'linux')(
  'a killed history process is named, costs no reading and comes back',
  async () => {
    const centre = await startCentre();
    const from = Date.now() - 60_000;
    const post = (v: number) =>
      centre.post('/api/v1/observations', { domain: 'air', entity: 'a', t: Date.now(), v: { x: v } });
    const ask = () =>
      fetch(`${centre.http}/api/v1/observations?domain=air&from=${from}&to=${Date.now() + 1}`, {
        headers: { authorization: 'Bearer test-token-of-the-suite-0123456789' },
      });
    await post(1);
    expect(((await (await ask()).json()) as { items: object[] }).items).toHaveLength(1);
    process.kill(historyPids(centre.child.pid!)[0]!, 'SIGKILL');
    await expect.poll(async () => (await fetch(`${centre.http}/readyz`)).status).toBe(503);
    expect(await (await ask()).json()).toMatchObject({ status: 503, code: 'history-unavailable' });
    expect((await post(2)).status).toBe(202);
    await expect.poll(async () => (await ask()).status, { interval: 200 }).toBe(200);
    const { items } = (await (await ask()).json()) as { items: { value: number }[] };
    expect(items.map((item) => item.value)).toEqual([1, 2]);
    await expect.poll(async () => (await fetch(`${centre.http}/readyz`)).status).toBe(200);
    expect(await centre.stop()).toBe(0);
  },
  60_000,
);
