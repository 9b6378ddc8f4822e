/** DESIGN 9.15 on the real program: a record that no fold can take costs one failed start, then the centre runs without it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORD_KIND, TelemetryLogWriter } from '@metropane/event-log';
import { expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';

test('the first start ends, the second passes the record over, says so, and goes on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-poison-'));
  const first = await startCentre({ dataDir });
  await first.post('/api/v1/reports', {
    id: '1',
    t: Date.now(),
    category: 'fire',
    title: 'before',
    loc: [106.7, 10.7],
  });
  await first.stop();
  const opened = TelemetryLogWriter.openForAppend({
    folder: join(dataDir, 'log'),
    clock: { nowMs: () => Date.now() },
  });
  if (!opened.ok) throw new Error(opened.message);
  opened.value.append(RECORD_KIND.readings, Buffer.from('whole, and no frame'));
  opened.value.flush();
  opened.value.close();
  await expect(startCentre({ dataDir })).rejects.toThrow(
    /ended with code 1: error: could not start: [^\n]+\n$/,
  );
  const again = await startCentre({ dataDir });
  expect(again.stderr()).toContain('passed over after a second crash');
  const item = { domain: 'air', entity: 'a', t: Date.now(), v: { x: 1 } };
  expect((await again.post('/api/v1/observations', item)).status).toBe(202);
  const { items } = await again.get<{ items: { title: string }[] }>('/api/v1/incidents');
  expect(items.map((incident) => incident.title)).toEqual(['before']);
  // The follower passes over the same record: it answers, and has no fault.
  const asked = `/api/v1/windows?domain=air&entity=a&metric=x&window=PT1H&from=${Date.now() - 7_200_000}&to=${Date.now() + 1}`;
  expect((await again.get<{ items: object[] }>(asked)).items).toHaveLength(1);
  expect(await again.get('/readyz')).toMatchObject({ reasons: [] });
  expect(await again.stop()).toBe(0);
  const third = await startCentre({ dataDir });
  expect(third.stderr()).not.toContain('passed over after a second crash');
  await third.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}, 60_000);
