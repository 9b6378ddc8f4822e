import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wallPace } from '../publish/pace.ts';
import { Progress } from '../publish/progress.ts';
import { trialPack } from '../systems/city-pack-fixture.ts';
import { makeCity } from '../systems/make-city.ts';
import type { City } from '../systems/make-city.ts';
import { dayPage } from './day-page.ts';
import { readSpan } from './day-series.ts';
import { runReport } from './report-command.ts';

const FROM_MS = Date.parse('2026-11-23T00:00+07:00');
const SPAN = { fromMs: FROM_MS, toMs: FROM_MS + 3 * 3_600_000, stepMs: 300_000 };
const FACTS = {
  city: { vi: 'Phố <Thử>', en: 'Trial & Co' },
  seed: '1',
  zone: 'Asia/Ho_Chi_Minh',
  span: SPAN,
};

const context = {
  pace: wallPace,
  progress: new Progress(true),
  signal: new AbortController().signal,
};

test('every metric of every system is one plot with its unit, its count and its extremes', () => {
  const city = makeCity(1, trialPack(), { entities: 60 });
  const series = readSpan(city, SPAN);
  const metrics = city.systems.flatMap(({ entities, metrics: own }) =>
    entities.length === 0 ? [] : Object.keys(own),
  );
  expect(series.map(({ metric }) => metric)).toEqual(metrics);
  for (const one of series) {
    const values = one.lines.flatMap((line) => line.values).filter((value) => value !== null);
    expect(one.readings).toBe(values.length);
    expect(one.extremes).toEqual([Math.min(...values), Math.max(...values)]);
  }
  const page = dayPage(series, FACTS);
  expect(page.match(/<figure>/g)?.length).toBe(metrics.length);
  expect(page).toContain('Sông và triều: độ cao, độ dài · River and tide: height, length (levelM)');
  expect(page).toContain('2026-11-23 00:00 – 2026-11-23 03:00 (Asia/Ho_Chi_Minh)');
  expect(page).toContain('Phố &lt;Thử&gt; mô phỏng · Trial &amp; Co simulated');
  // One file, nothing from elsewhere.
  expect(page).not.toMatch(/<script|https?:|src=|href=|url\(/);
});

test('what is summed is summed per step, what is missing leaves a gap, what lies outside is said', () => {
  const readAt = (tMs: number, everyMs: number) => ({
    v: { rainMm: tMs === FROM_MS + 600_000 ? null : everyMs / 60_000 },
  });
  const city = {
    systems: [
      {
        id: 'rain',
        periodMs: 60_000,
        metrics: { rainMm: { unit: 'mm', range: [0, 4] } },
        entities: [{ domain: 'rain', entity: 'a', description: {}, readAt }],
      },
    ],
  } as unknown as City;
  const span = { ...SPAN, toMs: FROM_MS + 1_200_000 };
  const [rain] = readSpan(city, span);
  expect(rain!.lines[0]!.values).toEqual([5, null, 5, 5]);
  expect([rain!.readings, rain!.outside]).toEqual([3, 3]);
  const page = dayPage([rain!], { ...FACTS, span });
  expect(page).toContain('ngoài khoảng / outside range: 3');
  // The line is lifted over the gap.
  expect(/<path d="(M[^"]+)"/.exec(page)?.[1]?.match(/M/g)?.length).toBe(2);
});

test('a large system is read by an even choice of its entities, and says so', () => {
  const traffic = readSpan(makeCity(1, trialPack(), { entities: 400 }), {
    ...SPAN,
    toMs: FROM_MS + 300_000,
  }).find(({ system }) => system === 'traffic')!;
  expect(traffic.lines.length).toBe(40);
  expect(traffic.entities).toBeGreaterThan(200);
  expect(new Set(traffic.lines.map(({ entity }) => entity)).size).toBe(40);
});

test('the command writes one page, and names what it cannot do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-report-'));
  try {
    const out = join(folder, 'new');
    const args = ['--out', out, '--city', 'danang', '--from', '2026-11-23T06:00+07:00', '--for', 'PT10M'];
    await runReport(args, context);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    await runReport(args, context);
    expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe(page);
    expect(page).toContain('Đà Nẵng');
    expect(page).toContain('outside range: 0');
    await expect(runReport([], context)).rejects.toThrow('say where to: --out DIR');
    await expect(runReport(['--out', out, '--for', 'PT1M'], context)).rejects.toThrow('at least PT5M');
    await expect(runReport(['--out', out, '--city', join(folder, 'none')], context)).rejects.toThrow(
      '--city:',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
