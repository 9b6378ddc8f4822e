import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeRng } from '@metropane/base';
import { expect, test } from 'vitest';
import { baselineAt } from './baseline.ts';
import { fitBaseline, fittingWasmUrl, initFitting } from './fit-baseline.ts';

const HOUR_MS = 3_600_000;
const ZONE = 'Asia/Ho_Chi_Minh';
/** A Monday, 00:00 in Ho Chi Minh City. */
const START_MS = Date.UTC(2026, 8, 27, 17);
const WEEKS = 5;

/** Load of a town: day and week, noise, and what is planted. */
function usualAt(hour: number): number {
  const isWeekend = Math.floor(hour / 24) % 7 >= 5;
  return 100 + (isWeekend ? 15 : 40) * Math.sin(((hour % 24) / 24) * 2 * Math.PI);
}

const WASM = fittingWasmUrl();

test('nothing is fitted before the library is there, or from less than two weeks', () => {
  expect(fitBaseline({ startMs: START_MS, values: Array(400).fill(1) }, ZONE)).toBeNull();
  initFitting(new Uint8Array(readFileSync(fileURLToPath(WASM))));
  expect(fitBaseline({ startMs: START_MS, values: Array(335).fill(1) }, ZONE)).toBeNull();
  expect(fitBaseline({ startMs: START_MS, values: Array(400).fill(null) }, ZONE)).toBeNull();
});

test('[R20] it finds what was planted, and hardly anything else, although that was in what it learnt from', () => {
  initFitting(new Uint8Array(readFileSync(fileURLToPath(WASM))));
  const rng = makeRng('baseline');
  const values: (number | null)[] = Array.from(
    { length: WEEKS * 168 },
    (_, hour) => usualAt(hour) + 3 * rng.normal(),
  );
  const planted = [200, 333, 501, 502, 700];
  for (const hour of planted) values[hour] = values[hour]! + 30;
  for (let gap = 420; gap < 426; gap++) values[gap] = null;
  const model = fitBaseline({ startMs: START_MS, values }, ZONE);
  if (model === null) throw new Error('nothing was fitted');
  const found = values.flatMap((value, hour) => {
    const at = { tMs: START_MS + hour * HOUR_MS, zone: ZONE };
    const [low, high] = [baselineAt(model, 'low', at)!, baselineAt(model, 'high', at)!];
    return value !== null && (value < low || value > high) ? [hour] : [];
  });
  expect(found).toEqual(expect.arrayContaining(planted));
  expect(found.length - planted.length).toBeLessThan(0.01 * values.length);
  const errors = Array.from({ length: 168 }, (_, hour) =>
    Math.abs(model.mid[hour]! - usualAt(hour)),
  ).toSorted((a, b) => a - b);
  expect(errors[84]).toBeLessThan(3);
});
