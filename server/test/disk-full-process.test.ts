/** The whole program on a disk that is really full (a tmpfs of 6 MB): only where this process may mount one. */
import { expect, test } from 'vitest';
import { mountSmallDisk } from './full-disk-fixture.ts';
import { startCentre } from './start-centre-fixture.ts';

const { dir, canMount, fill, free } = mountSmallDisk('metropane-full-', '6m');

test.skipIf(!canMount)(
  '507 while the disk is full, said by readyz, nothing acknowledged is lost, and it resumes by itself',
  async () => {
    const centre = await startCentre({ dataDir: dir });
    const report = (id: string) => ({
      id,
      t: Date.now(),
      category: 'flood',
      title: id,
      loc: [106.7 + Number(id) / 100, 10.7],
    });
    const reading = (v: number) => ({ domain: 'air', entity: 'a', t: Date.now(), v: { x: v } });
    expect((await centre.post('/api/v1/reports', report('1'))).status).toBe(202);
    fill();
    const acknowledged = ['1'];
    const statuses: number[] = [];
    // The journal may still have room in what it had reserved; then it tells the truth by 202.
    for (let i = 2; i < 60; i++) {
      const { status } = await centre.post('/api/v1/reports', report(String(i)));
      statuses.push(status);
      if (status === 202) acknowledged.push(String(i));
      fill();
    }
    expect(statuses).toContain(507);
    expect(
      statuses.every((status) => status === 202 || status === 507),
      String(statuses),
    ).toBe(true);
    let refused: Response | undefined;
    for (let i = 0; i < 400 && refused?.status !== 507; i++)
      refused = await centre.post('/api/v1/observations', reading(i));
    expect(await refused!.json()).toMatchObject({ status: 507, code: 'insufficient-storage' });
    await expect
      .poll(async () => (await (await fetch(`${centre.http}/readyz`)).json()) as { reasons: string[] }, {
        timeout: 30_000,
      })
      .toMatchObject({
        reasons: expect.arrayContaining([expect.stringContaining('disk-full')]),
      });
    free();
    await expect.poll(async () => (await centre.post('/api/v1/observations', reading(1))).status).toBe(202);
    await expect.poll(async () => (await centre.post('/api/v1/reports', report('99'))).status).toBe(202);
    await expect.poll(async () => (await fetch(`${centre.http}/readyz`)).status).toBe(200);
    await centre.kill();
    const again = await startCentre({ dataDir: dir });
    const { items } = await again.get<{ items: { title: string }[] }>('/api/v1/incidents?limit=1000');
    const titles = items.map((incident) => incident.title);
    for (const id of acknowledged) expect(titles, `report ${id}`).toContain(id);
    await again.stop();
  },
  60_000,
);
