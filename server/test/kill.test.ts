import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRng } from '@metropane/base';
import { noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';

interface IncidentJson {
  id: string;
  title: string;
  reports: number;
}
const KILLS = process.env['METROPANE_TEST_FULL'] === '1' ? 30 : 3;
const TIMEOUT_MS = KILLS * 40_000;

test(
  `kill -9 (${KILLS} times at random moments) loses no acknowledged report or reading and never changes the order`,
  async () => {
    const startedAt = performance.now();
    const rng = makeRng(20261123);
    const dataDir = mkdtempSync(join(tmpdir(), 'metropane-kill-'));
    const acknowledged: string[] = [];
    let readings = 0;
    let known: string[] = [];
    for (let round = 0; round <= KILLS; round++) {
      const centre = await startCentre({ dataDir });
      const { items } = await centre.get<{ items: IncidentJson[] }>('/api/v1/incidents?limit=1000');
      const byNumber = items.toSorted((a, b) => a.id.localeCompare(b.id));
      const titles = new Set(items.map((incident) => incident.title));
      for (const title of acknowledged) expect(titles, `acknowledged before kill ${round}`).toContain(title);
      expect(byNumber.slice(0, known.length).map(({ id, title }) => `${id} ${title}`)).toEqual(known);
      known = byNumber.map(({ id, title }) => `${id} ${title}`);
      const feed = (
        await centre.get<{ items: { id: string; counted: number }[] }>('/api/v1/feeds')
      ).items.find((f) => f.id === 'http')!;
      expect(feed.counted).toBeGreaterThanOrEqual(readings);
      readings = feed.counted;
      if (round === KILLS) {
        await centre.stop();
        break;
      }
      const killAfter = 5 + rng.int(40);
      let posts = 0;
      while (posts < killAfter) {
        const title = `r${round}-${posts}`;
        const report = {
          id: title,
          t: Date.now(),
          category: 'flood',
          title,
          loc: [106 + acknowledged.length / 100, 10],
        };
        const reading = { domain: 'air', entity: 'e', t: Date.now(), v: { pm25UgM3: posts, x: round } };
        const last = posts === killAfter - 1;
        const answers = Promise.allSettled([
          centre
            .post('/api/v1/reports', report)
            .then((answer) => answer.status === 202 && acknowledged.push(title)),
          centre
            .post('/api/v1/observations', reading)
            .then((answer) => answer.status === 202 && (readings += 2)),
        ]);
        if (last) await centre.kill();
        await answers;
        posts += 1;
      }
    }
    noteFigures('kill -9 at random moments', {
      kills: KILLS,
      'reports kept': acknowledged.length,
      'readings kept': readings,
      lost: 0,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  TIMEOUT_MS,
);
