/** A centre that was away says so: its absence is no quiet time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCentre } from './start-centre-fixture.ts';

interface Told {
  fromMs: number;
  downtimes: { fromMs: number; toMs: number }[];
  uptimeFromMs: number;
}

test('between two runs of the centre lies a downtime, told with the figures of the alarms', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-uptime-'));
  try {
    const first = await startCentre({ dataDir, args: ['--no-simulators'] });
    const startedMs = Date.now();
    await first.kill();
    const endedMs = Date.now();
    const second = await startCentre({ dataDir, args: ['--no-simulators'] });
    const now = Date.now();
    const told = await second.get<Told>(`/api/v1/alarms/performance?from=${startedMs - 3_600_000}&to=${now}`);
    expect(told.downtimes).toHaveLength(1);
    const [{ fromMs, toMs }] = told.downtimes as [Told['downtimes'][number]];
    expect(fromMs).toBeLessThanOrEqual(endedMs);
    expect(toMs).toBeGreaterThan(endedMs);
    expect(toMs).toBeLessThanOrEqual(now);
    expect(told.uptimeFromMs).toBeLessThanOrEqual(startedMs);
    await second.stop();
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
});
