import { loadCityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { makeOfficeMessages } from '../offices/office-messages.ts';
import { readOffices } from './office-series.ts';

const FROM_MS = Date.parse('2026-11-23T08:00+07:00');
const SPAN = { fromMs: FROM_MS, toMs: FROM_MS + 2 * 3_600_000, stepMs: 300_000 };
const WORLD = { rainMmH: () => 0, powerLost: () => 0, attackOn: () => 0 };

test('every case event of the span is counted once, under its system and state; figures hold until the next', () => {
  const pack = loadCityPack('hcmc');
  if (!pack.ok) throw new Error(pack.message);
  const of = { seed: 7, pack: pack.value, world: WORLD };
  const series = readOffices(of, SPAN);
  const sent = makeOfficeMessages(of, FROM_MS).until(SPAN.toMs);
  const cases = sent.filter(({ topic, atMs }) => topic.includes('/case/') && atMs > FROM_MS);
  const counted = series
    .filter(({ metric }) => metric === 'casesN')
    .flatMap(({ system, lines }) =>
      lines.map(({ entity, values }) => [`${system} ${entity}`, values.reduce((sum, n) => sum! + n!, 0)]),
    );
  const expected = new Map<string, number>();
  for (const { topic, payload } of cases) {
    const key = `${topic.split('/').at(-1)} ${(JSON.parse(String(payload)) as { state: string }).state}`;
    expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  expect(cases.length).toBeGreaterThan(1_000);
  expect(new Map(counted as [string, number][])).toEqual(expected);
  const shares = series.filter(({ unit, metric }) => unit === '%' && metric !== 'casesN');
  expect(shares.length).toBeGreaterThan(5);
  for (const { lines } of shares) expect(lines[0]!.values.at(-1)).toBeGreaterThanOrEqual(0);
});
