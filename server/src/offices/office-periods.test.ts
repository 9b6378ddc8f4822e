import { loadCityPack } from '@metropane/city-pack';
import { expect, test } from 'vitest';
import { makeOfficePeriods } from './office-periods.ts';

const loaded = loadCityPack('hcmc');
if (!loaded.ok) throw new Error(loaded.message);
const periods = makeOfficePeriods(loaded.value);
const at = (text: string): number => Date.parse(`${text}+07:00`);

test('the hotline reports from the 25th at noon to the 25th at noon, named by the month of its end', () => {
  for (const [moment, id] of [
    ['2025-09-25T11:59', '2025-09'],
    ['2025-09-25T12:00', '2025-10'],
    ['2025-10-25T11:59', '2025-10'],
    ['2025-12-25T12:00', '2026-01'],
  ] as const)
    expect(periods.of('petitions', at(moment)).id, moment).toBe(id);
  expect(periods.byId('petitions', '2025-10')).toEqual({
    id: '2025-10',
    startMs: at('2025-09-25T12:00'),
    endMs: at('2025-10-25T12:00'),
  });
});

test('other systems report by civil months of the city', () => {
  expect(periods.of('one-stop', at('2026-11-30T23:59')).id).toBe('2026-11');
  expect(periods.of('one-stop', at('2026-12-01T00:00')).id).toBe('2026-12');
  expect(periods.byId('one-stop', '2026-01', 1).id).toBe('2025-12');
});
