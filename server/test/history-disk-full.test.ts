/** Maintenance on a disk that is really full (a tmpfs): only where this process may mount one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY_0_MS, DAY_MS, makeQuery, makeReading, toBlocks, ZONE } from '../src/history/history-fixture.ts';
import { HistoryStore } from '../src/history/history-store.ts';
import { DEFAULT_RETENTION } from '../src/history/retention.ts';
import { mountSmallDisk } from './full-disk-fixture.ts';

const { dir, canMount, fill, free } = mountSmallDisk('metropane-history-full-', '16m');
const ROWS = 20_000;

test.skipIf(!canMount)(
  'a disk that fills up stops merging and expiry, not answers, and both go on when there is room',
  async () => {
    let nowMs = DAY_0_MS;
    const retention = { ...DEFAULT_RETENTION, rawMaxAgeMs: 10 * DAY_MS };
    const store = await HistoryStore.open(join(dir, 'history'), {
      retention,
      zone: ZONE,
      nowMs: () => nowMs,
    });
    for (let flush = 0; flush < 6; flush++) {
      const readings = Array.from({ length: ROWS }, (_, i) =>
        makeReading({
          offset: flush * ROWS + i + 1,
          entity: `e${i % 50}`,
          tMs: DAY_0_MS + (flush * ROWS + i) * 500,
          value: Math.sin(i) * 100,
        }),
      );
      for (const block of toBlocks(readings)) await store.append(block);
      await store.flush((flush + 1) * ROWS);
    }
    const ask = async () => [
      await store.windows(makeQuery()),
      await store.windows(makeQuery({ entity: 'e7' })),
    ];
    const told = await ask();
    const files = store.stats.files;
    const names = () =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.parquet'));
    fill();
    await store.maintain();
    expect(store.stats).toMatchObject({ files, fault: expect.stringMatching(/space|write/i) });
    expect(names()).toHaveLength(files);
    expect(await ask()).toEqual(told);
    nowMs += 11 * DAY_MS;
    await store.maintain();
    expect(store.stats, 'expiry needs room for panes first').toMatchObject({
      files,
      paneFiles: 0,
      fault: expect.stringMatching(/space|write/i),
    });
    expect(names()).toHaveLength(files);
    expect(await ask()).toEqual(told);
    free();
    nowMs += 60_000;
    await store.maintain();
    expect(store.stats).toMatchObject({ files: 0, paneFiles: 1, fault: null });
    const [all, one] = await ask();
    expect([all, one].map((rows) => rows!.map((row) => row.n))).toEqual(
      told.map((rows) => rows.map((row) => row.n)),
    );
    store.close();
  },
);
